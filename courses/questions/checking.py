"""Whether a question can be asked and scored as it is written, in sentences for its author."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from courses.questions.kinds.writing import folded
from courses.questions.models import Question

FEWEST_OPTIONS, MOST_OPTIONS = 2, 12
CHOOSING = (Question.Kind.SINGLE, Question.Kind.MULTIPLE, Question.Kind.TRUE_FALSE)
WITH_OPTIONS = (*CHOOSING, Question.Kind.MATCHING, Question.Kind.ORDERING, Question.Kind.SHORT_TEXT)
PLAIN_FIELDS = (
    "explanation", "points", "difficulty", "level", "number", "tolerance", "tolerance_kind", "unit", "keep_case",
    "marking_notes", "words_from", "words_to",
)  # fmt: skip
"""The fields that a question and its text have alike."""


@dataclass(frozen=True)
class Option:
    text: str
    correct: bool
    explanation: str
    match: str = ""


@dataclass(frozen=True)
class QuestionText:
    """Everything of a question that an author writes."""

    kind: str
    stem: str
    options: tuple[Option, ...]
    explanation: str = ""
    points: int = 1
    difficulty: str = Question.Difficulty.MEDIUM
    level: str = ""
    number: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    tolerance_kind: str = Question.ToleranceKind.ABSOLUTE
    unit: str = ""
    keep_case: bool = False
    marking_notes: str = ""
    words_from: int | None = None
    words_to: int | None = None
    lesson_id: int | None = None
    principle_ids: tuple[int, ...] = ()


def problems_of(text: QuestionText) -> list[str]:
    """What keeps the question from being asked, each in one sentence. Empty when nothing does."""
    return [*_of_options(text), *_of_kind(text), *_of_foreign_fields(text)]


def _of_options(text: QuestionText) -> Iterator[str]:
    count = len(text.options)
    if text.kind not in WITH_OPTIONS:
        if count:
            yield _("This kind of question has no options. Remove them.")
        return
    fewest = 1 if text.kind == Question.Kind.SHORT_TEXT else FEWEST_OPTIONS
    if not fewest <= count <= MOST_OPTIONS:
        yield (
            _("A question has %(fewest)s to %(most)s options. This one has %(count)s.")
            % {"fewest": fewest, "most": MOST_OPTIONS, "count": count}
        )
    if text.kind != Question.Kind.MATCHING and any(not option.text.strip() for option in text.options):
        yield _("Each option needs a text.")
    for twice in _twice(text):
        yield _("Two options say the same: “%s”.") % twice


def _twice(text: QuestionText) -> list[str]:
    keep_case = text.keep_case and text.kind == Question.Kind.SHORT_TEXT
    texts = [option.text.strip() for option in text.options if option.text.strip()]
    if text.kind == Question.Kind.SHORT_TEXT:
        texts = [folded(each, keep_case=keep_case) for each in texts]
    return [each for each, times in Counter(texts).items() if times > 1]


def _of_kind(text: QuestionText) -> Iterator[str]:
    return _CHECKS.get(text.kind, _nothing)(text)


def _nothing(text: QuestionText) -> Iterator[str]:
    return iter(())


def _right(text: QuestionText) -> int:
    return sum(option.correct for option in text.options)


def _of_several_right(text: QuestionText) -> Iterator[str]:
    if _right(text) < 2:
        yield _("Mark at least two options as right, or choose the kind with one right answer.")


def _of_accepted(text: QuestionText) -> Iterator[str]:
    if not _right(text):
        yield _("Mark at least one answer as accepted.")


def _of_one_right(text: QuestionText) -> Iterator[str]:
    if text.kind == Question.Kind.TRUE_FALSE and len(text.options) != 2:
        yield _("A true or false question has exactly two options.")
    if _right(text) != 1:
        yield _("Mark exactly one option as right. Now %(right)s are marked.") % {"right": _right(text)}


def _of_matching(text: QuestionText) -> Iterator[str]:
    if any(not option.match.strip() for option in text.options):
        yield _("Each line of a matching needs its partner.")
    if sum(bool(option.text.strip()) for option in text.options) < FEWEST_OPTIONS:
        yield _("A matching needs at least two lines with an item.")
    if len({option.match.strip() for option in text.options}) < FEWEST_OPTIONS:
        yield _("A matching needs at least two different partners.")


def _of_number(text: QuestionText) -> Iterator[str]:
    if text.number is None:
        yield _("Enter the right number.")
    if text.tolerance < 0:
        yield _("The tolerance cannot be negative. Enter 0 when only the exact number is right.")
    if text.tolerance_kind == Question.ToleranceKind.PERCENT and text.tolerance > 100:
        yield _("A tolerance of more than 100 per cent accepts nearly everything. Enter less.")


def _of_essay(text: QuestionText) -> Iterator[str]:
    if not text.marking_notes.strip():
        yield _("Write marking notes: what a full answer holds and what earns points.")
    if text.words_from and text.words_to and text.words_from > text.words_to:
        yield _("The words end before they begin: enter the lower number first.")


def _of_foreign_fields(text: QuestionText) -> Iterator[str]:
    """Fields that this kind does not use would be lost without a word."""
    if text.number is not None and text.kind != Question.Kind.NUMERIC:
        yield _("Only a question for a number has a right number. Remove it.")
    if text.kind != Question.Kind.MATCHING and any(option.match.strip() for option in text.options):
        yield _("Only a matching has partners. Remove them.")
    if text.kind == Question.Kind.ORDERING and any(option.correct for option in text.options):
        yield _("An order has no right option: the order in which the lines stand is right.")


_CHECKS: dict[str, Callable[[QuestionText], Iterator[str]]] = {
    Question.Kind.SINGLE: _of_one_right,
    Question.Kind.TRUE_FALSE: _of_one_right,
    Question.Kind.MULTIPLE: _of_several_right,
    Question.Kind.MATCHING: _of_matching,
    Question.Kind.NUMERIC: _of_number,
    Question.Kind.SHORT_TEXT: _of_accepted,
    Question.Kind.ESSAY: _of_essay,
}
