"""Which questions an attempt asks, and in which order.

Everything follows from one number, the seed of the attempt. The order is that of SHA-256 sums and not of Python's random
numbers, so the same seed gives the same sheet in every version of Python, for as long as records are kept.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from content.base.errors import RuleError


class UnableToDraw(RuleError):
    """The banks hold fewer questions than the quiz asks."""


@dataclass(frozen=True)
class Candidate:
    """A question that may be drawn."""

    question_id: int
    bank_id: int


@dataclass(frozen=True)
class Draw:
    """How many questions come from one bank."""

    bank_id: int
    count: int


def draw_questions(
    draws: Iterable[Draw], pool: Iterable[Candidate], *, seed: int, seen: Collection[int] = ()
) -> list[int]:
    """The ids of the questions in the order in which they are asked. Those seen before come last into the draw.

    Raises UnableToDraw when a bank is too small, or when nothing would be asked.
    """
    candidates = list(pool)
    picked: list[int] = []
    for draw in draws:
        ids = {candidate.question_id for candidate in candidates if candidate.bank_id == draw.bank_id}
        if len(ids) < draw.count:
            raise UnableToDraw(_("This quiz has too few questions. Tell your instructor."))
        picked += sorted(ids, key=lambda each: (each in seen, _place(seed, "draw", each)))[: draw.count]
    if not picked:
        raise UnableToDraw(_("This quiz has no questions. Tell your instructor."))
    return sorted(picked, key=lambda each: _place(seed, "order", each))


def order_of_choices(choice_ids: Sequence[int], *, seed: int) -> list[int]:
    """The ids of a question's options in the order in which this attempt shows them."""
    return sorted(choice_ids, key=lambda each: _place(seed, "choice", each))


def _place(seed: int, purpose: str, number: int) -> str:
    return hashlib.sha256(f"{seed}:{purpose}:{number}".encode()).hexdigest()
