from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from wagtail.models import ModelLogEntry

from courses.questions.checking import Option, QuestionText, problems_of
from courses.questions.editing import (
    UnableToDelete,
    UnableToSave,
    add_question,
    check_text,
    delete_bank,
    delete_question,
    fingerprint,
    revise_question,
    text_of,
)
from courses.questions.models import Question, QuestionBank
from tests.factories.people import make_user
from tests.factories.programme import (
    make_bank,
    make_edition,
    make_lesson,
    make_module,
    make_principle,
    make_programme,
    make_question,
    make_quiz,
)

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
RIGHT = Option("Three", True, "Three it is.")
WRONG = Option("Two", False, "There is one more.")


def wrong(count: int) -> list[Option]:
    return [Option(f"Wrong {number}", False, "No.") for number in range(count)]


def right(count: int) -> list[Option]:
    return [Option(f"Right {number}", True, "Yes.") for number in range(count)]


def _text(**changes) -> QuestionText:
    text = QuestionText(kind="single", stem="How many pillars?", options=(RIGHT, WRONG), explanation="Three.")
    return replace(text, **changes)


def _bank() -> QuestionBank:
    return QuestionBank.objects.create(code="M01", title="Bank")


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"options": (RIGHT,)}, "A question has 2 to 12 options. This one has 1."),
        ({"options": (RIGHT, *wrong(12))}, "A question has 2 to 12 options. This one has 13."),
        ({"options": wrong(2)}, "Mark exactly one option as right. Now 0 are marked."),
        ({"options": right(2)}, "Mark exactly one option as right. Now 2 are marked."),
        ({"options": (RIGHT, WRONG, WRONG)}, "Two options say the same: “Two”."),
        ({"options": (RIGHT, Option(" ", False, ""))}, "Each option needs a text."),
        (
            {"kind": "multiple"},
            "Mark at least two options as right, or choose the kind with one right answer.",
        ),
        (
            {"kind": "true_false", "options": (RIGHT, *wrong(2))},
            "A true or false question has exactly two options.",
        ),
        ({"kind": "true_false", "options": wrong(2)}, "Mark exactly one option as right. Now 0 are marked."),
        ({"kind": "short_text", "options": wrong(2)}, "Mark at least one answer as accepted."),
        (
            {"kind": "short_text", "options": (RIGHT, Option("  thrée ", True, ""))},
            "Two options say the same: “three”.",
        ),
        ({"kind": "numeric", "options": ()}, "Enter the right number."),
        ({"kind": "numeric", "number": Decimal(3)}, "This kind of question has no options. Remove them."),
        (
            {"kind": "numeric", "options": (), "number": Decimal(3), "tolerance": Decimal(-1)},
            "The tolerance cannot be negative. Enter 0 when only the exact number is right.",
        ),
        (
            {
                "kind": "numeric",
                "options": (),
                "number": Decimal(3),
                "tolerance": Decimal(101),
                "tolerance_kind": "percent",
            },
            "A tolerance of more than 100 per cent accepts nearly everything. Enter less.",
        ),
        (
            {"kind": "essay", "options": ()},
            "Write marking notes: what a full answer holds and what earns points.",
        ),
        (
            {"kind": "essay", "options": (), "marking_notes": "A law.", "words_from": 9, "words_to": 8},
            "The words end before they begin: enter the lower number first.",
        ),
        (
            {"kind": "matching", "options": (Option("One", False, "", "a"), Option("Two", False, "", ""))},
            "Each line of a matching needs its partner.",
        ),
        (
            {"kind": "matching", "options": (Option("One", False, "", "a"), Option("", False, "", "b"))},
            "A matching needs at least two lines with an item.",
        ),
        (
            {"kind": "matching", "options": (Option("One", False, "", "a"), Option("Two", False, "", "a"))},
            "A matching needs at least two different partners.",
        ),
        ({"number": Decimal(3)}, "Only a question for a number has a right number. Remove it."),
        (
            {"options": (RIGHT, Option("Two", False, "", "a"))},
            "Only a matching has partners. Remove them.",
        ),
        (
            {"kind": "ordering"},
            "An order has no right option: the order in which the lines stand is right.",
        ),
    ],
)
def test_check_text_refuses_what_cannot_be_answered(changes, sentence):
    with pytest.raises(UnableToSave) as refusal:
        check_text(_text(**changes))

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"kind": "true_false"},
        {"kind": "multiple", "options": (*right(2), WRONG)},
        {"options": (RIGHT, *wrong(11))},
        {"kind": "short_text", "options": (RIGHT,)},
        {"kind": "short_text", "options": (RIGHT, Option("three", True, "")), "keep_case": True},
        {"kind": "ordering", "options": tuple(wrong(3))},
        {
            "kind": "matching",
            "options": (
                Option("One", False, "", "a"),
                Option("Two", False, "", "b"),
                Option("", False, "", "c"),
            ),
        },
        {"kind": "numeric", "options": (), "number": Decimal(0)},
        {"kind": "essay", "options": (), "marking_notes": "A law.", "words_to": 120},
    ],
)
def test_check_text_takes_what_can_be_answered(changes):
    assert problems_of(_text(**changes)) == []
    check_text(_text(**changes))


