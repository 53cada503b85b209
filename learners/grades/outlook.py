"""What a learner still needs, rule by rule, from the work that has no mark yet."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from courses.editions.plan import Plan
from learners.grades.queries import Grades
from learners.grades.results import ComponentMark, component_of, final_result


@dataclass(frozen=True)
class Need:
    """The least whole mark that every work without a mark has to reach, so that one minimum is met."""

    component: ComponentMark | None
    """None: the overall mark."""
    minimum: int
    stands_at: Decimal
    mark: int | None
    """0: met already. None: out of reach, a full mark for all that is left would not do."""


def needs(plan: Plan, grades: Grades) -> list[Need]:
    """One for the overall mark, then one for each component. Only marks are looked at, not the other award rules."""
    result = final_result(plan, grades)

    def overall_reached(mark: Decimal) -> bool:
        return final_result(plan, grades, missing=mark).overall >= result.pass_mark

    lines = {line["code"]: line for line in plan.scheme}
    return [
        Need(None, result.pass_mark, Decimal(result.overall), _least(overall_reached)),
        *(_need_of(component, lines[component.code], plan, grades) for component in result.components),
    ]


def _need_of(component: ComponentMark, line: dict, plan: Plan, grades: Grades) -> Need:
    def reached(mark: Decimal) -> bool:
        return component_of(line, plan, grades, missing=mark).reached

    return Need(component, component.minimum, component.mark, _least(reached))


def _least(reached: Callable[[Decimal], bool]) -> int | None:
    """A better mark never makes a result worse, so the least one is found by halving."""
    if not reached(Decimal(100)):
        return None
    low, high = 0, 100
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(Decimal(middle)) else (middle + 1, high)
    return low
