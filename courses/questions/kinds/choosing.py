"""Kinds that are answered by choosing options: one right answer, several, true or false."""

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.questions.kinds.base import (
    Asked,
    Fields,
    QuestionKind,
    UnreadableAnswer,
    no_answer,
    share_of,
    whole_number,
)


class Single(QuestionKind):
    """One right option, all points or none. The response is a list with its number."""

    fields = Fields.CHOICES
    several = False
    mixed = True
    by_person = False
    credit = gettext_lazy("The right answer earns all points.")

    def parse(self, question: Asked, raw: Any) -> list[int] | None:
        chosen = _chosen(question, raw)
        if len(chosen) > 1:
            raise UnreadableAnswer(_("Choose only one answer to this question."))
        return chosen or None

    def is_answered(self, response: Any) -> bool:
        return bool(response)

    def share(self, question: Asked, response: Any) -> Fraction:
        return Fraction(int(set(response or ()) == _right(question)))


class TrueFalse(Single):
    """True or false. Its two options stay in the order in which they were written."""

    mixed = False


class Multiple(QuestionKind):
    """Several right options, with partial credit. The response is a list of numbers in ascending order."""

    fields = Fields.CHOICES
    several = True
    mixed = True
    by_person = False
    credit = gettext_lazy(
        "You earn the share of right answers that you chose, less the share of wrong answers that you chose, "
        "never below zero."
    )

    def parse(self, question: Asked, raw: Any) -> list[int] | None:
        return _chosen(question, raw) or None

    def is_answered(self, response: Any) -> bool:
        return bool(response)

    def share(self, question: Asked, response: Any) -> Fraction:
        """The share of right options chosen less the share of wrong options chosen, never below zero."""
        chosen, right = set(response or ()), _right(question)
        wrong = {choice.id for choice in question.choices} - right
        gained = share_of(len(chosen & right), len(right))
        return max(gained - share_of(len(chosen & wrong), len(wrong)), Fraction(0))


def _chosen(question: Asked, raw: Any) -> list[int]:
    numbers = [whole_number(entry) for entry in raw] if isinstance(raw, list | tuple) else [None]
    known = {choice.id for choice in question.choices}
    chosen = sorted({number for number in numbers if number in known})
    if None in numbers or not known.issuperset(numbers):
        raise no_answer()
    return chosen


def _right(question: Asked) -> set[int]:
    return {choice.id for choice in question.choices if choice.correct}
