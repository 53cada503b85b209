"""What every kind of question can do, and how much of a question it needs for that."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from content.base.errors import RuleError

LONGEST_NUMBER = 18


class UnreadableAnswer(RuleError):
    """What was sent is no answer to this question."""


class Option(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def match(self) -> str: ...
    @property
    def correct(self) -> bool: ...


class Asked(Protocol):
    """As much of a question as is needed to read and score an answer. Its choices stand as they were written."""

    @property
    def kind(self) -> str: ...
    @property
    def points(self) -> int: ...
    @property
    def choices(self) -> Sequence[Option]: ...
    @property
    def number(self) -> Decimal | None: ...
    @property
    def tolerance(self) -> Decimal: ...
    @property
    def tolerance_kind(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def keep_case(self) -> bool: ...


class Fields(StrEnum):
    """What the page asks with, and so what it sends."""

    CHOICES = "choices"
    """For each chosen option its place on the page: "3"."""
    MATCHING = "matching"
    """For each item its place and that of the chosen partner: "1-4"."""
    ORDERING = "ordering"
    """For each item its place and the chosen position: "1-4"."""
    LINE = "line"
    ESSAY = "essay"


class QuestionKind(Protocol):
    """A response is what parse returns: it fits into JSON, and None means no answer."""

    fields: Fields
    several: bool
    """Whether more than one option may be chosen."""
    mixed: bool
    """Whether its options come in an order of their own for each attempt."""
    by_person: bool
    """Whether somebody has to read the answer before it earns points."""
    credit: str | Promise
    """How the points come about, for the learner."""

    def parse(self, question: Asked, raw: Any) -> Any: ...
    def is_answered(self, response: Any) -> bool: ...
    def share(self, question: Asked, response: Any) -> Fraction: ...


def no_answer() -> UnreadableAnswer:
    return UnreadableAnswer(_("This is not an answer to this question. Load the page again and choose."))


def whole_number(entry: Any) -> int | None:
    if isinstance(entry, int) and not isinstance(entry, bool):
        return entry
    readable = isinstance(entry, str) and entry.isascii() and entry.isdecimal()
    return int(entry) if readable and len(entry) <= LONGEST_NUMBER else None


def share_of(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)
