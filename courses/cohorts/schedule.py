"""When an activity opens, when it is due, and why."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from courses.cohorts.models import Cohort, DateOverride
from courses.editions.plan import PlannedActivity

LAST_ZONE_ON_EARTH = timezone(timedelta(hours=-12))


@dataclass(frozen=True)
class Dates:
    opens_at: datetime
    due_at: datetime
    reason: str
    """Why the due date is what it is, in one sentence."""


def week_starts_at(cohort: Cohort, week: int) -> datetime:
    """Monday 00:00 of that week where the cohort is, in UTC."""
    day = cohort.starts_on + timedelta(weeks=week - 1)
    return datetime.combine(day, time.min, ZoneInfo(cohort.time_zone)).astimezone(UTC)


def week_ends_at(cohort: Cohort, week: int) -> datetime:
    """Sunday 23:59 in the last zone on Earth, UTC-12 (specification 1.5), in UTC."""
    day = cohort.starts_on + timedelta(weeks=week, days=-1)
    return datetime.combine(day, time(23, 59), LAST_ZONE_ON_EARTH).astimezone(UTC)


def current_week(cohort: Cohort, *, at: datetime) -> int:
    """The week of study at this moment where the cohort is: 1 in the first, 0 or less before the start."""
    today = at.astimezone(ZoneInfo(cohort.time_zone)).date()
    return (today - cohort.starts_on).days // 7 + 1


def overrides_of(cohort: Cohort) -> dict[int, DateOverride]:
    """The cohort's dates that differ from the rule, by activity. One query."""
    return {override.activity_id: override for override in cohort.date_overrides.all()}


def opening_of(cohort: Cohort, planned: PlannedActivity) -> datetime:
    """When the activity opens for the cohort: its week, or the date of its own. One query."""
    own = cohort.date_overrides.filter(activity_id=planned.activity_id, opens_at__isnull=False).first()
    return own.opens_at if own and own.opens_at else week_starts_at(cohort, planned.week)


def cohort_dates(cohort: Cohort, planned: PlannedActivity, override: DateOverride | None) -> Dates:
    opens_at = week_starts_at(cohort, planned.week)
    due_at = week_ends_at(cohort, planned.week)
    reason = _("Work of week %(week)s is due on its Sunday, 23:59 in the last time zone on Earth.") % {
        "week": planned.week
    }
    if override is None:
        return Dates(opens_at, due_at, reason)
    if override.due_at:
        reason = _("Your cohort has a date of its own: %(reason)s") % {"reason": override.reason}
    return Dates(override.opens_at or opens_at, override.due_at or due_at, reason)
