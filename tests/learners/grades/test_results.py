from dataclasses import replace
from decimal import Decimal

import pytest

from courses.editions.plan import plan_of
from learners.grades.queries import Grades, current_grades
from learners.grades.results import final_result, result_lines
from tests.factories.people import make_enrolment
from tests.factories.programme import make_small_programme
from tests.learners.credentials.rows import grade
from tests.learners.grades.plans import Line, component, lines, plan, resits, work


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
    result = final_result(
        plan([component("QZ", 100)], [work(0, "QZ")]), Grades({0: Line(Decimal(7), Decimal(10))})
    )

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
    assert final_result(plan([component("QZ", 100)], []), Grades()).overall == 0


def test_grade_of_work_outside_the_scheme_does_not_count():
    planned = [work(0, "QZ"), replace(work(1, ""), component="")]

    assert final_result(plan([component("QZ", 100)], planned), lines(60, 100)).overall == 60


@pytest.mark.django_db
def test_result_lines_show_the_latest_grade_of_each_work():
    enrolment = make_enrolment(make_small_programme())
    grade(enrolment, 40)
    grade(enrolment, 70)

    [line] = result_lines(plan_of(enrolment.cohort.edition_id), current_grades(enrolment))

    assert (line.planned.code, line.component, line.weight, line.mark) == (
        "Q1",
        "Quizzes",
        100,
        Decimal("70.0"),
    )
    assert line.grade.points == 70
    assert [(each.mark, each.line.points) for each in line.earlier] == [(Decimal("40.0"), 40)]


@pytest.mark.django_db
def test_result_lines_without_a_grade():
    enrolment = make_enrolment(make_small_programme())

    [line] = result_lines(plan_of(enrolment.cohort.edition_id), current_grades(enrolment))

    assert (line.mark, line.grade, line.earlier) == (None, None, ())


def test_works_count_by_their_share_of_the_component():
    works = [replace(work(number, "IN"), share=share) for number, share in enumerate((60, 15, 25))]

    result = final_result(plan([component("IN", 20, must_pass=True)], works), lines(70, 90, 40))

    assert result.component("IN").mark == Decimal("65.5")


@pytest.mark.parametrize(
    "first, again, mark, first_mark",
    [
        (30, 80, "50.0", "30.0"),  # capped
        (30, 45, "45.0", "30.0"),
        (48, 40, "48.0", None),  # a resit never lowers
        (60, 90, "60.0", None),
    ],
)
def test_a_resit_lifts_a_component_to_fifty_at_most(first, again, mark, first_mark):
    grades = replace(lines(first), resit=resits(W0=again))

    counted = final_result(plan([component("EX", 100, must_pass=True)], [work(0, "EX")]), grades).component(
        "EX"
    )

    assert (counted.mark, counted.first_mark) == (Decimal(mark), first_mark and Decimal(first_mark))


def test_a_resit_of_one_work_counts_beside_the_first_marks_of_the_others():
    works = [replace(work(0, "CP"), share=75), replace(work(1, "CP"), share=25)]
    grades = replace(lines(30, 60), resit=resits(W0=52))

    result = final_result(plan([component("CP", 100, must_pass=True)], works), grades)

    assert (result.component("CP").mark, result.component("CP").first_mark) == (
        Decimal("50.0"),
        Decimal("37.5"),
    )
    assert result.resit_counts


@pytest.mark.parametrize(
    "mark, must_pass, reached",
    [("49.94", True, False), ("49.95", True, True), ("39.94", False, False), ("39.95", False, True)],
)
def test_minimum_is_compared_with_the_mark_to_one_decimal(mark, must_pass, reached):
    result = final_result(plan([component("EX", 100, must_pass=must_pass)], [work(0, "EX")]), lines(mark))

    assert result.component("EX").reached is reached


def test_the_whole_scheme_against_a_sum_by_hand():
    """QZ 9 best of 10 (mean 80) 10 %; DS 10/15/15/10/40/10 %; AS1-3 8 % each; RJ 6 %; IN 60/15/25 of 20 %; EX 10 %; CP 75/25 of 20 %."""
    scheme = [
        component("QZ", 10, best_of=9), component("DS", 10), component("AS1", 8), component("AS2", 8), component("AS3", 8),
        component("RJ", 6), component("IN", 20, must_pass=True), component("EX", 10, must_pass=True), component("CP", 20, must_pass=True),
    ]  # fmt: skip
    shares = [("QZ", 1)] * 10 + [("DS", share) for share in (10, 15, 15, 10, 40, 10)]
    shares += [("AS1", 1), ("AS2", 1), ("AS3", 1)] + [("RJ", 1)] * 6
    shares += [("IN", 60), ("IN", 15), ("IN", 25), ("EX", 1), ("CP", 75), ("CP", 25)]
    works = [replace(work(number, code), share=share) for number, (code, share) in enumerate(shares)]
    marks = [80] * 9 + [10]  # the tenth quiz falls out: 80.0
    marks += [50, 60, 60, 70, 75, 40]  # 5 + 9 + 9 + 7 + 30 + 4 = 64.0
    marks += [55, 62.5, 48]
    marks += [60, 60, 60, 60, 60, 61]  # 60.1666 = 60.2
    marks += [65, 80, 52, 51, 58, 70]  # IN 39 + 12 + 13 = 64.0; EX 51.0; CP 43.5 + 17.5 = 61.0

    result = final_result(plan(scheme, works), lines(*marks))

    assert [(each.code, str(each.mark), each.reached) for each in result.components] == [
        ("QZ", "80.0", True), ("DS", "64.0", True), ("AS1", "55.0", True), ("AS2", "62.5", True), ("AS3", "48.0", True),
        ("RJ", "60.2", True), ("IN", "64.0", True), ("EX", "51.0", True), ("CP", "61.0", True),
    ]  # fmt: skip
    # 800 + 640 + 440 + 500 + 384 + 361.2 + 1280 + 510 + 1220 = 6135.2
    assert (result.overall, result.graded, result.works) == (61, 31, 31)
