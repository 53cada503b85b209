"""How much of one text stands in another, word for word. Pure; a number for a reader, never a verdict."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rensa import RMinHash

RUN = 6
"""So many words in the same order make a trace. Set phrases are shorter."""
SHOWN_RUN = 10
"""Shorter passages count and are not shown."""
MOST_SHOWN = 5
_PERMUTATIONS = 128
_SEED = 20_260_301
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Overlap:
    percent: int
    """Of the words of the first text, rounded down."""
    passages: tuple[str, ...]
    """The longest common passages, as the first text writes them."""


def traces(text: str) -> list[tuple[str, ...]]:
    """Every run of six words, in lower case, in the order of the text."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return [tuple(words[place : place + RUN]) for place in range(len(words) - RUN + 1)]


def digest_of(text: str) -> list[int]:
    """A fingerprint of fixed size (MinHash of the traces). Empty for a text shorter than one trace."""
    own = {" ".join(trace) for trace in traces(text)}
    if not own:
        return []
    sketch = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    sketch.update(sorted(own))
    return list(sketch.digest())


def resemblance(one: list[int], other: list[int]) -> float:
    """The estimated share of common traces among all traces of both, 0 to 1. Off by about 0.09 at most times."""
    if not one or len(one) != len(other):
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def overlap(text: str, other: str, *, given: Iterable[str] = ()) -> Overlap:
    """What of the first text stands in the other one. Words of `given` (the brief) are nobody's and count for nothing."""
    places = list(_WORD.finditer(text))
    nobodys = {trace for each in given for trace in traces(each)}
    common = set(traces(other)) - nobodys
    covered = _covered(traces(text), common, len(places))
    runs = sorted(_runs(covered), key=lambda run: (run[0] - run[1], run[0]))
    shown = [run for run in runs if run[1] - run[0] >= SHOWN_RUN][:MOST_SHOWN]
    return Overlap(
        percent=100 * sum(covered) // len(covered) if covered else 0,
        passages=tuple(text[places[start].start() : places[end - 1].end()] for start, end in sorted(shown)),
    )


def _covered(own: list[tuple[str, ...]], common: set[tuple[str, ...]], words: int) -> list[bool]:
    """For each word whether it is part of a common trace."""
    covered = [False] * words
    for place, trace in enumerate(own):
        if trace in common:
            covered[place : place + RUN] = [True] * RUN
    return covered


def _runs(covered: list[bool]) -> list[tuple[int, int]]:
    """Where common passages begin, and where they are over."""
    runs, start = [], None
    for place, is_common in enumerate([*covered, False]):
        if is_common and start is None:
            start = place
        if not is_common and start is not None:
            runs.append((start, place))
            start = None
    return runs
