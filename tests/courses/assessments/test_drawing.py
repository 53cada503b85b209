import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.assessments.drawing import Candidate, Draw, UnableToDraw, draw_questions, order_of_choices

POOL = [Candidate(number, bank) for bank in (1, 2) for number in range(bank * 100, bank * 100 + 30)]
SEEDS = st.integers(0, 2**63 - 1)


@given(SEEDS, st.integers(0, 30), st.integers(1, 30))
def test_draw_takes_the_count_of_each_bank_and_none_twice(seed, first, second):
    drawn = draw_questions([Draw(1, first), Draw(2, second)], POOL, seed=seed)

    assert len(set(drawn)) == len(drawn) == first + second
    assert sum(number < 200 for number in drawn) == first


@given(SEEDS, st.permutations(POOL))
def test_draw_follows_from_the_seed_alone(seed, shuffled):
    draws = [Draw(1, 10), Draw(2, 5)]

    assert draw_questions(draws, shuffled, seed=seed) == draw_questions(draws, POOL, seed=seed)


@given(SEEDS)
def test_draw_prefers_what_was_not_seen(seed):
    first = draw_questions([Draw(1, 10)], POOL, seed=seed)

    second = draw_questions([Draw(1, 10)], POOL, seed=seed + 1, seen=set(first))
    fourth = draw_questions([Draw(1, 10)], POOL, seed=seed + 2, seen={*range(100, 125)})

    assert not set(first) & set(second)
    assert set(range(125, 130)) < set(fourth)


def test_draw_of_a_known_seed_stays_what_it_was():
    """These numbers stand in records: they must be the same in every version of Python and of this code."""
    assert draw_questions([Draw(1, 5), Draw(2, 2)], POOL, seed=20260302) == [
        213,
        114,
        123,
        127,
        117,
        225,
        124,
    ]
    assert order_of_choices([11, 12, 13, 14], seed=20260302) == [11, 14, 13, 12]


def test_draw_differs_between_seeds():
    drawn = {tuple(draw_questions([Draw(1, 10)], POOL, seed=seed)) for seed in range(50)}

    assert len(drawn) == 50


def test_draw_reaches_every_question():
    drawn = [number for seed in range(100) for number in draw_questions([Draw(1, 10)], POOL, seed=seed)]

    assert set(drawn) == set(range(100, 130))


def test_draw_from_a_small_bank_is_refused():
    with pytest.raises(UnableToDraw) as refusal:
        draw_questions([Draw(1, 31)], POOL, seed=1)

    assert str(refusal.value) == "This quiz has too few questions. Tell your instructor."


def test_draw_of_nothing_is_refused():
    with pytest.raises(UnableToDraw) as refusal:
        draw_questions([], POOL, seed=1)

    assert str(refusal.value) == "This quiz has no questions. Tell your instructor."


@given(SEEDS, st.lists(st.integers(1, 10_000), unique=True, max_size=8))
def test_choices_keep_their_members_and_follow_from_the_seed(seed, ids):
    order = order_of_choices(ids, seed=seed)

    assert sorted(order) == sorted(ids)
    assert order == order_of_choices(list(reversed(ids)), seed=seed)


def test_choices_do_not_favour_the_one_that_was_written_first():
    places = [order_of_choices([1, 2, 3, 4], seed=seed).index(1) for seed in range(400)]

    assert all(70 < places.count(place) < 130 for place in range(4))
