"""Which cases are published, for which principle, and what each is found by."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import TextField
from django.db.models.functions import Cast

from content.casestudies.country_groups import countries_of, groups_of
from content.casestudies.filtering import CaseFacts, begun, stage
from content.casestudies.models import CaseStudyPage, CaseStudyPrinciple

_FACTOR = re.compile(r'"(F[1-6])"')


def published_cases():
    """By region, then by country."""
    return CaseStudyPage.objects.live().order_by("region", "country", "title", "pk")


def cases_touching(principle):
    return published_cases().filter(principle_links__principle=principle)


@dataclass(frozen=True)
class Library:
    cases: list[CaseFacts]
    """In the order of the list."""
    principles: dict[int, str]
    """Number -> title of those that some case has."""


def library() -> Library:
    """What every published case is found by. Two queries, however many cases there are."""
    numbers: dict[int, set[str]] = defaultdict(set)
    titles: dict[int, str] = {}
    links = CaseStudyPrinciple.objects.order_by("principle__number")
    for case_id, number, title in links.values_list("case_id", "principle__number", "principle__title"):
        numbers[case_id].add(str(number))
        titles[number] = title
    return Library(_facts(numbers), titles)


def _facts(numbers: Mapping[int, set[str]]) -> list[CaseFacts]:
    rows = published_cases().values_list(
        "pk",
        "region",
        "country",
        "development_status",
        "outcome",
        "years",
        Cast("failure_factors", TextField()),  # as text: parsing 5,000 stories takes a second
    )
    return [
        CaseFacts(
            pk,
            {
                "principle": frozenset(numbers.get(pk, ())),
                "factor": frozenset(_FACTOR.findall(factors or "")),
                "region": frozenset({region}),
                "country": countries_of(country),
                "group": groups_of(country, group),
                "outcome": frozenset({outcome}),
                "begun": begun(years),
                "stage": stage(years),
            },
        )
        for pk, region, country, group, outcome, years, factors in rows
    ]


def cases_in_order(pks: Iterable[int]) -> list[CaseStudyPage]:
    """The pages with these numbers, in the same order. One query."""
    wanted = list(pks)
    pages = CaseStudyPage.objects.in_bulk(wanted)
    return [pages[pk] for pk in wanted if pk in pages]


def principles_of(case: CaseStudyPage) -> list:
    """In the order in which the authors named them. One query."""
    links = case.principle_links.select_related("principle")
    return [link.principle for link in links.order_by("sort_order", "pk")]
