"""Which cases fit some filters, and how many would fit each other value. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FILTERS = ("principle", "factor", "region", "country", "group", "outcome", "begun", "stage")
PERIODS = ("before-2005", "2005-2009", "2010-2014", "2015-2019", "2020-now")
_LAST_YEARS = (2004, 2009, 2014, 2019)


@dataclass(frozen=True)
class CaseFacts:
    """What a case is found by: filter -> its values."""

    pk: int
    values: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Found:
    pks: list[int]
    chosen: dict[str, str]
    """Filter -> the one value asked for. Unknown values are not among them."""
    unknown: list[str]
    counts: dict[str, dict[str, int]]
    """Filter -> value -> how many cases fit it together with the other filters. Values of no case at all are left out."""


def find(cases: Sequence[CaseFacts], asked: Mapping[str, str]) -> Found:
    known = {name: {value for case in cases for value in case.values[name]} for name in FILTERS}
    given = {name: asked[name] for name in FILTERS if asked.get(name)}
    chosen = {name: value for name, value in given.items() if value in known[name]}
    return Found(
        pks=[case.pk for case in cases if not _misses(case, chosen)],
        chosen=chosen,
        unknown=[value for name, value in given.items() if name not in chosen],
        counts=_counts(cases, chosen, known),
    )


def nearest(cases: Iterable[CaseFacts], chosen: Mapping[str, str], *, most: int) -> list[int]:
    """The cases that miss the fewest filters, for a list that would be empty."""
    missed = sorted((len(_misses(case, chosen)), place, case.pk) for place, case in enumerate(cases))
    return [pk for misses, _place, pk in missed[:most] if misses < len(chosen)]


def most_alike(cases: Iterable[CaseFacts], to: CaseFacts, *, most: int) -> list[int]:
    """The other cases that share most with one: principles count most, then factors, then the place."""
    weights = {"principle": 3, "factor": 2, "region": 1, "group": 1}

    def shared(case: CaseFacts) -> int:
        return sum(weight * len(case.values[name] & to.values[name]) for name, weight in weights.items())

    others = sorted((-shared(case), place, case.pk) for place, case in enumerate(cases) if case.pk != to.pk)
    return [pk for _score, _place, pk in others[:most]]


def begun(years: str) -> frozenset[str]:
    """The period in which “2014-ongoing” began; none when the text names no year."""
    year = re.search(r"\d{4}", years)
    if year is None:
        return frozenset()
    place = sum(1 for last in _LAST_YEARS if int(year[0]) > last)
    return frozenset({PERIODS[place]})


def stage(years: str) -> frozenset[str]:
    """Whether “2014-ongoing” is still running."""
    if not years.strip():
        return frozenset()
    return frozenset({"running" if "ongoing" in years else "ended"})


def _misses(case: CaseFacts, chosen: Mapping[str, str]) -> list[str]:
    return [name for name, value in chosen.items() if value not in case.values[name]]


def _counts(cases, chosen, known) -> dict[str, dict[str, int]]:
    """Each filter is counted as if it were not set itself, so that every count is what a click on it gives."""
    counted: dict[str, Counter] = {name: Counter() for name in FILTERS}
    for case in cases:
        missed = _misses(case, chosen)
        if len(missed) > 1:
            continue
        for name in missed or FILTERS:
            counted[name].update(case.values[name])
    return {name: {value: counted[name][value] for value in known[name]} for name in FILTERS}
