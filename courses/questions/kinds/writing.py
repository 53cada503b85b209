"""Kinds that are answered by writing: a number, a few words, an essay. What is written is text, never HTML."""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.questions.kinds.base import Asked, Fields, QuestionKind, UnreadableAnswer, no_answer

LONGEST_LINE = 200
LONGEST_ESSAY = 20_000
PERCENT = "percent"
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,6})?")
_TWO_READINGS = re.compile(r"[+-]?[0-9]{1,3},[0-9]{3}")
_SPACES = re.compile(r"[\s'’]+")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


class Numeric(QuestionKind):
    """One number, right within a tolerance. The response is the number as a text, such as "12.5"."""

    fields = Fields.LINE
    several = False
    mixed = False
    by_person = False
    credit = gettext_lazy("A number within the tolerance earns all points.")

    def parse(self, question: Asked, raw: Any) -> str | None:
        text = _text(raw, longest=LONGEST_LINE)
        return in_plain_figures(read_number(text, unit=question.unit)) if text else None

    def is_answered(self, response: Any) -> bool:
        return bool(response)

    def share(self, question: Asked, response: Any) -> Fraction:
        """All or nothing. A tolerance in per cent is one of the right number; both ends of the range are right."""
        if not response or question.number is None:
            return Fraction(0)
        right, given = Fraction(question.number), Fraction(Decimal(response))
        return Fraction(int(abs(given - right) <= width_of(question)))


class ShortText(QuestionKind):
    """A few words that are compared with the accepted answers. The response is the text."""

    fields = Fields.LINE
    several = False
    mixed = False
    by_person = False
    credit = gettext_lazy("An accepted answer earns all points. Spaces and accents do not matter.")

    def parse(self, question: Asked, raw: Any) -> str | None:
        return " ".join(_text(raw, longest=LONGEST_LINE).split()) or None

    def is_answered(self, response: Any) -> bool:
        return bool(response)

    def share(self, question: Asked, response: Any) -> Fraction:
        """All or nothing. The accepted answers are its right options; a wrong option only explains itself."""
        accepted = {folded(c.text, keep_case=question.keep_case) for c in question.choices if c.correct}
        return Fraction(int(folded(response or "", keep_case=question.keep_case) in accepted))


class Essay(QuestionKind):
    """A text that a person reads and marks. The response is the text."""

    fields = Fields.ESSAY
    several = False
    mixed = False
    by_person = True
    credit = gettext_lazy("A marker reads your answer and gives the points.")

    def parse(self, question: Asked, raw: Any) -> str | None:
        return _text(raw, longest=LONGEST_ESSAY) or None

    def is_answered(self, response: Any) -> bool:
        return bool(response)

    def share(self, question: Asked, response: Any) -> Fraction:
        """Nothing by itself: its points come from the marker."""
        return Fraction(0)


def read_number(text: str, *, unit: str = "") -> Decimal:
    """The number that somebody wrote, with its unit or without. Raises UnreadableAnswer."""
    bare = text.strip()
    if unit and bare.casefold().endswith(unit.casefold()):
        bare = bare[: -len(unit)]
    bare = _SPACES.sub("", bare).replace("−", "-")
    if _TWO_READINGS.fullmatch(bare):
        readings = {"text": text, "whole": bare.replace(",", ""), "part": bare.replace(",", ".")}
        raise UnreadableAnswer(
            _("“%(text)s” can be read in two ways. Write %(whole)s or %(part)s.") % readings
        )
    if bare.count(",") == 1 and "." not in bare:
        bare = bare.replace(",", ".")
    if not _NUMBER.fullmatch(bare):
        raise UnreadableAnswer(
            _("Enter one number, for example 12.5, with at most 12 digits and 6 decimals.")
        )
    return Decimal(bare)


def in_plain_figures(number: Decimal) -> str:
    """“12.5” or “1200”: no exponent, no empty decimals, no minus before zero."""
    plain = f"{number.normalize():f}"
    return "0" if plain in ("-0", "0") else plain


def width_of(question: Asked) -> Fraction:
    """How far from the right number an answer may be."""
    tolerance = Fraction(question.tolerance)
    if question.tolerance_kind != PERCENT:
        return tolerance
    return abs(Fraction(question.number or 0)) * tolerance / 100


def folded(text: str, *, keep_case: bool = False) -> str:
    """The text as it is compared: without accents, doubled spaces and, unless they matter, capital letters."""
    bare = unicodedata.normalize("NFKD", text.translate(_QUOTES))
    bare = " ".join("".join(sign for sign in bare if not unicodedata.combining(sign)).split())
    return bare if keep_case else bare.casefold()


def _text(raw: Any, *, longest: int) -> str:
    entries = list(raw) if isinstance(raw, list | tuple) else [None]
    texts = [entry for entry in entries if isinstance(entry, str)]
    if len(entries) > 1 or texts != entries:
        raise no_answer()
    # The database takes no zero byte; browsers send line ends of their own.
    text = "".join(texts).replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    text = text.encode("utf-8", "replace").decode("utf-8")
    if len(text) > longest:
        raise UnreadableAnswer(
            _("Your answer has %(count)s characters. At most %(longest)s can be saved. Shorten it.")
            % {"count": len(text), "longest": longest}
        )
    return text
