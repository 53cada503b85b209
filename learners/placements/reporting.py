"""The sector report: placements by sector, country and group of countries; hosts by result."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from learners.admissions.countries import COUNTRIES, country_name, group_on
from learners.placements.evaluating import mark_of
from learners.placements.models import Host, Placement, Sector
from learners.placements.papers import Evaluation

_NOT_BEGUN = ("proposed", "returned", "refused")


@dataclass(frozen=True)
class HostResult:
    host: Host
    placements: int
    completed: int
    ended: int
    mark: Decimal | None
    """Mean mark of the evaluations that it gave."""
    again: int
    """How many of its supervisors would host again."""


@dataclass(frozen=True)
class Report:
    by_sector: list[tuple[str, int]]
    by_country: list[tuple[str, int]]
    by_group: list[tuple[str, int]]
    hosts: list[HostResult]
    projects: int
    all: int


def sector_report(cohort_ids: Collection[int] | None) -> Report:
    """Of placements whose proposal was approved. Three queries."""
    placements = (
        Placement.objects.exclude(state__in=_NOT_BEGUN).exclude(decided_at=None).select_related("host")
    )
    if cohort_ids is not None:
        placements = placements.filter(internship__enrolment__cohort__in=cohort_ids)
    found = list(placements.order_by("pk"))
    hosted = [(each, each.host) for each in found if each.host]
    marks = Evaluation.objects.filter(
        placement__in=[each for each, _host in hosted], approved_at__isnull=False
    ).order_by("pk")
    evaluations = {each.placement_id: each for each in marks}
    return Report(
        by_sector=_counted(str(Sector(host.sector).label) for _each, host in hosted),
        by_country=_counted(country_name(host.country) for _each, host in hosted),
        by_group=_counted(_group(each, host) for each, host in hosted),
        hosts=_hosts(hosted, evaluations),
        projects=len(found) - len(hosted),
        all=len(found),
    )


def _counted(names) -> list[tuple[str, int]]:
    """The most frequent first."""
    return sorted(Counter(names).items(), key=lambda each: (-each[1], each[0]))


def _group(placement: Placement, host: Host) -> str:
    """As the list stood on the first day of the placement."""
    code = host.country
    return str(group_on(code, placement.starts_on).label) if code in COUNTRIES else _("Not known")


def _hosts(hosted: list[tuple[Placement, Host]], evaluations: dict[int, Evaluation]) -> list[HostResult]:
    of_host: dict[Host, list[Placement]] = {}
    for placement, host in hosted:
        of_host.setdefault(host, []).append(placement)
    return sorted(
        (_host_result(host, own, evaluations) for host, own in of_host.items()),
        key=lambda each: (-each.placements, each.host.name),
    )


def _host_result(host: Host, own: list[Placement], evaluations: dict[int, Evaluation]) -> HostResult:
    given = [evaluations[each.pk] for each in own if each.pk in evaluations]
    marks = [mark_of(each.ratings.values()) for each in given]
    return HostResult(
        host=host,
        placements=len(own),
        completed=sum(1 for each in own if each.state == "closed"),
        ended=sum(1 for each in own if each.state == "ended"),
        mark=(sum(marks, Decimal(0)) / len(marks)).quantize(Decimal("0.1")) if marks else None,
        again=sum(1 for each in given if each.host_again),
    )
