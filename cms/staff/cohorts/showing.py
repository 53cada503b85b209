"""Cohorts as the desk shows them."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from courses.cohorts.models import Cohort, DateOverride
from courses.cohorts.queries import all_cohorts
from learners.enrolment.queries import taken_places


@dataclass(frozen=True)
class CohortRow:
    cohort: Cohort
    learners: int
    held: int


def cohort_rows() -> list[CohortRow]:
    """All cohorts with their taken and held places. Three queries."""
    taken, held = taken_places()
    return [CohortRow(each, taken.get(each.pk, 0), held.get(each.pk, 0)) for each in all_cohorts()]


def initial_dates(override: DateOverride | None, zone: str) -> dict:
    """What the form shows first: the dates of its own, in the cohort's zone."""
    initial: dict = {"reason": override.reason} if override else {}
    for name, moment in (("opens", override and override.opens_at), ("due", override and override.due_at)):
        if moment:
            local = moment.astimezone(ZoneInfo(zone))
            initial |= {f"{name}_on": local.date(), f"{name}_time": local.time()}
    return initial
