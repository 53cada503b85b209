"""What the grades amount to: marks of components, the overall mark (specification 1.9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from courses.editions.plan import Plan, PlannedActivity
from learners.enrolment.models import Enrolment
from learners.grades.models import GradeEvent
from learners.grades.queries import current_grades

ONE_DECIMAL = Decimal("0.1")


@dataclass(frozen=True)
class ResultLine:
    """One graded work and its grade, if there is one."""

    planned: PlannedActivity
    component: str
    weight: int
    mark: Decimal | None
    grade: GradeEvent | None


@dataclass(frozen=True)
class ComponentMark:
    code: str
    title: str
    weight: int
    must_pass: bool
    mark: Decimal
    """0 to 100, one decimal. Work without a grade counts as 0."""
    graded: int
    works: int


@dataclass(frozen=True)
class FinalResult:
    components: tuple[ComponentMark, ...]
    overall: int
    """0 to 100, rounded half up once."""
    graded: int
    works: int

    def component(self, code: str) -> ComponentMark | None:
        return next((component for component in self.components if component.code == code), None)


def percent(grade: GradeEvent) -> Decimal:
    return 100 * grade.points / grade.max_points


def final_result(plan: Plan, grades: Mapping[int, GradeEvent]) -> FinalResult:
    """The result as the ledger stands. Components without a work in this edition are left out of the weighting."""
    marks = [_component_mark(line, plan, grades) for line in plan.scheme]
    components = tuple(mark for mark in marks if mark.works)
    weight = sum(component.weight for component in components)
    total = sum((component.mark * component.weight for component in components), Decimal(0))
    overall = int((total / weight).quantize(Decimal(1), ROUND_HALF_UP)) if weight else 0
    return FinalResult(
        components=components,
        overall=overall,
        graded=sum(component.graded for component in components),
        works=sum(component.works for component in components),
    )


def _component_mark(line: dict, plan: Plan, grades: Mapping[int, GradeEvent]) -> ComponentMark:
    works = [planned for planned in plan.activities if planned.component == line["code"]]
    graded = [grades[planned.activity_id] for planned in works if planned.activity_id in grades]
    counted = min(line["best_of"] or len(works), len(works))
    best = sorted((percent(grade) for grade in graded), reverse=True)[:counted]
    mark = (sum(best, Decimal(0)) / counted).quantize(ONE_DECIMAL, ROUND_HALF_UP) if counted else Decimal(0)
    return ComponentMark(
        code=line["code"],
        title=line["title"],
        weight=line["weight"],
        must_pass=line["must_pass"],
        mark=mark,
        graded=len(graded),
        works=len(works),
    )


def result_lines(enrolment: Enrolment, plan: Plan) -> list[ResultLine]:
    """All graded work of the edition in the order of study, with what the learner reached."""
    grades = current_grades(enrolment)
    scheme = {line["code"]: line for line in plan.scheme}
    return [
        _line(planned, scheme[planned.component], grades.get(planned.activity_id))
        for planned in plan.activities
        if planned.component in scheme
    ]


def _line(planned: PlannedActivity, component: dict, grade: GradeEvent | None) -> ResultLine:
    mark = percent(grade).quantize(ONE_DECIMAL, ROUND_HALF_UP) if grade else None
    return ResultLine(planned, component["title"], component["weight"], mark, grade)
