"""Where a learner stands: each activity with its dates and its state."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from courses.cohorts.schedule import Dates, current_week
from courses.editions.plan import Plan, PlannedActivity, PlannedModule, plan_of
from learners.enrolment.dates import learner_dates
from learners.enrolment.models import Enrolment
from learners.progress.models import ActivityProgress


@dataclass(frozen=True)
class Task:
    """One activity as one learner sees it at one moment."""

    planned: PlannedActivity
    dates: Dates
    opened_at: datetime | None
    completed_at: datetime | None
    is_open: bool

    @property
    def state(self) -> str:
        """done, current, todo or shut."""
        if self.completed_at:
            return "done"
        if not self.is_open:
            return "shut"
        return "current" if self.opened_at else "todo"


@dataclass(frozen=True)
class Outline:
    plan: Plan
    week: int
    tasks: tuple[Task, ...]

    @property
    def next_task(self) -> Task | None:
        """Where to go on: what was opened and not completed, else the first that is open."""
        waiting = [task for task in self.tasks if task.state in ("current", "todo")]
        started = [task for task in waiting if task.state == "current"]
        return next(iter(started or waiting), None)

    @property
    def completed(self) -> int:
        return completed_count(self.tasks)

    def of_week(self, week: int) -> list[Task]:
        return [task for task in self.tasks if task.planned.first_week <= week <= task.planned.week]

    def left_from_earlier_weeks(self) -> list[Task]:
        return [task for task in self.tasks if task.planned.week < self.week and not task.completed_at]

    def of_module(self, module: PlannedModule) -> list[Task]:
        return [task for task in self.tasks if task.planned.module_code == module.code]

    def of_area(self, area: str) -> list[Task]:
        codes = {module.code for module in self.plan.modules if module.area == area}
        return [task for task in self.tasks if task.planned.module_code in codes]


def completed_count(tasks: Iterable[Task]) -> int:
    return sum(1 for task in tasks if task.completed_at)


def progress_outline(enrolment: Enrolment, *, at: datetime) -> Outline:
    """All activities of the learner's edition. Three queries, however many there are."""
    plan = plan_of(enrolment.cohort.edition_id)
    dates = learner_dates(enrolment)
    rows = {row.activity_id: row for row in ActivityProgress.objects.filter(enrolment=enrolment)}
    tasks = tuple(
        _task(planned, dates.of(planned), rows.get(planned.activity_id), at) for planned in plan.activities
    )
    return Outline(plan, current_week(enrolment.cohort, at=at), tasks)


def _task(planned: PlannedActivity, dates: Dates, row: ActivityProgress | None, at: datetime) -> Task:
    return Task(
        planned=planned,
        dates=dates,
        opened_at=row.opened_at if row else None,
        completed_at=row.completed_at if row else None,
        is_open=at >= dates.opens_at,
    )
