"""The three thematic areas as lanes of the programme map."""

from dataclasses import dataclass

from courses.cohorts.models import Cohort
from courses.cohorts.schedule import week_starts_at
from courses.editions.plan import PlannedModule
from courses.programme.models import Area
from learners.progress.queries import Outline, completed_count


@dataclass(frozen=True)
class ModuleRow:
    module: PlannedModule
    state: str
    opens_at: object
    done: int
    total: int


@dataclass(frozen=True)
class Lane:
    code: str
    label: str
    modules: list[ModuleRow]
    done: int
    total: int


def lanes(outline: Outline, cohort: Cohort) -> list[Lane]:
    return [_lane(area, outline, cohort) for area in Area]


def _lane(area: Area, outline: Outline, cohort: Cohort) -> Lane:
    tasks = outline.of_area(area.value)
    rows = [_row(module, outline, cohort) for module in outline.plan.modules if module.area == area.value]
    return Lane(area.value, str(area.label), rows, completed_count(tasks), len(tasks))


def _row(module: PlannedModule, outline: Outline, cohort: Cohort) -> ModuleRow:
    tasks = outline.of_module(module)
    done = completed_count(tasks)
    return ModuleRow(
        module=module,
        state=_state(module, outline, done, len(tasks)),
        opens_at=week_starts_at(cohort, module.first_week),
        done=done,
        total=len(tasks),
    )


def _state(module: PlannedModule, outline: Outline, done: int, total: int) -> str:
    if total and done == total:
        return "done"
    if not total or outline.week < module.first_week:
        return "shut"
    return "current" if done else "todo"
