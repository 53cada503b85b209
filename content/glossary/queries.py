"""The words of the programme, by the alphabet."""

from dataclasses import dataclass
from itertools import groupby

from content.glossary.models import GlossaryTerm


@dataclass(frozen=True)
class Letter:
    letter: str
    terms: list[GlossaryTerm]


def terms():
    return GlossaryTerm.objects.order_by("term", "pk")


def letters(found) -> list[Letter]:
    """Terms under their first letter; what begins with no letter stands under #."""
    ordered = sorted(found, key=lambda each: (_first(each.term), each.term.casefold(), each.pk))
    return [Letter(letter, list(group)) for letter, group in groupby(ordered, lambda each: _first(each.term))]


def _first(term: str) -> str:
    return term[:1].upper() if term[:1].isalpha() else "#"
