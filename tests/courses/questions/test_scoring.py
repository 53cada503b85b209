from decimal import Decimal

import pytest
from django.utils import translation

from courses.questions.scoring import Score, in_figures, points_for
from tests.courses.questions.test_kinds import asked


def test_points_for_a_response_and_for_none():
    question = asked("single", right=1, wrong=3, points=3)

    assert [points_for(question, response) for response in ([1], [2], None, [])] == [3, 0, 0, 0]


def test_points_of_the_section_take_the_place_of_those_of_the_question():
    question = asked("multiple", right=2, wrong=3)

    assert points_for(question, [1, 3], points=Decimal(2)) == Decimal("0.33")


def test_an_essay_waits_for_a_person_and_an_empty_one_earns_nothing():
    question = asked("essay", right=0, wrong=0, points=8)

    assert [points_for(question, response) for response in ("My view.", None, "")] == [None, 0, 0]


@pytest.mark.parametrize(
    ("points", "maximum", "percent"),
    [("7", "10", "70.0"), ("1", "3", "33.3"), ("2", "3", "66.7"), ("0", "10", "0.0"), ("0", "0", "0.0")],
)
def test_percent_to_one_decimal(points, maximum, percent):
    assert Score(Decimal(points), Decimal(maximum)).percent == Decimal(percent)


@pytest.mark.parametrize(
    ("points", "reached"), [("5.00", True), ("4.99", False), ("5.01", True), ("0", False), ("10", True)]
)
def test_pass_mark_is_reached_exactly(points, reached):
    assert Score(Decimal(points), Decimal(10)).reaches(50) is reached


def test_pass_mark_is_not_reached_by_rounding():
    almost = Score(Decimal("59.97"), Decimal(100))

    assert (almost.percent, almost.reaches(60)) == (Decimal("60.0"), False)


def test_share_compares_sheets_of_different_length():
    assert Score(Decimal(7), Decimal(10)).share > Score(Decimal(8), Decimal(12)).share


@pytest.mark.parametrize(
    ("points", "text"), [("7.00", "7"), ("7.50", "7.5"), ("0.17", "0.17"), ("0", "0"), ("10", "10")]
)
def test_figures_have_no_empty_decimals(points, text):
    assert in_figures(Decimal(points)) == text


def test_figures_follow_the_language():
    with translation.override("fr"):
        assert in_figures(Decimal("7.50")) == "7,5"
