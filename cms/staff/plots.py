"""How marks are spread, as bars of a drawing."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_STEP = 10


@dataclass(frozen=True)
class Bar:
    """Marks in one step of ten. Lengths are in units of the drawing."""

    label: str
    count: int
    x: int
    height: int
    y: int


def bars_of(marks: Iterable[Decimal | None]) -> list[Bar]:
    """Ten bars from 0 to 100; the mark 100 belongs to the last one. Work without a mark is in none."""
    counts = [0] * 10
    for mark in marks:
        if mark is not None:
            counts[min(9, int(mark) // _STEP)] += 1
    top = max(counts) or 1
    bars = []
    for place, count in enumerate(counts):
        height = round(100 * count / top)
        last = 100 if place == 9 else place * _STEP + 9
        bars.append(Bar(f"{place * _STEP}–{last}", count, 8 + place * 40, height, 120 - height))
    return bars