@pytest.mark.django_db
def test_add_question_stores_the_whole_text():
    bank, author = _bank(), make_user()
    lesson = make_lesson(make_module(make_programme()))
    text = _text(
        points=2,
        difficulty="hard",
        lesson_id=lesson.activity_id,
        principle_ids=(make_principle(2).pk, make_principle(1).pk),
    )

    question = add_question(bank, code="M01-Q01", text=text, by=author, at=AT)

    assert (question.bank, question.code, question.version, question.replaces, question.locked_at) == (
        bank,
        "M01-Q01",
        1,
        None,
        None,
    )
    assert text_of(question) == text
    entry = ModelLogEntry.objects.get()
    assert (entry.action, entry.user, entry.timestamp) == ("wagtail.create", author, AT)


@pytest.mark.django_db
def test_add_question_refuses_a_code_that_the_bank_has():
    bank = make_bank(count=1)

    with pytest.raises(UnableToSave) as refusal:
        add_question(bank, code="M01-Q01", text=_text(), by=None, at=AT)

    assert str(refusal.value) == "The bank already has a question M01-Q01. Enter another code."
    assert Question.objects.count() == 1


@pytest.mark.django_db
def test_revise_question_changes_an_unlocked_one_in_place():
    question = make_question(_bank(), "M01-Q01")

    revised = revise_question(question, text=_text(), by=None, at=AT)

    assert (revised.pk, revised.version) == (question.pk, 1)
    assert text_of(Question.objects.get()) == _text()


@pytest.mark.django_db
def test_revise_question_leaves_a_locked_one_and_makes_its_successor():
    author = make_user()
    question = make_question(_bank(), "M01-Q01")
    Question.objects.update(locked_at=AT)
    before = text_of(question)

    revised = revise_question(question, text=_text(), by=author, at=AT)

    assert (revised.bank_id, revised.code, revised.version, revised.replaces, revised.locked_at) == (
        question.bank_id,
        "M01-Q01",
        2,
        question,
        None,
    )
    assert text_of(revised) == _text()
    assert text_of(Question.objects.get(pk=question.pk)) == before
    entry = ModelLogEntry.objects.get()
    assert (entry.action, entry.user, entry.object_id) == (
        "campus.question_replaced",
        author,
        str(revised.pk),
    )


@pytest.mark.django_db
def test_revise_question_does_not_trust_what_is_in_memory():
    question = make_question(_bank(), "M01-Q01")
    Question.objects.update(locked_at=AT)
    question.stem = "Put there by a form"

    revise_question(question, text=_text(), by=None, at=AT)

    assert [q.stem for q in Question.objects.order_by("version")] == ["Stem of M01-Q01?", "How many pillars?"]


