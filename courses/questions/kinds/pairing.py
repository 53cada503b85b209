"""Kinds that are answered by pairs: items matched with partners, items put into an order."""

from collections import Counter
from collections.abc import Collection
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy

from courses.questions.kinds.base import (
    Asked,
    Fields,
    Option,
    QuestionKind,
    no_answer,
    share_of,
    whole_number,
)


class Matching(QuestionKind):
    """Each item gets its partner. The response is a list of pairs [item, option whose partner was chosen].

    An option without an item of its own is a partner that fits nothing. Two items may share one partner.
    """

    fields = Fields.MATCHING
    several = False
    mixed = True
    by_person = False
    credit = gettext_lazy("You earn the share of pairs that are right.")

    def parse(self, question: Asked, raw: Any) -> list[list[int]] | None:
        items, partners = ids_of(items_to_match(question)), ids_of(partners_to_choose(question))
        return _pairs(raw, items, partners)

    def is_answered(self, response: Any) -> bool:
        return bool(response)

    def share(self, question: Asked, response: Any) -> Fraction:
        """The share of items that have their partner. Items without one count as wrong."""
        items = items_to_match(question)
        partner = {choice.id: choice.match for choice in question.choices}
        chosen = {item: partner.get(other) for item, other in response or ()}
        return share_of(sum(chosen.get(item.id) == item.match for item in items), len(items))


class Ordering(QuestionKind):
    """Items are put into the order in which they were written. The response is a list of pairs [item, position].

    An answer may be unfinished: then items have no position, or two have the same.
    """

    fields = Fields.ORDERING
    several = False
    mixed = True
    by_person = False
    credit = gettext_lazy(
        "You earn the share of items that stand at their right place. Two items at the same place are both wrong."
    )

    def parse(self, question: Asked, raw: Any) -> list[list[int]] | None:
        return _pairs(raw, ids_of(question.choices), set(range(1, len(question.choices) + 1)))

    def is_answered(self, response: Any) -> bool:
        return bool(response)

    def share(self, question: Asked, response: Any) -> Fraction:
        """The share of items at their right place. A position that was given twice counts for neither item."""
        given = dict(response or ())
        times = Counter(given.values())
        right = sum(
            given.get(choice.id) == place and times[place] == 1
            for place, choice in enumerate(question.choices, start=1)
        )
        return share_of(right, len(question.choices))


def items_to_match(question: Asked) -> list[Option]:
    return [choice for choice in question.choices if choice.text]


def partners_to_choose(question: Asked) -> list[Option]:
    """One option for each different partner: the first that has it."""
    partners: dict[str, Option] = {}
    for choice in question.choices:
        partners.setdefault(choice.match, choice)
    return list(partners.values())


def ids_of(options: Collection[Option]) -> set[int]:
    return {option.id for option in options}


def _pairs(raw: Any, firsts: Collection[int], seconds: Collection[int]) -> list[list[int]] | None:
    if not isinstance(raw, list | tuple):
        raise no_answer()
    pairs: dict[int, int] = {}
    for entry in raw:
        if not (isinstance(entry, list | tuple) and len(entry) == 2):
            raise no_answer()
        first, second = whole_number(entry[0]), whole_number(entry[1])
        if first is None or second is None or first not in firsts or second not in seconds or first in pairs:
            raise no_answer()
        pairs[first] = second
    return [list(pair) for pair in sorted(pairs.items())] or None
