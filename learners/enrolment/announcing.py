"""Tells learners of their cohort's dates: publication and later changes."""

from datetime import datetime

from django.db import transaction

from courses.cohorts.models import Cohort, DateOverride
from courses.cohorts.queries import locked_cohort
from courses.cohorts.scheduling import clear_dates, publish_schedule, set_dates
from courses.editions.plan import PlannedActivity
from learners.enrolment.models import Enrolment
from learners.enrolment.queries import OPEN_STATES
from learners.events.recording import record_for_each


@transaction.atomic
def publish_dates(cohort: Cohort, *, by, at: datetime) -> Cohort:
    """Show the dates and tell everybody who is enrolled. Raises UnableToSchedule."""
    fresh = locked_cohort(cohort).published_at is None
    cohort = publish_schedule(cohort, at=at)
    if fresh:
        _tell(cohort, "schedule.published", by=by, at=at)
    return cohort


@transaction.atomic
def change_dates(
    cohort: Cohort,
    planned: PlannedActivity,
    *,
    opens_at: datetime | None,
    due_at: datetime | None,
    reason: str,
    by,
    at: datetime,
) -> DateOverride:
    """Give one activity dates of its own; learners hear of it once the dates are published. Raises UnableToSchedule."""
    override = set_dates(cohort, planned, opens_at=opens_at, due_at=due_at, reason=reason, at=at)
    _tell_of(cohort, planned, by=by, at=at)
    return override


@transaction.atomic
def back_to_rule(cohort: Cohort, planned: PlannedActivity, *, by, at: datetime) -> None:
    """Raises UnableToSchedule where that would take away time."""
    clear_dates(cohort, planned, at=at)
    _tell_of(cohort, planned, by=by, at=at)


def _tell_of(cohort: Cohort, planned: PlannedActivity, *, by, at: datetime) -> None:
    if cohort.published_at:
        _tell(cohort, "schedule.changed", by=by, at=at, activity_id=planned.activity_id)


def _tell(cohort: Cohort, verb: str, *, by, at: datetime, activity_id: int | None = None) -> None:
    """One event for each learner: each is told in the own zone, and nobody twice."""
    learners = Enrolment.objects.filter(cohort=cohort, state__in=OPEN_STATES).order_by("pk")
    record_for_each(verb, learners, activity_id=activity_id, by=by, at=at)
