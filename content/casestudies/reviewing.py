"""Whose facts should be read again: older than three years, and not looked at since a year."""

from dataclasses import dataclass
from datetime import date

from content.casestudies.models import CaseStudyPage
from content.casestudies.queries import published_cases

OLD_AFTER = 3  # years
LOOKED_AT_FOR = 365  # days


@dataclass(frozen=True)
class ToReview:
    case: CaseStudyPage
    newest: int | None
    """Year of its newest source."""


def cases_to_review(*, on: date) -> list[ToReview]:
    """The oldest facts first. One query."""
    due = [ToReview(case, newest_year(case)) for case in published_cases() if is_due(case, on=on)]
    return sorted(due, key=lambda each: (each.newest or 0, each.case.title))


def is_due(case: CaseStudyPage, *, on: date) -> bool:
    if case.reviewed_on and (on - case.reviewed_on).days <= LOOKED_AT_FOR:
        return False
    newest = newest_year(case)
    return newest is None or on.year - newest > OLD_AFTER


def newest_year(case: CaseStudyPage) -> int | None:
    years = [source["value"].get("year") for source in case.sources.raw_data]
    return max((year for year in years if year), default=None)
