"""When a mark that a person gave reaches the learner."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from learners.enrolment.models import Enrolment
from learners.events.recording import record_for_each
from learners.grades.models import GradeEvent, GradeRelease

_AT_ONCE = 1000
"""Learners whose rows are in memory at a time, all in one transaction."""


@transaction.atomic
def release_marks(
    enrolments: Iterable[Enrolment], activity_id: int, *, by, at: datetime, resit: bool = False
) -> list[Enrolment]:
    """Show these learners their mark of this work; those for whom it is new, each with an event.

    Who has no mark yet, or was shown it already, is left out: safe to call twice.
    """
    wanted = {enrolment.pk: enrolment for enrolment in enrolments}
    lines = GradeEvent.objects.filter(enrolment__in=wanted, activity_id=activity_id, resit=resit)
    marked = set(lines.values_list("enrolment_id", flat=True))
    shown = GradeRelease.objects.select_for_update().filter(
        enrolment__in=wanted, activity_id=activity_id, resit=resit
    )
    fresh = [wanted[pk] for pk in sorted(marked - set(shown.values_list("enrolment_id", flat=True)))]
    place = {"activity_id": activity_id, "resit": resit, "released_at": at, "released_by": by}
    for start in range(0, len(fresh), _AT_ONCE):
        part = fresh[start : start + _AT_ONCE]
        GradeRelease.objects.bulk_create(GradeRelease(enrolment=enrolment, **place) for enrolment in part)
        record_for_each("grade.released", part, activity_id=activity_id, by=by, at=at, data={"resit": resit})
    return fresh
