"""What the grades amount to: marks of components, the overall mark, what is still needed (specification 1.9, 1.10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from courses.editions.plan import Plan, PlannedActivity
from learners.grades.queries import Grades, Line

ONE_DECIMAL = Decimal("0.1")
NOUGHT = Decimal(0)
FULL = Decimal(100)


@dataclass(frozen=True)
class WorkMark:
    """One work of a component, in per cent of its points; None while there is no mark."""

    share: int
    first: Decimal | None
    resit: Decimal | None = None


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
    minimum: int = 0
    """The pass mark for what must be passed, the floor for the others."""
    best_of: int | None = None
    kind: str = ""
    first_mark: Decimal | None = None
    """The mark without the resit, where a resit counts."""

    @property
    def complete(self) -> bool:
        return self.graded == self.works

    @property
    def reached(self) -> bool:
        return self.mark >= self.minimum


@dataclass(frozen=True)
class FinalResult:
    components: tuple[ComponentMark, ...]
    overall: int
    """0 to 100, rounded half up once."""
    graded: int
    works: int
    pass_mark: int = 50
    withheld: int = 0

    def component(self, code: str) -> ComponentMark | None:
        return next((component for component in self.components if component.code == code), None)

    @property
    def passed(self) -> bool:
        """All minimums are reached: the overall mark, what must be passed, the floors."""
        return self.overall >= self.pass_mark and all(component.reached for component in self.components)

    @property
    def resit_counts(self) -> bool:
        return any(component.first_mark is not None for component in self.components)


@dataclass(frozen=True)
class EarlierMark:
    """What counted before, until a later line of the ledger took its place."""

    mark: Decimal
    line: Line


@dataclass(frozen=True)
class ResultLine:
    """One graded work and its grade, if there is one."""

    planned: PlannedActivity
    component: str
    weight: int
    mark: Decimal | None
    grade: Line | None
    resit_mark: Decimal | None = None
    resit: Line | None = None
    withheld: bool = False
    earlier: tuple[EarlierMark, ...] = ()
    """The newest first."""


def percent(grade: Line) -> Decimal:
    return 100 * grade.points / grade.max_points


def weighted_mark(works: Iterable[tuple[Decimal, int]], *, best_of: int | None) -> Decimal:
    """The mean of (mark, share), the best `best_of` of them only; to one decimal, half up."""
    counted = sorted(works, reverse=True)[:best_of]
    shares = sum(share for _mark, share in counted)
    if not shares:
        return NOUGHT
    total = sum((mark * share for mark, share in counted), NOUGHT)
    return (total / shares).quantize(ONE_DECIMAL, ROUND_HALF_UP)


def component_mark(
    works: Iterable[WorkMark], *, best_of: int | None, cap: int, missing: Decimal = NOUGHT
) -> tuple[Decimal, Decimal | None]:
    """The mark, and the first mark where a resit counts. A resit lifts a component to `cap` at most and never lowers it.

    missing: what work without a mark counts as.
    """
    works = list(works)
    first = weighted_mark(
        [(missing if work.first is None else work.first, work.share) for work in works], best_of=best_of
    )
    if all(work.resit is None for work in works):
        return first, None
    again = [
        (next((mark for mark in (work.resit, work.first) if mark is not None), missing), work.share)
        for work in works
    ]
    lifted = min(weighted_mark(again, best_of=best_of), Decimal(cap).quantize(ONE_DECIMAL))
    return (lifted, first) if lifted > first else (first, None)


def final_result(plan: Plan, grades: Grades, *, missing: Decimal = NOUGHT) -> FinalResult:
    """The result as the ledger stands. Components without a work in this edition are left out of the weighting.

    missing: what work without a mark counts as, in per cent; anything but 0 is a look ahead.
    """
    marks = [component_of(line, plan, grades, missing=missing) for line in plan.scheme]
    components = tuple(mark for mark in marks if mark.works)
    weight = sum(component.weight for component in components)
    total = sum((component.mark * component.weight for component in components), NOUGHT)
    return FinalResult(
        components=components,
        overall=int((total / weight).quantize(Decimal(1), ROUND_HALF_UP)) if weight else 0,
        graded=sum(component.graded for component in components),
        works=sum(component.works for component in components),
        pass_mark=plan.frame["pass_mark"],
        withheld=len(grades.withheld),
    )


def component_of(line: dict, plan: Plan, grades: Grades, *, missing: Decimal = NOUGHT) -> ComponentMark:
    """One line of the scheme as the ledger stands."""
    works = [
        WorkMark(
            share=planned.share,
            first=_percent(grades.first.get(planned.activity_id)),
            resit=_percent(grades.resit.get(planned.activity_id)),
        )
        for planned in plan.works_of(line["code"])
    ]
    pass_mark = plan.frame["pass_mark"]
    mark, first_mark = component_mark(works, best_of=line["best_of"], cap=pass_mark, missing=missing)
    return ComponentMark(
        code=line["code"],
        title=line["title"],
        weight=line["weight"],
        must_pass=line["must_pass"],
        mark=mark,
        graded=sum(1 for work in works if work.first is not None),
        works=len(works),
        minimum=pass_mark if line["must_pass"] else plan.frame["component_floor"],
        best_of=line["best_of"],
        kind=line["kind"],
        first_mark=first_mark,
    )


def _percent(grade: Line | None) -> Decimal | None:
    return percent(grade) if grade else None


def result_lines(plan: Plan, grades: Grades) -> list[ResultLine]:
    """All graded work of the edition in the order of study, with what the learner reached."""
    scheme = {line["code"]: line for line in plan.scheme}
    return [
        _line(planned, scheme[planned.component], grades)
        for planned in plan.activities
        if planned.component in scheme
    ]


def _line(planned: PlannedActivity, component: dict, grades: Grades) -> ResultLine:
    first, resit = grades.first.get(planned.activity_id), grades.resit.get(planned.activity_id)
    return ResultLine(
        planned=planned,
        component=component["title"],
        weight=component["weight"],
        mark=_one_decimal(first),
        grade=first,
        resit_mark=_one_decimal(resit),
        resit=resit,
        withheld=planned.activity_id in grades.withheld,
        earlier=tuple(
            EarlierMark(_in_percent(line), line)
            for line in reversed(grades.earlier.get(planned.activity_id, []))
        ),
    )


def _one_decimal(grade: Line | None) -> Decimal | None:
    return _in_percent(grade) if grade else None


def _in_percent(grade: Line) -> Decimal:
    return percent(grade).quantize(ONE_DECIMAL, ROUND_HALF_UP)
