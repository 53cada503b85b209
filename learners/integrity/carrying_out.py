"""What the outcome of an integrity case does to marks and enrolment, and how an appeal takes it back."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from courses.editions.plan import plan_of
from learners.enrolment.moving import withdraw
from learners.grades.ledger import record_grade
from learners.grades.models import GradeEvent, Withholding
from learners.grades.withholding import lift
from learners.integrity.models import IntegrityCase, Outcome

_FULL = Decimal(100)


def carry_out(case: IntegrityCase, *, by, at: datetime) -> None:
    """Call it in the transaction of the decision. The mark is withheld no longer: it stands, or a line of 0 follows it."""
    _lift(case, by=by, at=at)
    if case.outcome == Outcome.REDO:
        _nought(case, [case.activity_id], _("Integrity case %s: to be done again"), by=by, at=at)
    if case.outcome in (Outcome.ZERO, Outcome.EXCLUSION):
        _nought(case, _component_of(case), _("Integrity case %s: the component counts 0"), by=by, at=at)
    if case.outcome == Outcome.EXCLUSION:
        withdraw(case.enrolment, reason=_("Integrity case %s") % case.pk, by=by, at=at)


def take_back(case: IntegrityCase, *, by, at: datetime) -> None:
    """The marks that stood before the decision, as new lines. A place that was lost is given back by hand."""
    for line in _lines_of(case):
        before = GradeEvent.objects.filter(
            enrolment=case.enrolment, activity=line.activity_id, resit=False, pk__lt=line.pk
        )
        standing = before.order_by("-pk").first()
        if standing:
            reason = _("Appeal in integrity case %s: the mark stands again") % case.pk
            _line(case, line.activity_id, standing.points, standing.max_points, reason, by=by, at=at)


def _lift(case: IntegrityCase, *, by, at: datetime) -> None:
    rows = Withholding.objects.filter(enrolment=case.enrolment, activity=case.activity_id, lifted_at=None)
    for row in rows.order_by("pk"):
        lift(row, by=by, at=at)


def _component_of(case: IntegrityCase) -> list[int]:
    plan = plan_of(case.enrolment.cohort.edition_id)
    planned = plan.by_activity(case.activity_id)
    if planned is None or not planned.component:
        return [case.activity_id]
    return [work.activity_id for work in plan.works_of(planned.component)]


def _nought(case: IntegrityCase, activity_ids: list[int], reason: str, *, by, at: datetime) -> None:
    for activity_id in activity_ids:
        _line(case, activity_id, Decimal(0), _FULL, reason % case.pk, by=by, at=at)


def _line(case, activity_id: int, points: Decimal, most: Decimal, reason: str, *, by, at: datetime) -> None:
    record_grade(
        case.enrolment, activity_id=activity_id, points=points, max_points=most, reason=reason, by=by, at=at
    )


def _lines_of(case: IntegrityCase) -> list[GradeEvent]:
    """The lines of 0 that the decision wrote: those of its very moment."""
    lines = GradeEvent.objects.filter(enrolment=case.enrolment, by=case.decided_by, points=0, resit=False)
    return [line for line in lines.order_by("pk") if line.at == case.decided_at]
