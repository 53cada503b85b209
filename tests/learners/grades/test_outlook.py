from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from learners.grades.outlook import needs
from learners.grades.queries import Grades
from learners.grades.results import final_result
from tests.learners.grades.plans import component, lines, plan, work

TWO = plan([component("AS", 40), component("EX", 60, must_pass=True)], [work(0, "AS"), work(1, "EX")])
QUIZZES = plan([component("QZ", 100, best_of=2)], [work(number, "QZ") for number in range(3)])


def told(plan, grades):
    return [(need.component and need.component.code, need.minimum, need.mark) for need in needs(plan, grades)]


def test_before_the_first_mark_everything_needs_its_minimum():
    assert told(TWO, Grades()) == [(None, 50, 50), ("AS", 40, 40), ("EX", 50, 50)]


def test_a_good_mark_lowers_what_the_overall_mark_needs():
    # 0.4 x 80 = 32, so 18 of 60 points are missing to 50, and 17.5 to what is rounded up: 29.17 per cent.
    assert told(TWO, lines(80)) == [(None, 50, 30), ("AS", 40, 0), ("EX", 50, 50)]


def test_what_no_full_mark_can_lift_is_out_of_reach():
    assert told(TWO, lines(None, 10)) == [(None, 50, None), ("AS", 40, 40), ("EX", 50, None)]


def test_a_met_minimum_needs_nothing():
    assert told(TWO, lines(90, 90)) == [(None, 50, 0), ("AS", 40, 0), ("EX", 50, 0)]


def test_only_the_best_works_are_needed():
    assert told(QUIZZES, lines(100)) == [(None, 50, 0), ("QZ", 40, 0)]


@given(marks=st.lists(st.one_of(st.none(), st.integers(0, 100)), min_size=3, max_size=3))
def test_the_least_mark_does_and_one_less_does_not(marks):
    grades = lines(*marks)

    overall = needs(QUIZZES, grades)[0].mark

    if overall is None:
        assert final_result(QUIZZES, grades, missing=Decimal(100)).overall < 50
        return
    assert final_result(QUIZZES, grades, missing=Decimal(overall)).overall >= 50
    assert overall == 0 or final_result(QUIZZES, grades, missing=Decimal(overall - 1)).overall < 50


def test_a_resit_is_part_of_what_is_reached():
    grades = replace(lines(60, 30), resit={1: lines(55).first[0]})

    assert told(TWO, grades) == [(None, 50, 0), ("AS", 40, 0), ("EX", 50, 0)]
