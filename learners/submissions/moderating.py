"""Moderation: a second person looks at fails, high marks and a sample before marks are released (specification 1.10)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.assessments.sampling import Verdict, moderation_sample
from learners.submissions.models import Moderation, Work
from learners.submissions.standing import Standing, standing_of


class UnableToModerate(RuleError):
    """This person cannot give a verdict on this work."""


def sample_of(standings: Sequence[Standing]) -> list[Standing]:
    """What must be looked at. Empty until all handed-in works are marked: the sample is drawn from all of them."""
    if not standings or any(standing.mark is None for standing in standings):
        return []
    marks = {standing.work.pk: standing.mark for standing in standings if standing.mark is not None}
    first = standings[0]
    chosen = moderation_sample(marks, seed=f"{first.work.enrolment.cohort_id} {first.planned.code}")
    return [standing for standing in standings if standing.work.pk in chosen]


def verdicts_on(standings: Sequence[Standing]) -> dict[int, Moderation]:
    """Work -> the last verdict, if it was on the mark that stands now. One query."""
    marks = {standing.work.pk: standing.mark for standing in standings}
    last: dict[int, Moderation] = {}
    for verdict in Moderation.objects.filter(work__in=marks).select_related("by").order_by("pk"):
        last[verdict.work_id] = verdict
    return {pk: verdict for pk, verdict in last.items() if verdict.mark == marks[pk]}


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
