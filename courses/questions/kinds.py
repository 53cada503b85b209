"""What counts as an answer to a question, and how many points it earns: one class for each kind."""

from collections.abc import Collection, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Protocol

from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.questions.models import Question

CENT = Decimal("0.01")
LONGEST_NUMBER = 18


class UnreadableAnswer(RuleError):
    """What was sent is no answer to this question."""


class Option(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def correct(self) -> bool: ...


class Asked(Protocol):
    """As much of a question as is needed to read and score an answer."""

    @property
    def kind(self) -> str: ...
    @property
    def points(self) -> int: ...
    @property
    def choices(self) -> Sequence[Option]: ...


class QuestionKind(Protocol):
    """What every kind can do. A response is what parse returns: it fits into JSON, and None means no answer."""

    several: bool
    """Whether more than one option may be chosen."""
    mixed: bool
    """Whether its options come in an order of their own for each attempt."""

    def parse(self, question: Asked, raw: Any) -> Any: ...
    def is_answered(self, response: Any) -> bool: ...
    def score(self, question: Asked, response: Any) -> Decimal: ...


class Single:
    """One right option. The response is a list with its number."""

    several = False
    mixed = True

    def parse(self, question: Asked, raw: Any) -> list[int] | None:
        chosen = _chosen(question, raw)
        if len(chosen) > 1:
            raise UnreadableAnswer(_("Choose only one answer to this question."))
        return chosen or None

    def is_answered(self, response: Any) -> bool:
        return bool(response)

    def score(self, question: Asked, response: Any) -> Decimal:
        return _share_of(question.points, Fraction(int(set(response or ()) == _right(question))))


class TrueFalse(Single):
    """True or false. Its two options stay in the order in which they were written."""

    mixed = False


class Multiple:
    """Several right options, with partial credit. The response is a list of numbers in ascending order."""

    several = True
    mixed = True

    def parse(self, question: Asked, raw: Any) -> list[int] | None:
        return _chosen(question, raw) or None

    def is_answered(self, response: Any) -> bool:
        return bool(response)

    def score(self, question: Asked, response: Any) -> Decimal:
        """The share of right options chosen less the share of wrong options chosen, never below zero."""
        chosen, right = set(response or ()), _right(question)
        wrong = {choice.id for choice in question.choices} - right
        gained, lost = _share(chosen & right, right), _share(chosen & wrong, wrong)
        return _share_of(question.points, max(gained - lost, Fraction(0)))


KINDS: dict[str, QuestionKind] = {
    Question.Kind.SINGLE: Single(),
    Question.Kind.MULTIPLE: Multiple(),
    Question.Kind.TRUE_FALSE: TrueFalse(),
}


def kind_of(question: Asked) -> QuestionKind:
    return KINDS[question.kind]


def _chosen(question: Asked, raw: Any) -> list[int]:
    numbers = [_number(entry) for entry in raw] if isinstance(raw, list | tuple) else [None]
    known = {choice.id for choice in question.choices}
    chosen = sorted({number for number in numbers if number in known})
    if None in numbers or not known.issuperset(numbers):
        raise UnreadableAnswer(_("This is not an answer to this question. Load the page again and choose."))
    return chosen


def _number(entry: Any) -> int | None:
    if isinstance(entry, int) and not isinstance(entry, bool):
        return entry
    readable = isinstance(entry, str) and entry.isascii() and entry.isdecimal()
    return int(entry) if readable and len(entry) <= LONGEST_NUMBER else None


def _right(question: Asked) -> set[int]:
    return {choice.id for choice in question.choices if choice.correct}


def _share(part: Collection[int], whole: Collection[int]) -> Fraction:
    return Fraction(len(part), len(whole)) if whole else Fraction(0)


def _share_of(points: int, share: Fraction) -> Decimal:
    exact = points * share
    return (Decimal(exact.numerator) / exact.denominator).quantize(CENT, ROUND_HALF_UP)
