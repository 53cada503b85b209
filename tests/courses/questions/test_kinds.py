from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.questions.kinds.base import UnreadableAnswer
from courses.questions.kinds.table import KINDS, kind_of
from courses.questions.models import Question
from courses.questions.scoring import points_for

KIND_NAMES = ["multiple", "single", "true_false"]
NOT_ONE_OF_THEM = "This is not an answer to this question. Load the page again and choose."


@dataclass(frozen=True)
class Option:
    id: int
    correct: bool = False
    text: str = "Text"
    match: str = ""


@dataclass(frozen=True)
class Asked:
    kind: str
    points: int
    choices: tuple[Option, ...]
    number: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    tolerance_kind: str = "absolute"
    unit: str = ""
    keep_case: bool = False

    @property
    def right(self) -> list[int]:
        return [option.id for option in self.choices if option.correct]

    @property
    def wrong(self) -> list[int]:
        return [option.id for option in self.choices if not option.correct]


def asked(kind: str, *, right: int, wrong: int, points: int = 1) -> Asked:
    options = [Option(number, number <= right) for number in range(1, right + wrong + 1)]
    return Asked(kind, points, tuple(options))


def score(question: Asked, response) -> Decimal:
    return points_for(question, response)


@st.composite
def questions(draw) -> Asked:
    kind = draw(st.sampled_from(KIND_NAMES))
    right = draw(st.integers(2, 6)) if kind == "multiple" else 1
    return asked(kind, right=right, wrong=draw(st.integers(0, 6)), points=draw(st.integers(1, 20)))


@st.composite
def answered_questions(draw) -> tuple[Asked, list[int]]:
    question = draw(questions())
    ids = [option.id for option in question.choices]
    most = len(ids) if kind_of(question).several else 1
    return question, draw(st.lists(st.sampled_from(ids), unique=True, max_size=most))


def test_every_kind_of_the_table_has_its_class():
    assert set(KINDS) == set(Question.Kind.values)


@given(answered_questions())
def test_score_lies_between_zero_and_the_points(pair):
    question, response = pair

    points = score(question, response)

    assert 0 <= points <= question.points
    assert points == points.quantize(Decimal("0.01"))


@given(answered_questions())
def test_score_is_full_for_exactly_the_right_set(pair):
    question, response = pair

    points = score(question, response)

    assert (points == question.points) == (set(response) == set(question.right))


@given(questions(), st.data())
def test_score_of_several_answers_is_monotone(question, data):
    question = Asked("multiple", question.points, question.choices)
    chosen = set(data.draw(st.lists(st.sampled_from([option.id for option in question.choices]))))

    for number in set(question.right) - chosen:
        assert score(question, sorted(chosen | {number})) >= score(question, sorted(chosen))
    for number in set(question.wrong) - chosen:
        assert score(question, sorted(chosen | {number})) <= score(question, sorted(chosen))


@given(questions(), st.sampled_from([None, []]))
def test_no_answer_earns_nothing(question, response):
    assert score(question, response) == 0
    assert kind_of(question).is_answered(response) is False


@pytest.mark.parametrize(
    ("chosen", "points"),
    [
        ([1, 2], "1.00"),
        ([1], "0.50"),
        ([1, 3], "0.17"),
        ([1, 2, 3], "0.67"),
        ([1, 2, 3, 4, 5], "0.00"),
        ([3], "0.00"),
    ],
)
def test_partial_credit_is_share_of_right_less_share_of_wrong(chosen, points):
    question = asked("multiple", right=2, wrong=3)

    assert score(question, chosen) == Decimal(points)


def test_partial_credit_for_all_options_when_none_is_wrong():
    question = asked("multiple", right=3, wrong=0, points=2)

    assert score(question, [1, 2, 3]) == 2


@given(answered_questions())
def test_parse_reads_what_a_form_and_what_json_send(pair):
    question, response = pair
    expected = sorted(response) or None

    kind = kind_of(question)

    assert kind.parse(question, response) == expected
    assert kind.parse(question, [str(number) for number in response]) == expected


@pytest.mark.parametrize("kind", KIND_NAMES)
@pytest.mark.parametrize(
    "raw",
    [
        ["99"],
        [99],
        [1, 99],
        ["-1"],
        ["1.0"],
        ["eins"],
        [""],
        ["²"],
        ["٣"],
        ["9" * 5000],
        [True],
        [None],
        [1.5],
        [[1]],
        [{"id": 1}],
        "1",
        1,
        None,
        {"1": 1},
    ],
    ids=repr,
)
def test_parse_refuses_what_is_no_answer(kind, raw):
    question = asked(kind, right=1, wrong=1)

    with pytest.raises(UnreadableAnswer) as refusal:
        kind_of(question).parse(question, raw)

    assert str(refusal.value) == NOT_ONE_OF_THEM


@given(
    st.sampled_from(KIND_NAMES), st.recursive(st.none() | st.booleans() | st.text() | st.integers(), st.lists)
)
def test_parse_refuses_or_returns_known_choices(kind, raw):
    question = asked(kind, right=1, wrong=2)

    try:
        response = kind_of(question).parse(question, raw)
    except UnreadableAnswer:
        return

    assert set(response or ()) <= {1, 2, 3}


@pytest.mark.parametrize("kind", ["single", "true_false"])
def test_parse_refuses_two_answers_where_one_is_right(kind):
    question = asked(kind, right=1, wrong=1)

    with pytest.raises(UnreadableAnswer) as refusal:
        kind_of(question).parse(question, ["1", "2"])

    assert str(refusal.value) == "Choose only one answer to this question."


def test_true_and_false_stay_in_their_order():
    assert {name: kind.mixed for name, kind in KINDS.items()} == {
        "single": True,
        "multiple": True,
        "true_false": False,
        "matching": True,
        "ordering": True,
        "numeric": False,
        "short_text": False,
        "essay": False,
    }
