"""A lesson that is too long, too hard, too heavy, or checks too little."""

import random

import pytest

from courses.library.lesson_files import read_lesson
from courses.review.lessons import HEAVIEST, lesson_findings, own_prose, weight_of
from tests.factories.library import REAL


@pytest.fixture
def text():
    return read_lesson(REAL / "lessons" / "M01-L01.md")


def found(text, code="M01-L01"):
    return [str(finding) for finding in lesson_findings(code, text)]


def test_a_good_lesson_has_no_findings(text):
    assert found(text) == []


def test_the_same_text_is_too_long_for_a_guide(text):
    (finding,) = found(text, "M11-L01")
    assert finding.endswith("words, wanted are 600 to 1000")


def test_a_short_lesson(text):
    text["sections"] = [{"heading": "Short", "text": "Nothing."}]

    assert found(text)[0].endswith("words, wanted are 900 to 1300")


def test_a_long_sentence_anywhere_and_a_shorter_one_in_an_instruction(text):
    text["case"]["text"] += "\n\nWe saw " + "one and " * 14 + "two."
    text["apply"] = "Write " + "one and " * 12 + "two."

    assert found(text) == [
        "M01-L01: a sentence of 31 words: “We saw one and one and one and one and one and one and one a…”",
        "M01-L01: an instruction of 26 words: “Write one and one and one and one and one and one and one an…”",
    ]


def test_too_few_questions_and_too_few_options(text):
    text["check"] = text["check"][:1]
    text["check"][0]["options"] = text["check"][0]["options"][:1]

    assert found(text)[0] == "M01-L01: 1 questions to check oneself, wanted are 2 to 4"
    assert found(text)[1].endswith("has 1 options")


def test_hard_words(text):
    text["sections"][0]["text"] = "Interoperability institutionalises harmonisation administratively. " * 150

    assert any("reading level" in each for each in found(text))


def test_a_drawing_that_weighs_too_much(text):
    noise = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz", k=2 * HEAVIEST))
    text["sections"][0]["drawings"] = [{"svg": noise}]

    assert found(text) == [f"M01-L01: weighs {weight_of(text)} bytes, at most {HEAVIEST}"]


def test_own_words_leave_the_case_out(text):
    assert text["case"]["text"][:40] not in own_prose(text)
