"""Every kind of question and the exam: loaded from files, exported, and the same again."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from courses.assessments.models import ExamPage
from courses.library.exporting import export_programme
from courses.library.loading import load_programme
from courses.library.problems import BrokenLibrary
from courses.library.yaml_files import read_yaml, yaml_text
from courses.questions.editing import text_of
from courses.questions.models import Question
from tests.factories.library import write_small_library

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
COMMON = {"lesson": "M01-L01", "principles": ["P1"], "difficulty": "hard", "points": 3}
OWN = {
    "matching": {
        "options": [
            {"text": "EGDI", "match": "United Nations", "explanation": ""},
            {"text": "GTMI", "match": "World Bank", "explanation": "Since 2020."},
            {"text": "", "match": "OECD", "explanation": ""},
        ]
    },
    "ordering": {
        "options": [{"text": "Need", "explanation": ""}, {"text": "Law", "explanation": "After the need."}]
    },
    "numeric": {"number": 12.5, "tolerance": 2, "tolerance_kind": "percent", "unit": "%", "level": "apply"},
    "short_text": {
        "options": [
            {"text": "COFOG", "correct": True, "explanation": ""},
            {"text": "SNA", "correct": False, "explanation": "That is the whole system."},
        ],
        "keep_case": True,
    },
    "essay": {"marking_notes": "Names one law.", "words_from": 80, "words_to": 120, "level": "evaluate"},
}


def question(number: int, kind: str, /, **more) -> dict:
    head = {
        "code": f"M01-EX-Q{number}",
        "kind": kind,
        **COMMON,
        "stem": f"What of {kind}?",
        "explanation": "",
    }
    return head | OWN[kind] | more


def with_bank(folder, *questions) -> dict:
    bank = {"bank": "M01-EX", "title": "Exam", "questions": list(questions)}
    (folder / "banks" / "M01-EX.yaml").write_text(yaml_text(bank, "Question bank"), encoding="utf-8")
    return bank


@pytest.fixture
def folder(tmp_path):
    return write_small_library(tmp_path / "library")


@pytest.fixture
def bank(folder):
    return with_bank(folder, *(question(number, kind) for number, kind in enumerate(OWN, start=1)))


def add_exam(folder) -> list[dict]:
    programme = read_yaml(folder / "programme.yaml")
    sections = [
        {"bank": "M01-EX", "questions": 4, "points": 10, "each_principle": True},
        {"bank": "M01", "questions": 1, "points": 60},
    ]
    line = {
        "code": "EX", "type": "exam", "component": "EX", "title": "Final exam", "hours": 5.0, "questions": 5, "minutes": 120,
        "attempts": 1, "week": 2, "window_hours": 72, "sections": sections,
    }  # fmt: skip
    programme["modules"][0]["assessments"].append(line)
    (folder / "programme.yaml").write_text(yaml_text(programme, "Programme"), encoding="utf-8")
    return sections


def test_every_kind_is_loaded_and_exported_as_it_was(folder, bank, tmp_path):
    load_programme(folder, overwrite=False, at=AT)
    export_programme(tmp_path / "out")

    back = read_yaml(tmp_path / "out" / "banks" / "M01-EX.yaml")
    assert back == bank
    number = text_of(Question.objects.get(kind="numeric"))
    assert (number.number, number.tolerance, number.tolerance_kind) == (
        Decimal("12.5"),
        Decimal(2),
        "percent",
    )
    again = load_programme(tmp_path / "out", overwrite=False, at=AT)
    assert not again.changed_anything


def test_a_key_that_says_nothing_is_no_change(folder, bank):
    load_programme(folder, overwrite=False, at=AT)
    with_bank(
        folder,
        *bank["questions"][:2],
        question(3, "numeric", number=12.50, level="apply"),
        question(4, "short_text"),
        *bank["questions"][4:],
    )

    assert not load_programme(folder, overwrite=False, at=AT).changed_anything


def test_the_exam_of_the_plan_becomes_a_page_and_the_line_again(folder, bank, tmp_path):
    sections = add_exam(folder)
    load_programme(folder, overwrite=False, at=AT)
    export_programme(tmp_path / "out")

    page = ExamPage.objects.get()
    assert (page.time_limit_minutes, page.attempts_allowed, page.window_hours, page.review) == (
        120,
        1,
        72,
        "never",
    )
    found = [
        (each.bank.code, each.count, each.points, each.blueprint)
        for each in page.sections.order_by("sort_order")
    ]
    assert found == [("M01-EX", 4, 10, True), ("M01", 1, 60, False)]
    exported = read_yaml(tmp_path / "out" / "programme.yaml")["modules"][0]["assessments"][-1]
    assert exported["sections"] == sections
    assert not load_programme(tmp_path / "out", overwrite=False, at=AT).changed_anything


def test_an_exam_whose_bank_is_not_written_waits(folder):
    add_exam(folder)

    load_programme(folder, overwrite=False, at=AT)

    assert not ExamPage.objects.exists()


@pytest.mark.parametrize(
    ("kind", "changes", "reason"),
    [
        ("numeric", {"number": "many"}, "“number” of M01-EX-Q1 is “many”, not a whole number or a number"),
        ("numeric", {"tolerance": -1}, "M01-EX-Q1: The tolerance cannot be negative. Enter 0 when only the exact number is right."),
        ("numeric", {"options": []}, "M01-EX-Q1 has the unknown key “options”"),
        ("numeric", {"tolerance_kind": "double"}, "“tolerance_kind” of M01-EX-Q1 is “double”, allowed are absolute, percent"),
        ("essay", {"marking_notes": " "}, "M01-EX-Q1: Write marking notes: what a full answer holds and what earns points."),
        ("matching", {"options": [{"text": "a"}]}, "an option of M01-EX-Q1 has no “match”"),
        ("ordering", {"level": "dream"}, "“level” of M01-EX-Q1 is “dream”, allowed are analyse, apply, create, evaluate, remember, understand"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told_with_its_line(folder, kind, changes, reason):
    with_bank(folder, question(1, kind, **changes))

    with pytest.raises(BrokenLibrary) as refusal:
        load_programme(folder, overwrite=False, at=AT)

    first = refusal.value.problems[0]
    assert (first.file, first.line, first.reason) == (
        "banks/M01-EX.yaml",
        15 if kind == "matching" else 5,
        reason,
    )
    assert not Question.objects.exists()
