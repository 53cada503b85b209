"""The three open data sets: what each holds, column by column, and its rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.casestudies.models import CaseStudyPage, CaseStudyPrinciple
from content.principles.models import PrinciplePage
from learners.enrolment.sheets import Cell
from learners.opendata.indicators import indicators

Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Dataset:
    slug: str
    title: str | Promise
    description: str | Promise
    columns: Callable[[], dict[str, str]]
    """Name of the column -> what stands in it."""
    rows: Callable[[], Iterator[Row]]


def _case_columns() -> dict[str, str]:
    return {
        "slug": _("Name of the case in addresses"),
        "title": _("Title"),
        "country": _("Country or countries"),
        "region": _("Region"),
        "country_group": _("developing, transition or developed"),
        "years": _("First and last year, or ongoing"),
        "organisation": _("Who did it"),
        "outcome": _("success, mixed or failure"),
        "verification": _("verified: its sources were read"),
        "principles": _("Numbers of the principles, with a semicolon between"),
        "failure_factors": _("Codes of the factors of failure, with a semicolon between"),
        "facts": _("What was done and what came of it"),
        "sources": _("Addresses of the sources, with a blank between"),
        "licence": _("Licence of the text"),
        "reviewed_on": _(
            "Day on which somebody last read whether the facts are still right; empty if not yet"
        ),
        "url": _("Its page"),
    }


def _case_rows() -> Iterator[Row]:
    numbers: dict[int, list[str]] = {}
    links = CaseStudyPrinciple.objects.order_by("case", "sort_order", "pk")
    for case_id, number in links.values_list("case_id", "principle__number"):
        numbers.setdefault(case_id, []).append(str(number))
    for case in CaseStudyPage.objects.live().order_by("slug", "pk"):
        factors = [block["value"] for block in case.failure_factors.raw_data]
        sources = [block["value"].get("url") or "" for block in case.sources.raw_data]
        yield (
            case.slug, case.title, case.country, case.region, case.development_status, case.years,
            case.organisation, case.outcome, case.verification, ";".join(numbers.get(case.pk, ())),
            ";".join(factors), case.facts, " ".join(filter(None, sources)), case.licence,
            case.reviewed_on.isoformat() if case.reviewed_on else "", f"{settings.SITE_ADDRESS}{case.url or ''}",
        )  # fmt: skip


def _principle_columns() -> dict[str, str]:
    return {
        "number": _("Number in the Recommendation"),
        "pillar": _("I, II or III"),
        "title": _("Short name"),
        "official_name": _("Name in the Recommendation"),
        "summary": _("In our own words"),
        "lessons": _("Number of published lessons"),
        "cases": _("Number of published cases"),
        "url": _("Its page"),
    }


def _principle_rows() -> Iterator[Row]:
    lessons = Count("lesson_links", distinct=True, filter=Q(lesson_links__lesson__live=True))
    cases = Count("case_links", distinct=True, filter=Q(case_links__case__live=True))
    pages = PrinciplePage.objects.live().annotate(lessons=lessons, cases=cases)
    for page in pages.order_by("number"):
        yield (
            page.number, page.pillar, page.title, page.official_name, page.summary, page.lessons, page.cases,
            f"{settings.SITE_ADDRESS}{page.url or ''}",
        )  # fmt: skip


def _indicator_columns() -> dict[str, str]:
    return {
        "indicator": _("Name of the figure"),
        "of": _("Principle, outcome, region or cohort; empty for all"),
        "value": _("The figure; empty where it would tell of fewer than 5 people"),
        "unit": _("What is counted"),
    }


def _indicator_rows() -> Iterator[Row]:
    for each in indicators():
        yield each.indicator, each.of, each.value, each.unit


DATASETS = {
    each.slug: each
    for each in (
        Dataset(
            "cases",
            gettext_lazy("Cases of digital government"),
            gettext_lazy("What was done where, what came of it, and with which principles it has to do."),
            _case_columns,
            _case_rows,
        ),
        Dataset(
            "principles",
            gettext_lazy("The twelve principles"),
            gettext_lazy("The principles of the OECD Recommendation with summaries of our own."),
            _principle_columns,
            _principle_rows,
        ),
        Dataset(
            "indicators",
            gettext_lazy("Figures of the programme"),
            gettext_lazy("What is published, and how many people study and receive the certificate."),
            _indicator_columns,
            _indicator_rows,
        ),
    )
}
