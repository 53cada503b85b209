from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.assessments.rubrics import UnfitRubric, require_whole, rubric_by_value, weighted_mark
from tests.factories.works import make_rubric


def test_the_mark_is_the_weighted_mean_to_one_decimal_half_up():
    assert weighted_mark([15, 25, 25, 25, 10], [90, 60, 75, 40, 60]) == Decimal("63.3")
    assert weighted_mark([50, 50], [60, 61]) == Decimal("60.5")
    assert weighted_mark([25, 75], [1, 0]) == Decimal("0.3")  # 0.25 goes up


@given(st.lists(st.tuples(st.integers(1, 100), st.integers(0, 100)), min_size=1, max_size=8))
def test_the_mark_lies_between_the_lowest_and_the_highest_points(rows):
    weights, points = [row[0] for row in rows], [row[1] for row in rows]

    mark = weighted_mark(weights, points)

    assert min(points) <= mark <= max(points)


@pytest.mark.parametrize("weights", [[], [99], [50, 51]])
def test_weights_that_do_not_sum_to_100_are_refused(weights):
    with pytest.raises(UnfitRubric) as refusal:
        require_whole(weights)

    says = f"The weights of the criteria sum to {sum(weights)}. They must sum to 100."
    assert str(refusal.value) == says


@pytest.mark.django_db
def test_a_rubric_by_value_holds_all_words():
    assert rubric_by_value(make_rubric("R-X", weights=(70, 30))) == {
        "code": "R-X",
        "criteria": [
            {
                "title": "Criterion 1",
                "weight": 70,
                "excellent": "Excellent 1",
                "pass": "Pass 1",
                "fail": "Fail 1",
            },
            {
                "title": "Criterion 2",
                "weight": 30,
                "excellent": "Excellent 2",
                "pass": "Pass 2",
                "fail": "Fail 2",
            },
        ],
    }