@pytest.mark.django_db
def test_revise_question_with_the_same_text_changes_nothing():
    question = make_question(_bank(), "M01-Q01")
    Question.objects.update(locked_at=AT)

    revised = revise_question(question, text=text_of(question), by=None, at=AT)

    assert revised == question
    assert (Question.objects.count(), ModelLogEntry.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_revise_question_refuses_an_older_version():
    question = make_question(_bank(), "M01-Q01")
    Question.objects.update(locked_at=AT)
    revise_question(question, text=_text(), by=None, at=AT)

    with pytest.raises(UnableToSave) as refusal:
        revise_question(question, text=_text(stem="Once more?"), by=None, at=AT)

    assert str(refusal.value) == "A newer version of M01-Q01 exists. Edit the newest version."
    assert Question.objects.count() == 2


@pytest.mark.django_db
def test_revise_question_does_not_overwrite_a_colleague():
    question = make_question(_bank(), "M01-Q01")
    seen = fingerprint(question)
    revise_question(question, text=_text(), seen=seen, by=None, at=AT)

    with pytest.raises(UnableToSave) as refusal:
        revise_question(question, text=_text(stem="Mine?"), seen=seen, by=None, at=AT)

    assert str(refusal.value) == (
        "A colleague changed M01-Q01 after you had opened it. Open it again and carry your changes over."
    )
    assert text_of(Question.objects.get()) == _text()


@pytest.mark.django_db
def test_revise_question_refuses_a_text_that_cannot_be_answered():
    question = make_question(_bank(), "M01-Q01")
    before = text_of(question)

    with pytest.raises(UnableToSave):
        revise_question(question, text=_text(options=(WRONG, WRONG)), by=None, at=AT)

    assert text_of(Question.objects.get()) == before


@pytest.mark.django_db
def test_delete_question_deletes_one_that_nobody_was_asked():
    question = make_question(_bank(), "M01-Q01")

    delete_question(question, by=None, at=AT)

    assert Question.objects.count() == 0


@pytest.mark.django_db
def test_delete_question_refuses_a_locked_one():
    question = make_question(_bank(), "M01-Q01")
    Question.objects.update(locked_at=AT)

    with pytest.raises(UnableToDelete) as refusal:
        delete_question(question, by=None, at=AT)

    assert (
        str(refusal.value) == "M01-Q01, version 1, was asked or stands in an edition. It cannot be deleted."
    )
    assert Question.objects.count() == 1


@pytest.mark.django_db
def test_delete_question_refuses_one_that_rows_point_at():
    programme = make_programme()
    module, bank = make_module(programme), make_bank()
    make_lesson(module)
    make_quiz(module, bank)
    make_edition(programme)
    Question.objects.update(locked_at=None)

    with pytest.raises(UnableToDelete) as refusal:
        delete_question(bank.questions.get(code="M01-Q01"), by=None, at=AT)

    assert str(refusal.value) == "M01-Q01, version 1, is in use. It cannot be deleted."
    assert (Question.objects.count(), ModelLogEntry.objects.count()) == (6, 0)


@pytest.mark.django_db
def test_delete_bank_deletes_an_empty_one():
    delete_bank(_bank(), by=None, at=AT)

    assert QuestionBank.objects.count() == 0


@pytest.mark.django_db
def test_delete_bank_refuses_one_with_questions():
    with pytest.raises(UnableToDelete) as refusal:
        delete_bank(make_bank(count=1), by=None, at=AT)

    assert str(refusal.value) == "The bank M01 has questions. It cannot be deleted."


@pytest.mark.django_db
def test_delete_bank_refuses_one_that_a_quiz_draws_from():
    bank = _bank()
    make_quiz(make_module(make_programme()), bank)

    with pytest.raises(UnableToDelete) as refusal:
        delete_bank(bank, by=None, at=AT)

    assert str(refusal.value) == "A quiz draws from the bank M01. It cannot be deleted."
