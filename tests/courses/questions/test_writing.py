from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.questions.kinds.base import UnreadableAnswer
from courses.questions.kinds.table import kind_of
from courses.questions.kinds.writing import LONGEST_ESSAY, folded, in_plain_figures, read_number
from courses.questions.scoring import points_for
from tests.courses.questions.test_kinds import Asked, Option

NUMBERS = st.decimals(-10_000, 10_000, places=3)
ONE_NUMBER = "Enter one number, for example 12.5, with at most 12 digits and 6 decimals."


def numeric(number: str, tolerance: str = "0", kind: str = "absolute", unit: str = "") -> Asked:
    return Asked("numeric", 2, (), Decimal(number), Decimal(tolerance), kind, unit)


def short(*accepted: str, wrong: tuple[str, ...] = (), keep_case: bool = False) -> Asked:
    options = [Option(place, correct=True, text=text) for place, text in enumerate(accepted)]
    options += [Option(50 + place, text=text) for place, text in enumerate(wrong)]
    return Asked("short_text", 2, tuple(options), keep_case=keep_case)


ESSAY = Asked("essay", 8, ())


@given(NUMBERS, st.decimals(0, 100, places=2), NUMBERS, st.sampled_from(["absolute", "percent"]))
def test_a_number_is_right_inside_its_tolerance_ends_included(right, tolerance, given_number, kind):
    question = Asked("numeric", 3, (), right, tolerance, kind)
    width = tolerance if kind == "absolute" else abs(right) * tolerance / 100

    response = kind_of(question).parse(question, [in_plain_figures(given_number)])

    assert points_for(question, response) == (3 if abs(given_number - right) <= width else 0)


@given(NUMBERS)
def test_the_right_number_earns_all_points_however_it_is_written(number):
    question = Asked("numeric", 3, (), number, unit="km")

    for text in (f"{number:f}", f" {number:f} km", f"{number:f}".replace("-", "−"), in_plain_figures(number)):
        assert points_for(question, kind_of(question).parse(question, [text])) == 3


@pytest.mark.parametrize(
    ("text", "number"),
    [("12.5", "12.5"), ("12,5", "12.5"), ("1 250", "1250"), ("1'250.5", "1250.5"), ("+3", "3"), ("-0", "0"), ("007", "7"),
     ("12 %", "12"), ("1 250,75", "1250.75")],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(text, number):
    assert in_plain_figures(read_number(text, unit="%")) == number


@pytest.mark.parametrize(
    "text",
    ["about 12", "1e3", "12.5.1", "1/2", "NaN", "Infinity", "9" * 13, "1.1234567", "<b>1</b>", "٣", "%"],
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(UnreadableAnswer) as refusal:
        kind_of(numeric("1")).parse(numeric("1"), [text])

    assert str(refusal.value) == ONE_NUMBER


def test_a_number_that_can_be_read_in_two_ways_is_refused():
    with pytest.raises(UnreadableAnswer) as refusal:
        read_number("1,250")

    assert str(refusal.value) == "“1,250” can be read in two ways. Write 1250 or 1.250."


@pytest.mark.parametrize("text", ["cofog", "COFOG", " Cofog ", "Côfög"])
def test_case_spaces_and_accents_do_not_matter(text):
    question = short("COFOG", "Classification of the functions of government")

    assert points_for(question, kind_of(question).parse(question, [text])) == 2


def test_capital_letters_matter_where_the_author_says_so():
    question = short("GovStack", keep_case=True)

    assert [points_for(question, text) for text in ("GovStack", "GóvStack", "govstack")] == [2, 2, 0]


def test_a_wrong_option_earns_nothing():
    question = short("privacy", wrong=("secrecy",))

    assert [points_for(question, text) for text in ("privacy", "secrecy", "priv.*")] == [2, 0, 0]


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert folded(folded(text)) == folded(text)


@given(st.text(max_size=200))
def test_whatever_is_written_is_read_or_refused_and_stays_in_range(text):
    for question in (numeric("1"), short("one"), ESSAY):
        try:
            response = kind_of(question).parse(question, [text])
        except UnreadableAnswer:
            continue

        assert response is None or "\x00" not in response
        points = points_for(question, response)
        assert points is None or 0 <= points <= question.points


@pytest.mark.parametrize("question", [numeric("1"), short("one"), ESSAY], ids=lambda question: question.kind)
@pytest.mark.parametrize("raw", [None, "text", [1], [None], ["a", "b"], [["a"]], {"a": 1}], ids=repr)
def test_what_is_no_text_is_refused(question, raw):
    with pytest.raises(UnreadableAnswer):
        kind_of(question).parse(question, raw)


def test_html_in_an_essay_is_text():
    assert kind_of(ESSAY).parse(ESSAY, ["<b>Bold</b>\r\nline\x00"]) == "<b>Bold</b>\nline"


def test_a_text_that_is_too_long_is_refused_with_its_length():
    with pytest.raises(UnreadableAnswer) as refusal:
        kind_of(ESSAY).parse(ESSAY, ["x" * 1_000_000])

    assert str(refusal.value) == "Your answer has 1000000 characters. At most 20000 can be saved. Shorten it."
    assert kind_of(ESSAY).parse(ESSAY, ["x" * LONGEST_ESSAY]) == "x" * LONGEST_ESSAY


@pytest.mark.parametrize("question", [numeric("1"), short("one"), ESSAY], ids=lambda question: question.kind)
@pytest.mark.parametrize("raw", [[], [""], ["  \n "]])
def test_nothing_written_is_no_answer(question, raw):
    assert kind_of(question).parse(question, raw) is None
