"""Who reviews whose work: pure, drawn by a seed, the same answer every time."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Pair:
    """Two learners by their numbers: one reviews the work of the other."""

    reviewer: int
    author: int


def first_draw(learners: Collection[int], *, each: int, seed: str) -> list[Pair]:
    """Everybody gives and receives the same number: `each`, or all others where there are not so many."""
    ring = sorted(learners, key=lambda key: _lot(seed, "ring", key))
    steps = sorted(range(1, len(ring)), key=lambda step: _lot(seed, "step", step))[:each]
    return [
        Pair(reviewer, ring[(place + step) % len(ring)])
        for place, reviewer in enumerate(ring)
        for step in sorted(steps)
    ]


def late_draw(
    learner: int, *, others: Collection[int], standing: Iterable[Pair], each: int, seed: str
) -> list[Pair]:
    """The pairs that put one more learner in. What is drawn already stays.

    Nobody gets more than one above `each`, so with many late works some get fewer reviews: those are spare.
    """
    drawn = set(standing)
    given = Counter(pair.reviewer for pair in drawn)
    received = Counter(pair.author for pair in drawn)
    authors = [other for other in others if Pair(learner, other) not in drawn]
    reviewers = [other for other in others if Pair(other, learner) not in drawn]
    gives = _least(authors, received, each - given[learner], each, seed)
    receives = _least(reviewers, given, each - received[learner], each, seed)
    return [Pair(learner, author) for author in gives] + [Pair(reviewer, learner) for reviewer in receives]


def _least(learners: list[int], load: Counter, wanted: int, each: int, seed: str) -> list[int]:
    free = [key for key in learners if load[key] <= each]
    return sorted(free, key=lambda key: (load[key], _lot(seed, "late", key)))[: max(0, wanted)]


def _lot(*parts: object) -> str:
    return hashlib.sha256(":".join(map(str, parts)).encode()).hexdigest()
