"""Moderation: a second person looks at fails, high marks and a sample before marks are released (specification 1.10)."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.assessments.sampling import Verdict, moderation_sample
from learners.submissions.models import Moderation, Work
from learners.submissions.standing import HandedIn, Standing, standing_of

W = TypeVar("W", bound=HandedIn)


class UnableToModerate(RuleError):
    """This person cannot give a verdict on this work."""


def sample_of(works: Sequence[W]) -> list[W]:
    """What must be looked at. Empty until all handed-in works are marked: the sample is drawn from all of them."""
    if not works or any(work.mark is None for work in works):
        return []
    marks = {work.pk: work.mark for work in works if work.mark is not None}
    first = works[0]
    chosen = moderation_sample(marks, seed=f"{first.cohort.pk} {first.planned.code}")
    return [work for work in works if work.pk in chosen]


def verdicts_on(works: Sequence[HandedIn]) -> dict[int, Moderation]:
    """Work -> the last verdict, if it was on the mark that stands now. One query."""
    marks = {work.pk: work.mark for work in works}
    last: dict[int, Moderation] = {}
    for verdict in Moderation.objects.filter(work__in=marks).select_related("by").order_by("pk"):
        last[verdict.work_id] = verdict
    return {pk: verdict for pk, verdict in last.items() if verdict.mark == marks[pk]}


def to_moderate(works: Sequence[W], user_id: int) -> list[W]:
    """What of the samples waits for a verdict that this person may give. One query, none while no sample is drawn.

    works: all that wait for release of one or more works of some cohorts.
    """
    piles: dict[tuple[int, str], list[W]] = {}
    for work in works:
        if work.rules.is_moderated:
            piles.setdefault((work.cohort.pk, work.planned.code), []).append(work)
    sample = [work for pile in piles.values() for work in sample_of(pile)]
    sample = [work for work in sample if user_id not in {mark.marker_id for mark in work.marks.values()}]
    verdicts = verdicts_on(sample) if sample else {}
    return [work for work in sample if work.pk not in verdicts]


@transaction.atomic
def moderate(standing: Standing, *, verdict: str, note: str, by, at: datetime) -> Moderation:
    """Raises UnableToModerate. The moderator does not change a mark: the marker looks again."""
    Work.objects.select_for_update().get(pk=standing.work.pk)
    fresh = standing_of(standing.work.code)
    if fresh is None or fresh.mark is None or fresh.work.released_at:
        raise UnableToModerate(_("This work is not marked yet, or its mark is released."))
    if by.pk in {mark.marker_id for mark in fresh.marks.values()} or by.pk == fresh.work.enrolment.user_id:
        raise UnableToModerate(_("Somebody who has not marked this work looks at it."))
    if verdict == Verdict.LOOK_AGAIN and not note:
        raise UnableToModerate(_("Say what the marker should look at again."))
    return Moderation.objects.create(
        work=fresh.work, verdict=verdict, mark=fresh.mark, note=note, by=by, at=at
    )
