"""Which questions an attempt asks, and in which order.

Everything follows from one number, the seed of the attempt. The order is that of SHA-256 sums and not of Python's random
numbers, so the same seed gives the same sheet in every version of Python, for as long as records are kept.
"""

import hashlib
from collections import Counter
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
    points: int = 1
    principles: frozenset[int] = frozenset()
    """Their numbers."""


@dataclass(frozen=True)
class Draw:
    """How many questions come from one bank."""

    bank_id: int
    count: int
    points: int | None = None
    """For each of them; None: as the questions say themselves."""
    blueprint: bool = False
    """Each principle of the bank is asked at least once."""
    part: int = 0
    """Questions of one part are mixed; the parts stand one after the other."""


@dataclass(frozen=True)
class Drawn:
    question_id: int
    points: int


def draw_questions(
    draws: Iterable[Draw], pool: Iterable[Candidate], *, seed: int, seen: Collection[int] = ()
) -> list[Drawn]:
    """The questions in the order in which they are asked: part by part, mixed inside a part.

    Those seen before come last into the draw. Raises UnableToDraw when a bank is too small or leaves out a principle,
    or when nothing would be asked.
    """
    candidates = list(pool)
    drawn: list[tuple[int, Drawn]] = []
    for draw in draws:
        mixed = sorted(
            (each for each in candidates if each.bank_id == draw.bank_id),
            key=lambda each: (each.question_id in seen, _place(seed, "draw", each.question_id)),
        )
        picked = _pick(draw, mixed)
        drawn += [(draw.part, Drawn(each.question_id, draw.points or each.points)) for each in picked]
    if not drawn:
        raise UnableToDraw(_("This quiz has no questions. Tell your instructor."))
    drawn.sort(key=lambda pair: (pair[0], _place(seed, "order", pair[1].question_id)))
    return [question for _part, question in drawn]


def _pick(draw: Draw, mixed: list[Candidate]) -> list[Candidate]:
    """The first of the mixed candidates, after those that bring in a principle of their own."""
    picked = covering(mixed) if draw.blueprint else []
    picked += [candidate for candidate in mixed if candidate not in picked][
        : max(0, draw.count - len(picked))
    ]
    if len(picked) != draw.count:
        raise UnableToDraw(_("This quiz has too few questions. Tell your instructor."))
    return picked


def covering(mixed: Sequence[Candidate]) -> list[Candidate]:
    """Some of them that together have all principles of all, picked one by one: the rarest principle first."""
    have = Counter(number for candidate in mixed for number in candidate.principles)
    covered: set[int] = set()
    picked: list[Candidate] = []
    for number in sorted(have, key=lambda each: (have[each], each)):
        if number not in covered:
            first = next(candidate for candidate in mixed if number in candidate.principles)
            picked.append(first)
            covered |= first.principles
    return picked


def order_of_choices(choice_ids: Sequence[int], *, seed: int) -> list[int]:
    """The ids of a question's options in the order in which this attempt shows them."""
    return sorted(choice_ids, key=lambda each: _place(seed, "choice", each))


def order_of_partners(choice_ids: Sequence[int], *, seed: int) -> list[int]:
    """The same for the partners of a matching: another order than that of its items."""
    return sorted(choice_ids, key=lambda each: _place(seed, "partner", each))


def _place(seed: int, purpose: str, number: int) -> str:
    return hashlib.sha256(f"{seed}:{purpose}:{number}".encode()).hexdigest()
