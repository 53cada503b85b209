from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.questions.kinds.base import UnreadableAnswer
from courses.questions.kinds.table import kind_of
from courses.questions.scoring import points_for
from tests.courses.questions.test_kinds import NOT_ONE_OF_THEM, Asked, Option


def matching(*partners: str, spare: tuple[str, ...] = (), points: int = 1) -> Asked:
    items = [Option(number, text=f"Item {number}", match=match) for number, match in enumerate(partners, 1)]
    spares = [Option(100 + number, text="", match=match) for number, match in enumerate(spare)]
    return Asked("matching", points, (*items, *spares))


def ordering(count: int, points: int = 1) -> Asked:
    return Asked("ordering", points, tuple(Option(10 * place) for place in range(1, count + 1)))


FOUR = matching("a", "b", "c", "a", spare=("d",), points=4)
FIRST_OF = {"a": 1, "b": 2, "c": 3, "d": 100}
PAIRS = st.dictionaries(st.sampled_from([1, 2, 3, 4]), st.sampled_from([1, 2, 3, 100])).map(
    lambda chosen: [list(pair) for pair in chosen.items()]
)
POSITIONS = st.dictionaries(st.sampled_from([10, 20, 30]), st.integers(1, 3)).map(
    lambda chosen: [list(pair) for pair in chosen.items()]
)


@given(PAIRS)
def test_matching_earns_the_share_of_right_pairs(pairs):
    right = {1: "a", 2: "b", 3: "c", 4: "a"}

    points = points_for(FOUR, kind_of(FOUR).parse(FOUR, pairs))

    assert points == sum(FIRST_OF[right[item]] == partner for item, partner in pairs)


@given(st.permutations([[1, 1], [2, 2], [3, 3], [4, 1]]))
def test_the_order_in_which_pairs_are_sent_does_not_matter(pairs):
    response = kind_of(FOUR).parse(FOUR, pairs)

    assert response == [[1, 1], [2, 2], [3, 3], [4, 1]]
    assert points_for(FOUR, response) == 4


@given(POSITIONS)
def test_ordering_earns_the_share_of_items_at_their_place(pairs):
    question = ordering(3, points=3)
    given_places = [position for _item, position in pairs]
    alone = [(item, place) for item, place in pairs if given_places.count(place) == 1]

    points = points_for(question, kind_of(question).parse(question, pairs))

    assert points == sum(item == 10 * place for item, place in alone)
    assert 0 <= points <= 3


@given(st.integers(2, 8), st.integers(1, 20))
def test_the_right_order_earns_all_points(count, points):
    question = ordering(count, points)

    assert points_for(question, [[10 * place, place] for place in range(1, count + 1)]) == points


def test_one_position_for_all_items_earns_nothing():
    question = ordering(4, points=4)

    assert points_for(question, [[10, 1], [20, 1], [30, 1], [40, 1]]) == 0
    assert kind_of(question).share(question, [[10, 1], [20, 2]]) == Fraction(1, 2)


@pytest.mark.parametrize("question", [FOUR, ordering(4)], ids=["matching", "ordering"])
@pytest.mark.parametrize(
    "raw",
    [
        [[99, 1]], [[1, 99]], [[1]], [[1, 2, 3]], ["1-2"], [[None, 1]], [[True, 1]], [[1.5, 1]], [["x", "1"]],
        [[1, 1], [1, 2]], [[10, 1], [10, 2]], [[10, 0]], "1", None, {"1": 1}, [[[1], 1]],
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_no_pair_is_refused(question, raw):
    with pytest.raises(UnreadableAnswer) as refusal:
        kind_of(question).parse(question, raw)

    assert str(refusal.value) == NOT_ONE_OF_THEM


@pytest.mark.parametrize("question", [FOUR, ordering(4)], ids=["matching", "ordering"])
def test_nothing_chosen_is_no_answer(question):
    assert kind_of(question).parse(question, []) is None
    assert points_for(question, None) == 0
