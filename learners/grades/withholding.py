"""Keeps a mark back while an integrity case is open (specification 1.10)."""

from datetime import datetime

from django.db import transaction

from learners.enrolment.models import Enrolment
from learners.events.recording import record
from learners.grades.models import Withholding


@transaction.atomic
def withhold(enrolment: Enrolment, activity_id: int, *, reason: str, by, at: datetime) -> Withholding:
    """From now on the mark neither counts nor shows. Withheld already is the same result."""
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)  # two flags at once make one row
    standing = Withholding.objects.filter(enrolment=enrolment, activity_id=activity_id, lifted_at=None)
    if row := standing.first():
        return row
    row = Withholding.objects.create(
        enrolment=enrolment, activity_id=activity_id, reason=reason, withheld_at=at, withheld_by=by
    )
    data = {"reason": reason}
    record("grade.withheld", enrolment=enrolment, activity_id=activity_id, by=by, at=at, data=data)
    return row


@transaction.atomic
def lift(withholding: Withholding, *, by, at: datetime) -> Withholding:
    """The mark counts and shows again. Lifted already is the same result."""
    fresh = Withholding.objects.filter(pk=withholding.pk, lifted_at=None).update(lifted_at=at, lifted_by=by)
    if fresh:
        record(
            "grade.withholding_lifted",
            enrolment=withholding.enrolment,
            activity_id=withholding.activity_id,
            by=by,
            at=at,
        )
    withholding.refresh_from_db()
    return withholding
