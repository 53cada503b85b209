"""The only writer of grades. It adds lines and never changes one."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from learners.enrolment.models import Enrolment
from learners.events.recording import record
from learners.grades.models import GradeEvent


class UnableToGrade(RuleError):
    pass


@transaction.atomic
def record_grade(
    enrolment: Enrolment,
    *,
    activity_id: int,
    points: Decimal,
    max_points: Decimal,
    reason: str,
    by,
    at: datetime,
    resit: bool = False,
) -> GradeEvent:
    """A new line of the ledger; from now on the grade of this activity. `by` is None when the platform scored it.

    With resit it stands beside the first grade and not in its place.

    Raises UnableToGrade when a person grades the own work, or the points are out of range.
    """
    if by is not None and by.pk == enrolment.user_id:
        raise UnableToGrade(_("Nobody grades the own work."))
    if not 0 <= points <= max_points:
        raise UnableToGrade(_("Enter points between 0 and %(max)s.") % {"max": max_points})
    line = GradeEvent.objects.create(
        enrolment=enrolment,
        activity_id=activity_id,
        points=points,
        max_points=max_points,
        reason=reason,
        by=by,
        at=at,
        resit=resit,
    )
    data = {"points": str(points), "max_points": str(max_points), "reason": reason, "resit": resit}
    record("grade.recorded", enrolment=enrolment, activity_id=activity_id, by=by, at=at, data=data)
    return line
