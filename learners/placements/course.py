"""What the learner's edition asks of an internship: its hours, and which activities its marks belong to."""

from dataclasses import dataclass
from datetime import date, timedelta

from courses.cohorts.schedule import week_starts_on
from courses.editions.plan import PlannedActivity, plan_of
from courses.internship.models import Step
from courses.programme.models import Activity
from learners.enrolment.models import Enrolment
from learners.placements.logbook import QUARTERS

MIDPOINT_WEEK, EVALUATION_WEEK, LAST_WEEK = 16, 23, 26


@dataclass(frozen=True)
class Course:
    log: PlannedActivity
    evaluation: PlannedActivity | None
    viva: PlannedActivity | None
    portfolio: PlannedActivity | None

    @property
    def total(self) -> int:
        """In quarter hours, as all sums here."""
        return self.log.rules["total"] * QUARTERS

    @property
    def at_host(self) -> int:
        return self.log.rules["host"] * QUARTERS

    @property
    def reflection(self) -> int:
        return self.log.rules["reflection"] * QUARTERS

    @property
    def module_code(self) -> str:
        return self.log.module_code

    @property
    def activities(self) -> list[PlannedActivity]:
        found = (self.log, self.evaluation, self.portfolio, self.viva)
        return [planned for planned in found if planned is not None]


def course_of(edition_id: int) -> Course | None:
    """Nothing for an edition without an internship. No query besides the edition's plan."""
    steps = {
        planned.rules.get("step"): planned
        for planned in plan_of(edition_id).activities
        if planned.kind == Activity.Kind.PLACEMENT_STEP
    }
    if Step.HOURS not in steps:
        return None
    evaluation, viva = steps.get(Step.EVALUATION), steps.get(Step.VIVA)
    component = next((each.component for each in (evaluation, viva) if each), "")
    return Course(steps[Step.HOURS], evaluation, viva, _portfolio(edition_id, component))


def _portfolio(edition_id: int, component: str) -> PlannedActivity | None:
    """The written work that counts for the same component."""
    works = plan_of(edition_id).activities
    found = (each for each in works if each.kind == Activity.Kind.ASSIGNMENT and each.component == component)
    return next(found, None) if component else None


def last_day(enrolment: Enrolment, extra_weeks: int = 0) -> date:
    """Sunday of the last week of study, and so many weeks later."""
    return week_starts_on(enrolment.cohort, LAST_WEEK) + timedelta(days=6, weeks=extra_weeks)
