"""A bank that gives its answers away, or asks the same twice."""

from copy import deepcopy

import pytest

from courses.library.yaml_files import read_yaml
from courses.review.banks import bank_findings, twin_findings
from tests.factories.library import REAL


@pytest.fixture
def bank():
    return deepcopy(dict(read_yaml(REAL / "banks" / "M07.yaml")))


def found(bank):
    return [str(finding) for finding in bank_findings(bank)]


def singles(bank):
    return [question for question in bank["questions"] if question["kind"] == "single"]


def test_a_good_bank_has_no_findings(bank):
    assert found(bank) == []


def test_a_question_is_missing(bank):
    bank["questions"].pop()

    assert "M07: 29 questions, wanted are 30" in found(bank)


def test_only_one_kind_and_only_recall(bank):
    for question in bank["questions"]:
        question |= {"kind": "true_false", "level": "remember"}

    assert found(bank) == [
        "M07: only 1 kinds of questions, wanted are 3",
        "M07: only 0 of 30 questions ask for more than recall",
    ]


def test_right_options_stand_first_and_are_longest(bank):
    count = len(singles(bank))
    for question in singles(bank):
        question["options"].sort(key=lambda option: not option["correct"])
        question["options"][0]["text"] += " and so on" * 30

    assert found(bank) == [
        f"M07: the right option stands {count} of {count} times at place 1",
        f"M07: the right option is the longest in {count} of {count} questions",
    ]


def test_an_option_without_its_reason(bank):
    [first, *_] = singles(bank)
    first["options"][1]["explanation"] = ""

    assert found(bank) == [f"{first['code']}: an option has no explanation"]


def test_an_essay_without_marking_notes():
    bank = deepcopy(dict(read_yaml(REAL / "banks" / "M12-CA.yaml")))
    bank["questions"][0]["marking_notes"] = ""

    assert found(bank) == ["M12-C1: has no marking notes"]


def test_the_exam_needs_every_principle():
    bank = deepcopy(dict(read_yaml(REAL / "banks" / "M12-EX.yaml")))
    moved = [question for question in bank["questions"] if question["principles"][0] == "P12"][:3]
    for question in moved:
        question["principles"] = ["P1"]

    assert found(bank) == ["M12-EX: 7 questions on P12, wanted are 8"]


def test_twins_are_found_in_two_banks(bank):
    other = {"bank": "M99", "questions": [bank["questions"][4] | {"code": "M99-Q01"}]}

    assert [str(finding) for finding in twin_findings([bank, other])] == [
        f"{bank['questions'][4]['code']}: asks nearly the same as M99-Q01"
    ]
