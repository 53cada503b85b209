"""Plans and ledgers made of values only, for the arithmetic of results."""

from dataclasses import dataclass
from decimal import Decimal

from courses.editions.plan import Plan, PlannedActivity, PlannedModule
from learners.grades.queries import Grades


@dataclass(frozen=True)
class Line:
    """As much of a ledger line as the results look at."""

    points: Decimal
    max_points: Decimal = Decimal(100)


def component(code, weight, *, must_pass=False, best_of=None):
    return {
        "code": code,
        "title": code,
        "kind": "quiz",
        "weight": weight,
        "must_pass": must_pass,
        "best_of": best_of,
    }


def work(number, code):
    return PlannedActivity(
        id=number, activity_id=number, code=f"W{number}", kind="quiz", title="", week=1, minutes=20, required=True,
        component=code, order=number, module_code="M01", revision_id=1,
    )  # fmt: skip


def plan(scheme, works):
    module = PlannedModule("M01", "", "A1", 1, 2, "1", "", (), tuple(works))
    return Plan(1, "", {"pass_mark": 50, "component_floor": 40}, scheme, {}, (module,))


def lines(*points):
    return Grades(
        {number: Line(Decimal(str(mark))) for number, mark in enumerate(points) if mark is not None}
    )


def resits(**points):
    """By code of the work: W3=60."""
    return {int(code[1:]): Line(Decimal(str(mark))) for code, mark in points.items()}
