from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from courses.editions.plan import Plan, PlannedActivity, PlannedModule, plan_of
from learners.grades.results import final_result, result_lines
from tests.factories.people import make_enrolment
from tests.factories.programme import make_small_programme
from tests.learners.credentials.rows import grade


@dataclass(frozen=True)
class Line:
    """As much of a ledger line as the results look at."""

    points: Decimal
    max_points: Decimal = Decimal(100)


def component(code, weight, *, must_pass=False, best_of=None):
    return {"code": code, "title": code, "weight": weight, "must_pass": must_pass, "best_of": best_of}


def work(number, code):
    return PlannedActivity(
        id=number, activity_id=number, code=f"W{number}", kind="quiz", title="", week=1, minutes=20, required=True,
        component=code, order=number, module_code="M01", revision_id=1,
    )  # fmt: skip


def plan(scheme, works):
    module = PlannedModule("M01", "", "A1", 1, 2, "1", "", (), tuple(works))
    return Plan(1, "", {}, scheme, {}, (module,))


def lines(*points):
    return {number: Line(Decimal(str(mark))) for number, mark in enumerate(points) if mark is not None}


@pytest.mark.parametrize(
    "mark, overall", [("49.4", 49), ("49.5", 50), ("50.4", 50), ("50.5", 51), ("51.5", 52)]
)
def test_overall_is_rounded_half_up_once(mark, overall):
    result = final_result(plan([component("QZ", 100)], [work(0, "QZ")]), lines(mark))

    assert result.overall == overall


@pytest.mark.parametrize("points, mark", [("66.64", "66.6"), ("66.65", "66.7"), ("66.75", "66.8")])
def test_component_mark_has_one_decimal_rounded_half_up(points, mark):
    result = final_result(plan([component("QZ", 100)], [work(0, "QZ")]), lines(points))

    assert result.component("QZ").mark == Decimal(mark)


def test_points_count_in_per_cent_of_their_maximum():
    result = final_result(plan([component("QZ", 100)], [work(0, "QZ")]), {0: Line(Decimal(7), Decimal(10))})

    assert (result.component("QZ").mark, result.overall) == (Decimal("70.0"), 70)


def test_components_are_weighted():
    scheme = [component("QZ", 10), component("EX", 30, must_pass=True)]

    result = final_result(plan(scheme, [work(0, "QZ"), work(1, "EX")]), lines(100, 60))

    assert result.overall == 70


@pytest.mark.parametrize(
    "points, mark",
    [
        ((100, 80, 60), "90.0"),
        ((100, None, None), "50.0"),
        ((None, None, None), "0"),
        ((0, 0, 90), "45.0"),
    ],
)
def test_best_two_of_three_count_and_missing_work_counts_as_nothing(points, mark):
    scheme = [component("QZ", 100, best_of=2)]

    result = final_result(plan(scheme, [work(number, "QZ") for number in range(3)]), lines(*points))

    assert result.component("QZ").mark == Decimal(mark)
    assert (result.works, result.graded) == (3, sum(1 for mark in points if mark is not None))


def test_best_of_more_than_there_are_counts_those_that_are():
    scheme = [component("QZ", 100, best_of=9)]

    assert final_result(plan(scheme, [work(0, "QZ")]), lines(80)).overall == 80


def test_component_without_work_is_left_out_of_the_weighting():
    scheme = [component("QZ", 10), component("CP", 90)]

    result = final_result(plan(scheme, [work(0, "QZ")]), lines(80))

    assert (result.overall, result.component("CP")) == (80, None)


def test_nothing_graded_and_nothing_planned_is_nought():
    assert final_result(plan([component("QZ", 100)], []), {}).overall == 0


def test_grade_of_work_outside_the_scheme_does_not_count():
    planned = [work(0, "QZ"), replace(work(1, ""), component="")]

    assert final_result(plan([component("QZ", 100)], planned), lines(60, 100)).overall == 60


@pytest.mark.django_db
def test_result_lines_show_the_latest_grade_of_each_work():
    enrolment = make_enrolment(make_small_programme())
    grade(enrolment, 40)
    grade(enrolment, 70)

    [line] = result_lines(enrolment, plan_of(enrolment.cohort.edition_id))

    assert (line.planned.code, line.component, line.weight, line.mark) == (
        "Q1",
        "Quizzes",
        100,
        Decimal("70.0"),
    )
    assert line.grade.points == 70


@pytest.mark.django_db
def test_result_lines_without_a_grade():
    enrolment = make_enrolment(make_small_programme())

    [line] = result_lines(enrolment, plan_of(enrolment.cohort.edition_id))

    assert (line.mark, line.grade) == (None, None)
