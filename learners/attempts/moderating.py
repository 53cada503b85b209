"""Moderation of an exam: a second person looks at fails, high marks and a sample before the release (specification 1.10)."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.assessments.sampling import Verdict, moderation_sample
from courses.cohorts.roles import MarkingScope
from learners.attempts.closing import planned_of
from learners.attempts.models import QuizAttempt, SittingModeration
from learners.attempts.queries import in_modules, is_released
from learners.attempts.sittings import Sitting
from learners.events.recording import record


class UnableToModerate(RuleError):
    """This person cannot give a verdict on this exam now."""


def sample_of(sittings: Sequence[Sitting]) -> list[Sitting]:
    """What must be looked at before the release, drawn from all that wait for it.

    Empty until all of them are marked, and for an exam that the platform has scored alone.
    """
    fresh = [each for each in sittings if not each.released]
    if any(each.attempt.points is None for each in fresh) or not any(each.markers for each in fresh):
        return []
    # Not rounded: 49.95 is a fail.
    marks = {
        each.attempt.pk: 100 * (each.attempt.points or Decimal(0)) / each.attempt.max_points for each in fresh
    }
    first = fresh[0].attempt
    seed = f"{first.enrolment.cohort_id} {planned_of(first).code}"
    chosen = moderation_sample(marks, seed=seed)
    return [each for each in fresh if each.attempt.pk in chosen]


def verdicts_on(sittings: Sequence[Sitting]) -> dict[int, SittingModeration]:
    """Attempt -> the last verdict, if it was on the points that stand now. One query."""
    attempts = [each.attempt.pk for each in sittings]
    return {verdict.attempt_id: verdict for verdict in _standing().filter(attempt__in=attempts)}


def look_again_in(scope: MarkingScope, *, reader) -> list[SittingModeration]:
    """Of the modules that the person marks: exams that a moderator wants to be looked at again, the oldest first. One query."""
    asked = _standing().filter(verdict=Verdict.LOOK_AGAIN).exclude(attempt__enrolment__user=reader)
    return list(
        asked.filter(in_modules(scope, "attempt"))
        .select_related("attempt__enrolment__cohort", "attempt__edition_activity__activity")
        .order_by("at", "pk")
    )


def asked_about(attempt_id: int) -> SittingModeration | None:
    """What a moderator wants its markers to look at again. One query."""
    return _standing().filter(attempt=attempt_id, verdict=Verdict.LOOK_AGAIN).first()


def _standing() -> QuerySet[SittingModeration]:
    """The last verdict on each exam, while its points are those that were looked at."""
    last = SittingModeration.objects.filter(attempt=OuterRef("attempt")).order_by("-pk").values("pk")[:1]
    return SittingModeration.objects.filter(pk=Subquery(last), points=F("attempt__points")).select_related(
        "by"
    )


@transaction.atomic
def moderate(sitting: Sitting, *, verdict: str, note: str, seen: str, by, at: datetime) -> SittingModeration:
    """The moderator changes no mark: the markers look again. seen: the points that stood before the moderator's eyes.

    Raises UnableToModerate.
    """
    attempt = QuizAttempt.objects.select_for_update(no_key=True).get(pk=sitting.attempt.pk)
    planned = planned_of(attempt)
    if attempt.points is None or is_released(attempt.enrolment, planned, resit=attempt.resit):
        raise UnableToModerate(_("This exam is not marked yet, or its mark is released."))
    markers = attempt.items.exclude(marked_by=None).values_list("marked_by_id", flat=True)
    if by.pk in markers or by.pk == attempt.enrolment.user_id:
        raise UnableToModerate(_("Somebody who has marked none of its answers looks at this exam."))
    if seen != str(attempt.points):
        raise UnableToModerate(
            _("A marker changed the points after you had opened this page. Look at them first.")
        )
    if verdict == Verdict.LOOK_AGAIN and not note:
        raise UnableToModerate(_("Say what the markers should look at again."))
    record(
        "exam.moderated",
        enrolment=attempt.enrolment,
        activity_id=planned.activity_id,
        by=by,
        at=at,
        data={"attempt": attempt.number, "verdict": verdict, "points": str(attempt.points)},
    )
    return SittingModeration.objects.create(
        attempt=attempt, verdict=verdict, points=attempt.points, note=note, by=by, at=at
    )
