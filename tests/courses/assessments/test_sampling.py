from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.assessments.sampling import agreed_mark, moderation_sample, stands_between

MIDDLE = {number: Decimal(60) for number in range(30)}


def test_all_fails_and_all_high_marks_are_in_the_sample():
    marks = MIDDLE | {100: Decimal("49.9"), 101: Decimal(80), 102: Decimal("79.9"), 103: Decimal(50)}

    sample = moderation_sample(marks, seed="2026-a AS1")

    assert {100, 101} <= sample
    assert len(sample - {100, 101}) == 7  # a fifth of 34, rounded up


def test_of_few_works_at_least_five_are_read():
    few = {number: Decimal(60) for number in range(12)}

    assert len(moderation_sample(few, seed="x")) == 5
    assert moderation_sample({1: Decimal(60)}, seed="x") == {1}


def test_the_seed_fixes_the_draw():
    draws = [moderation_sample(MIDDLE, seed=seed) for seed in ("a", "a", "b")]

    assert draws[0] == draws[1] != draws[2]


@pytest.mark.parametrize(
    "first, second, expected",
    [
        ("60", "70", "65.0"),
        ("60", "60.1", "60.1"),
        ("70.1", "60", None),
        ("60", "70.0", "65.0"),
        ("55", "60", "57.5"),
    ],
)
def test_two_marks_up_to_ten_apart_make_their_mean(first, second, expected):
    assert agreed_mark(Decimal(first), Decimal(second)) == (Decimal(expected) if expected else None)


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))
def test_a_third_mark_stands_between(first, second, third):
    within = stands_between(Decimal(third), Decimal(first), Decimal(second))

    assert within == (sorted((first, second, third))[1] == third)
