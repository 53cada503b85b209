from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from learners.peerreviews.drawing import Pair, first_draw, late_draw

LEARNERS = st.sets(st.integers(1, 10_000), max_size=40)
EACH = st.integers(1, 5)
SEEDS = st.text(max_size=8)


def loads(pairs: list[Pair], learners) -> tuple[list[int], list[int]]:
    """How many reviews each gives, and how many each receives."""
    given_by, received_by = Counter(p.reviewer for p in pairs), Counter(p.author for p in pairs)
    return [given_by[each] for each in learners], [received_by[each] for each in learners]


def spread(load: list[int]) -> int:
    return max(load) - min(load) if load else 0


@given(LEARNERS, EACH, SEEDS)
def test_everybody_gives_and_receives_the_same_number(learners, each, seed):
    pairs = first_draw(learners, each=each, seed=seed)

    wanted = min(each, max(0, len(learners) - 1))
    assert loads(pairs, learners) == ([wanted] * len(learners), [wanted] * len(learners))
    assert len(set(pairs)) == len(pairs)
    assert [pair for pair in pairs if pair.reviewer == pair.author] == []


@given(LEARNERS, EACH, SEEDS)
def test_a_draw_is_the_same_every_time_and_in_every_order(learners, each, seed):
    assert first_draw(sorted(learners), each=each, seed=seed) == first_draw(
        sorted(learners, reverse=True), each=each, seed=seed
    )


def test_another_seed_draws_others():
    draws = {tuple(first_draw(range(20), each=3, seed=str(seed))) for seed in range(10)}

    assert len(draws) == 10


@st.composite
def rounds(draw):
    """A first draw, and late works after it: each with the pairs that stood before and after."""
    learners = sorted(draw(LEARNERS))
    first = draw(st.integers(0, len(learners)))
    each, seed = draw(EACH), draw(SEEDS)
    return learners[:first], learners[first:], each, seed


def put_in(inside: list[int], late: list[int], each: int, seed: str) -> list[list[Pair]]:
    """All pairs after the first draw and after each late work."""
    steps = [first_draw(inside, each=each, seed=seed)]
    for place, learner in enumerate(late):
        others = [*inside, *late[:place]]
        steps.append(
            [*steps[-1], *late_draw(learner, others=others, standing=steps[-1], each=each, seed=seed)]
        )
    return steps


@given(rounds())
def test_late_works_change_nothing_that_was_drawn_and_burden_nobody_with_more_than_one(world):
    inside, late, each, seed = world

    steps = put_in(inside, late, each, seed)

    assert all(after[: len(before)] == before for before, after in pairwise(steps))
    last = steps[-1]
    assert len(set(last)) == len(last)
    assert [pair for pair in last if pair.reviewer == pair.author] == []
    gives, receives = loads(last, [*inside, *late])
    assert max([*gives, *receives], default=0) <= each + 1


@given(rounds())
def test_the_load_is_even_within_one_while_late_works_are_few(world):
    inside, late, each, seed = world
    late = late[: len(inside) // each] if len(inside) > each else []

    last = put_in(inside, late, each, seed)[-1]

    gives, receives = loads(last, [*inside, *late])
    assert (spread(gives) <= 1, spread(receives) <= 1) == (True, True)
    assert min([*gives, *receives], default=0) >= min(each, max(0, len(inside) - 1))


@given(LEARNERS, EACH, SEEDS)
def test_in_a_small_round_the_late_ones_fill_what_the_first_lack(learners, each, seed):
    """Nobody was there to draw from: each pair of learners who meet reviews both ways until there are enough."""
    last = put_in([], sorted(learners)[: each + 1], each, seed)[-1]

    count = min(len(learners), each + 1)
    assert Counter(loads(last, sorted(learners)[:count])[0]) == Counter([count - 1] * count)


def test_a_learner_who_is_put_in_twice_gets_nothing_more():
    standing = first_draw(range(8), each=3, seed="x")

    assert late_draw(3, others=[0, 1, 2, 4, 5, 6, 7], standing=standing, each=3, seed="x") == []
