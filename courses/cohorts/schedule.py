"""When an activity opens, when it is due, and why."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.cohorts.models import Cohort, DateOverride
from courses.editions.plan import PlannedActivity

LAST_ZONE_ON_EARTH = timezone(timedelta(hours=-12))
WEEK, DAY = timedelta(weeks=1), timedelta(days=1)


@dataclass(frozen=True)
class Dates:
    opens_at: datetime
    due_at: datetime
    reason: str
    """Why the due date is what it is, in one sentence."""


@dataclass(frozen=True)
class Holiday:
    """Free days, both ends included. A calendar week that is wholly free moves the weeks of study after it."""

    first_on: date
    last_on: date
    title: str

    def __contains__(self, day: date) -> bool:
        return self.first_on <= day <= self.last_on


def holidays_of(cohort: Cohort) -> list[Holiday]:
    return [
        Holiday(date.fromisoformat(row["first_on"]), date.fromisoformat(row["last_on"]), row["title"])
        for row in cohort.holidays
    ]


def week_starts_on(cohort: Cohort, week: int) -> date:
    """The Monday of that week of study. Weeks that are wholly free do not count."""
    monday = cohort.starts_on
    if not cohort.holidays:
        return monday + (week - 1) * WEEK
    free = holidays_of(cohort)
    monday = _first_of_study(monday, free)
    for _number in range(1, week):
        monday = _first_of_study(monday + WEEK, free)
    return monday


def _first_of_study(monday: date, free: list[Holiday]) -> date:
    while all(any(monday + day * DAY in holiday for holiday in free) for day in range(7)):
        monday += WEEK
    return monday


def week_starts_at(cohort: Cohort, week: int) -> datetime:
    """Monday 00:00 of that week where the cohort is, in UTC."""
    day = week_starts_on(cohort, week)
    return datetime.combine(day, time.min, ZoneInfo(cohort.time_zone)).astimezone(UTC)


def week_ends_at(cohort: Cohort, week: int) -> datetime:
    """Sunday 23:59 in the last zone on Earth, UTC-12 (specification 1.5), in UTC. Holidays left aside."""
    return day_ends_at(week_starts_on(cohort, week) + 6 * DAY)


def day_ends_at(day: date) -> datetime:
    """23:59 in the last zone on Earth, UTC-12 (specification 1.5), in UTC."""
    return datetime.combine(day, time(23, 59), LAST_ZONE_ON_EARTH).astimezone(UTC)


def current_week(cohort: Cohort, *, at: datetime) -> int:
    """The week of study at this moment where the cohort is: 1 in the first, 0 or less before the start.

    In a free week it is still the week before.
    """
    today = at.astimezone(ZoneInfo(cohort.time_zone)).date()
    week = (today - cohort.starts_on).days // 7 + 1
    while cohort.holidays and week > 0 and week_starts_on(cohort, week) > today:
        week -= 1
    return week


def overrides_of(cohort: Cohort) -> dict[int, DateOverride]:
    """The cohort's dates that differ from the rule, by activity. One query."""
    return {override.activity_id: override for override in cohort.date_overrides.all()}


def opening_of(cohort: Cohort, planned: PlannedActivity) -> datetime:
    """When the activity opens for the cohort: its week, its window, or the date of its own. One query."""
    own = cohort.date_overrides.filter(activity_id=planned.activity_id).first()
    return cohort_dates(cohort, planned, own).opens_at


def cohort_dates(cohort: Cohort, planned: PlannedActivity, override: DateOverride | None) -> Dates:
    due_at, reason = _due_by_rule(cohort, planned.week)
    if override and override.due_at:
        due_at = override.due_at
        reason = _("Your cohort has a date of its own: %(reason)s") % {"reason": override.reason}
    own_opening = override.opens_at if override else None
    return Dates(own_opening or _opens_by_rule(cohort, planned, due_at), due_at, reason)


def _opens_by_rule(cohort: Cohort, planned: PlannedActivity, due_at: datetime) -> datetime:
    """The Monday of its week; an exam so many hours before it is due (specification 1.10)."""
    hours = planned.rules.get("window_hours")
    return due_at - timedelta(hours=hours) if hours else week_starts_at(cohort, planned.week)


def _due_by_rule(cohort: Cohort, week: int) -> tuple[datetime, str]:
    """The Sunday of the week, or the first day after it that is not free; and why."""
    reason = _("Work of week %(week)s is due on its Sunday, 23:59 in the last time zone on Earth.") % {
        "week": week
    }
    day = sunday = week_starts_on(cohort, week) + 6 * DAY
    titles: list[str] = []
    free = holidays_of(cohort)
    while holiday := next((holiday for holiday in free if day in holiday), None):
        titles.append(holiday.title)
        day = holiday.last_on + DAY
    if day != sunday:
        reason = _("Work of week %(week)s is due on %(day)s, because its Sunday is free: %(holiday)s.") % {
            "week": week,
            "day": date_format(day, "l j F"),
            "holiday": ", ".join(dict.fromkeys(titles)),
        }
    return day_ends_at(day), reason


@dataclass(frozen=True)
class LocalMoment:
    """A day and an hour that somebody chose in a zone, as one moment; the note says what the clocks did to it."""

    at: datetime
    note: str


def local_moment(day: date, hour: time, zone: str) -> LocalMoment:
    """The moment in UTC. An hour that a change of clocks skips moves behind the gap; one that comes twice is the first."""
    place = ZoneInfo(zone)
    local = datetime.combine(day, hour, place)
    moment = local.astimezone(UTC)
    back = moment.astimezone(place)
    values = {"hour": hour.strftime("%H:%M"), "zone": zone, "taken": back.strftime("%H:%M")}
    if back.replace(tzinfo=None) != local.replace(tzinfo=None):
        note = _(
            "%(hour)s does not exist on that day in %(zone)s: the clocks go forward. %(taken)s was taken."
        )
        return LocalMoment(moment, note % values)
    if local.replace(fold=1).utcoffset() != local.utcoffset():
        note = _("%(hour)s comes twice on that day in %(zone)s: the clocks go back. The first one was taken.")
        return LocalMoment(moment, note % values)
    return LocalMoment(moment, "")
