"""The list of the case library as one page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator

from content.casestudies.filtering import find, nearest
from content.casestudies.forms import CaseFilter
from content.casestudies.mapping import CaseMap, case_map
from content.casestudies.models import CaseStudyPage
from content.casestudies.queries import cases_in_order, library

ROWS = 50
NEAREST = 3


@dataclass(frozen=True)
class Chip:
    """A filter that is set, and the address without it."""

    label: str
    query: str


@dataclass(frozen=True)
class CaseList:
    form: CaseFilter
    page_obj: Page
    all: int
    chips: list[Chip]
    unknown: list[str]
    nearest: list[CaseStudyPage]
    """Only when nothing fits."""
    map: CaseMap | None
    """Only when it is asked for."""
    map_query: str
    """The address of the same list with the map, or without it."""


def case_list(asked: Mapping[str, str]) -> CaseList:
    """asked: the values of the address. Unknown ones are left out and named. The same number of queries for any number of cases."""
    known = library()
    found = find(known.cases, asked)
    mapped = {"view": "map"} if asked.get("view") == "map" else {}
    form = CaseFilter(found, known.principles, kept=mapped)
    page = Paginator(found.pks, ROWS).get_page(asked.get("page"))
    page.object_list = cases_in_order(page.object_list)
    closest = nearest(known.cases, found.chosen, most=NEAREST) if not found.pks else []
    return CaseList(
        form=form,
        page_obj=page,
        all=len(known.cases),
        chips=_chips(found.chosen, form, mapped),
        unknown=found.unknown,
        nearest=cases_in_order(closest) if closest else [],
        map=case_map(found.counts["country"], found.chosen) if mapped else None,
        map_query=urlencode(found.chosen | ({} if mapped else {"view": "map"})),
    )


def _chips(chosen: Mapping[str, str], form: CaseFilter, mapped: dict[str, str]) -> list[Chip]:
    return [
        Chip(
            f"{form.fields[name].label}: {form.labels[name][value]}",
            urlencode({other: kept for other, kept in chosen.items() if other != name} | mapped),
        )
        for name, value in chosen.items()
    ]
