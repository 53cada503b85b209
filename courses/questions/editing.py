"""How a question is written, and how one that was asked gets a successor instead of a change."""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.base.errors import RuleError
from courses.questions.checking import PLAIN_FIELDS, Option, QuestionText, problems_of
from courses.questions.models import Choice, Question, QuestionBank, QuestionPrinciple


class UnableToSave(RuleError):
    """The question cannot be saved as it stands."""


class UnableToDelete(RuleError):
    """Somebody or something still needs it."""


def text_of(question: Question) -> QuestionText:
    return QuestionText(
        kind=question.kind,
        stem=question.stem,
        options=tuple(
            Option(choice.text, choice.correct, choice.explanation, choice.match)
            for choice in sorted(question.choices.all(), key=_place)
        ),
        **{name: _plain(getattr(question, name)) for name in PLAIN_FIELDS},
        lesson_id=question.lesson_id,
        principle_ids=tuple(link.principle_id for link in sorted(question.principle_links.all(), key=_place)),
    )


def fingerprint(question: Question) -> str:
    """Tells two texts of one question apart."""
    return hashlib.sha256(json.dumps(asdict(text_of(question)), default=str).encode()).hexdigest()[:32]


def _plain(value):
    """A number of the database has six decimals, that of a form has as many as were typed."""
    return Decimal(f"{value.normalize():f}") if isinstance(value, Decimal) else value


def _place(row) -> tuple[int, int]:
    return (row.sort_order or 0, row.pk or 0)


def check_text(text: QuestionText) -> None:
    """Refuses a text that nobody could answer or score."""
    if problems := problems_of(text):
        raise UnableToSave(" ".join(problems))


@transaction.atomic
def add_question(bank: QuestionBank, *, code: str, text: QuestionText, by, at: datetime) -> Question:
    """The first version of a question."""
    check_text(text)
    bank = QuestionBank.objects.select_for_update().get(pk=bank.pk)
    if bank.questions.filter(code=code).exists():
        raise UnableToSave(
            _("The bank already has a question %(code)s. Enter another code.") % {"code": code}
        )
    question = _write(Question(bank=bank, code=code), text)
    log(instance=question, action="wagtail.create", user=by, timestamp=at, content_changed=True)
    return question


@transaction.atomic
def revise_question(question: Question, *, text: QuestionText, by, at: datetime, seen: str = "") -> Question:
    """The question with the new text: the same row if nobody has been asked it, otherwise its successor.

    `seen` is the fingerprint of the text that the author had before the eyes; a colleague's newer text is not overwritten.
    """
    check_text(text)
    # The bank's row serialises two authors who revise one question.
    QuestionBank.objects.select_for_update().get(pk=question.bank_id)
    current = Question.objects.select_for_update().get(pk=question.pk)
    if Question.objects.filter(replaces=current).exists():
        raise UnableToSave(
            _("A newer version of %(code)s exists. Edit the newest version.") % {"code": current.code}
        )
    if seen and seen != fingerprint(current):
        raise UnableToSave(
            _(
                "A colleague changed %(code)s after you had opened it. Open it again and carry your changes over."
            )
            % {"code": current.code}
        )
    if text_of(current) == text:
        return current
    if current.locked_at is None:
        revised, action = _write(current, text), "wagtail.edit"
    else:
        revised, action = _write(_successor(current), text), "campus.question_replaced"
    log(instance=revised, action=action, user=by, timestamp=at, content_changed=True)
    return revised


def _successor(question: Question) -> Question:
    return Question(
        bank_id=question.bank_id, code=question.code, version=question.version + 1, replaces=question
    )


def _write(question: Question, text: QuestionText) -> Question:
    for field in ("kind", "stem", "lesson_id", *PLAIN_FIELDS):
        setattr(question, field, getattr(text, field))
    question.save()
    # Fresh from the database: what the caller's form put into the object's memory does not count.
    question = Question.objects.get(pk=question.pk)
    Choice.objects.filter(question=question).delete()
    QuestionPrinciple.objects.filter(question=question).delete()
    Choice.objects.bulk_create(
        Choice(
            question=question,
            sort_order=place,
            text=option.text,
            match=option.match,
            correct=option.correct,
            explanation=option.explanation,
        )
        for place, option in enumerate(text.options)
    )
    QuestionPrinciple.objects.bulk_create(
        QuestionPrinciple(question=question, sort_order=place, principle_id=principle_id)
        for place, principle_id in enumerate(text.principle_ids)
    )
    return question


@transaction.atomic
def delete_question(question: Question, *, by, at: datetime) -> None:
    """Only a question that nobody was asked and that no edition holds."""
    current = Question.objects.select_for_update().get(pk=question.pk)
    name = {"code": current.code, "version": current.version}
    if current.locked_at is not None:
        raise UnableToDelete(
            _("%(code)s, version %(version)s, was asked or stands in an edition. It cannot be deleted.")
            % name
        )
    try:
        with transaction.atomic():
            log(instance=current, action="wagtail.delete", user=by, timestamp=at)
            current.delete()
    except ProtectedError as error:
        raise UnableToDelete(
            _("%(code)s, version %(version)s, is in use. It cannot be deleted.") % name
        ) from error


@transaction.atomic
def delete_bank(bank: QuestionBank, *, by, at: datetime) -> None:
    """Only a bank without questions that no quiz draws from."""
    current = QuestionBank.objects.select_for_update().get(pk=bank.pk)
    if current.questions.exists():
        raise UnableToDelete(
            _("The bank %(bank)s has questions. It cannot be deleted.") % {"bank": current.code}
        )
    try:
        with transaction.atomic():
            log(instance=current, action="wagtail.delete", user=by, timestamp=at)
            current.delete()
    except ProtectedError as error:
        raise UnableToDelete(
            _("A quiz draws from the bank %(bank)s. It cannot be deleted.") % {"bank": current.code}
        ) from error
