"""Cases by country as a map and as the list beside it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import dist, sqrt
from urllib.parse import urlencode

from content.casestudies.places import place_of
from content.casestudies.world import land

_SMALLEST, _LARGEST = 1.9, 4.5
_RING = ((1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7))
"""East, and on around the compass."""


@dataclass(frozen=True)
class Mark:
    """One country, with the address of its cases."""

    country: str
    cases: int
    query: str
    chosen: bool
    x: float = 0
    y: float = 0
    r: float = 0


@dataclass(frozen=True)
class CaseMap:
    land: str
    marks: list[Mark]
    """The largest first, so that none lies hidden under another."""
    countries: list[Mark]
    """All of them by name, also those that have no place on the map."""


def case_map(counts: Mapping[str, int], chosen: Mapping[str, str]) -> CaseMap:
    """counts: country -> how many cases fit the other filters. Countries without a case are left out."""
    others = {name: value for name, value in chosen.items() if name != "country"}
    countries = [
        Mark(
            country,
            cases,
            urlencode(others | {"country": country, "view": "map"}),
            chosen.get("country") == country,
        )
        for country, cases in sorted(counts.items())
        if cases
    ]
    return CaseMap(land(), list(_placed(countries)), countries)


def _placed(countries: list[Mark]) -> Iterator[Mark]:
    """A mark that would cover another one moves aside by its own width, as the islands of the Caribbean do."""
    taken: list[tuple[float, float, float]] = []
    for mark in sorted(countries, key=lambda each: (-each.cases, each.country)):
        place = place_of(mark.country)
        if place is None:
            continue
        latitude, longitude = place
        r = round(min(_LARGEST, _SMALLEST * sqrt(mark.cases)), 1)
        x, y = next(
            (spot for spot in _around(longitude, -latitude, r) if _is_free(spot, r, taken)),
            (longitude, -latitude),
        )
        taken.append((x, y, r))
        yield Mark(mark.country, mark.cases, mark.query, mark.chosen, round(x, 1), round(y, 1), r)


def _around(x: float, y: float, r: float) -> Iterator[tuple[float, float]]:
    yield x, y
    for far in (r, 2 * r, 3 * r):
        for right, down in _RING:
            yield x + far * right, y + far * down


def _is_free(spot: tuple[float, float], r: float, taken: list[tuple[float, float, float]]) -> bool:
    return all(dist(spot, (x, y)) >= 0.9 * (r + other) for x, y, other in taken)
