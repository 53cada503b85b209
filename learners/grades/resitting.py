"""Resits: one further attempt for each failed component, capped at the pass mark (specification 1.10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.cohorts.models import Cohort
from courses.cohorts.schedule import week_ends_at
from courses.editions.plan import PlannedActivity, plan_of
from courses.programme.models import Activity
from learners.enrolment.access import words, zone_of
from learners.enrolment.models import Enrolment, Extension
from learners.enrolment.queries import OPEN_STATES, resits_of
from learners.events.recording import record
from learners.grades.queries import released_grades
from learners.grades.results import ComponentMark, component_of
from learners.progress.completing import reopen

RESIT_WEEK = 30
LAST_WEEK = 52
"""Last date to finish (specification 1.3)."""
REVISION = timedelta(weeks=4)
"""For the capstone and the portfolio, and wherever the week of resits is past."""
TAKEN_AGAIN = frozenset({Activity.Kind.EXAM, Activity.Kind.ASSIGNMENT, Activity.Kind.JOURNAL})
"""What a learner hands in or sits alone. A discussion or a defence cannot be had a second time."""


class UnableToResit(RuleError):
    """No resit can be opened like this."""


@dataclass(frozen=True)
class FailedComponent:
    """A component below its minimum, and which of its works can be done again."""

    component: ComponentMark
    works: tuple[PlannedActivity, ...]


def failed_components(enrolment: Enrolment) -> list[FailedComponent]:
    """Those for which a resit can be opened now. Judged by the marks that the learner has seen. Four queries."""
    plan = plan_of(enrolment.cohort.edition_id)
    grades = released_grades(enrolment)
    given = {resit.activity_id for resit in resits_of(enrolment)}
    found = []
    for line in plan.scheme:
        works = plan.works_of(line["code"])
        known = {planned.activity_id for planned in works}
        component = component_of(line, plan, grades)
        if line["kind"] == "quiz" or not works or known & (given | grades.withheld):
            continue
        again = tuple(planned for planned in works if planned.kind in TAKEN_AGAIN)
        if component.complete and not component.reached and again:
            found.append(FailedComponent(component, again))
    return found


def usual_end(cohort: Cohort, works: Sequence[PlannedActivity], *, at: datetime) -> datetime:
    """The week of resits; for what two markers read (capstone, portfolio) four weeks from now (specification 1.10)."""
    revised = any(planned.rules.get("marking") == "second" for planned in works)
    together = week_ends_at(cohort, RESIT_WEEK)
    return at + REVISION if revised or together <= at else together


@transaction.atomic
def open_resit(
    enrolment: Enrolment, works: Sequence[PlannedActivity], *, due_at: datetime, reason: str, by, at: datetime
) -> list[Extension]:
    """Open these works of one failed component again; it is the only time for that component. Raises UnableToResit."""
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("cohort", "user")
        .get(pk=enrolment.pk)
    )
    _require_place(enrolment, by)
    _require_failed(enrolment, works)
    _require_end(enrolment, due_at, at)
    if not reason.strip():
        raise UnableToResit(_("Write the reason in one sentence."))
    return [
        _open(enrolment, planned, due_at=due_at, reason=reason.strip(), by=by, at=at) for planned in works
    ]


def _open(
    enrolment: Enrolment, planned: PlannedActivity, *, due_at: datetime, reason: str, by, at: datetime
) -> Extension:
    resit = Extension.objects.create(
        enrolment=enrolment,
        kind=Extension.Kind.RESIT,
        state=Extension.State.GRANTED,
        activity_id=planned.activity_id,
        hours=0,
        new_due_at=due_at,
        reason=reason,
        asked_at=at,
        asked_by=by,
        decided_at=at,
        decided_by=by,
    )
    reopen(enrolment, planned, by=by, at=at)
    data = {"extension": resit.pk}
    record("resit.opened", enrolment=enrolment, activity_id=planned.activity_id, by=by, at=at, data=data)
    return resit


def _require_place(enrolment: Enrolment, by) -> None:
    if enrolment.state not in OPEN_STATES:
        raise UnableToResit(_("The enrolment is: %s.") % enrolment.get_state_display())
    if by.pk == enrolment.user_id:
        raise UnableToResit(_("Nobody opens a resit of the own work."))


def _require_failed(enrolment: Enrolment, works: Sequence[PlannedActivity]) -> None:
    wanted = {planned.activity_id for planned in works}
    for failed in failed_components(enrolment):
        if wanted and wanted <= {planned.activity_id for planned in failed.works}:
            return
    raise UnableToResit(
        _(
            "Choose works of one component that is below its minimum, whose marks are all released, and that had no "
            "resit yet."
        )
    )


def _require_end(enrolment: Enrolment, due_at: datetime, at: datetime) -> None:
    last = week_ends_at(enrolment.cohort, LAST_WEEK)
    if not at < due_at <= last:
        raise UnableToResit(
            _("Choose a day after today and until %s, the last date to finish.")
            % words(last, zone_of(enrolment), at=at)
        )
