"""Sets up a cohort and its dates: start, holidays, dates of its own, publication."""

from datetime import date, datetime, timedelta
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.cohorts.checking import findings_of, weeks_of
from courses.cohorts.models import Cohort, DateOverride
from courses.cohorts.queries import locked_cohort
from courses.cohorts.schedule import Holiday, cohort_dates, holidays_of
from courses.editions.models import Edition
from courses.editions.plan import PlannedActivity

LONGEST_HOLIDAY = timedelta(days=56)


class UnableToSchedule(RuleError):
    """The cohort or its date cannot be set like this."""


@transaction.atomic
def create_cohort(
    edition: Edition,
    *,
    code: str,
    title: str,
    starts_on: date,
    time_zone: str,
    capacity: int,
    holidays: list[Holiday],
    at: datetime,
) -> Cohort:
    """A cohort whose dates nobody sees yet. Raises UnableToSchedule."""
    _check_start(starts_on, at)
    check_zone(time_zone)
    if Cohort.objects.filter(code=code).exists():
        raise UnableToSchedule(_("There is a cohort %s already. Choose another code.") % code)
    if capacity < 1:
        raise UnableToSchedule(_("A cohort needs at least one place."))
    return Cohort.objects.create(
        edition=edition,
        code=code,
        title=title,
        starts_on=starts_on,
        time_zone=time_zone,
        capacity=capacity,
        holidays=_rows(holidays),
    )


def _check_start(starts_on: date, at: datetime) -> None:
    if starts_on.isoweekday() != 1:
        raise UnableToSchedule(_("A cohort starts on a Monday. %s is another day.") % starts_on.isoformat())
    if starts_on <= at.date():
        raise UnableToSchedule(_("The start must be in the future. %s is past.") % starts_on.isoformat())


def check_zone(time_zone: str) -> None:
    if time_zone not in available_timezones():
        raise UnableToSchedule(
            _("There is no time zone “%s”. Use a name such as Africa/Nairobi.") % time_zone
        )


@transaction.atomic
def move_start(cohort: Cohort, *, starts_on: date, at: datetime) -> Cohort:
    """Another first Monday. Raises UnableToSchedule once the dates are published: learners plan with them."""
    cohort = locked_cohort(cohort)
    if cohort.published_at:
        raise UnableToSchedule(_("The dates are published, so the start stays. Change single dates instead."))
    _check_start(starts_on, at)
    cohort.starts_on = starts_on
    cohort.save(update_fields=["starts_on"])
    return cohort


@transaction.atomic
def add_holiday(cohort: Cohort, holiday: Holiday, *, at: datetime) -> Cohort:
    """Raises UnableToSchedule for days in the past once the dates are published, and for endless ones."""
    cohort = locked_cohort(cohort)
    if not holiday.title.strip():
        raise UnableToSchedule(_("Write the name of the holiday: it explains the dates that move."))
    if holiday.last_on < holiday.first_on:
        raise UnableToSchedule(_("The last day is before the first day."))
    if holiday.last_on - holiday.first_on > LONGEST_HOLIDAY:
        raise UnableToSchedule(_("A holiday has at most 8 weeks."))
    if cohort.published_at and holiday.first_on <= at.date():
        raise UnableToSchedule(_("The dates are published. A new holiday must be in the future."))
    if any(
        holiday.first_on <= other.last_on and other.first_on <= holiday.last_on
        for other in holidays_of(cohort)
    ):
        raise UnableToSchedule(_("Another holiday has some of these days."))
    return _save_holidays(cohort, [*holidays_of(cohort), holiday])


@transaction.atomic
def remove_holiday(cohort: Cohort, *, first_on: date, at: datetime) -> Cohort:
    """None on that day is the same result. Raises UnableToSchedule for a past one of a published cohort."""
    cohort = locked_cohort(cohort)
    if cohort.published_at and first_on <= at.date():
        raise UnableToSchedule(_("The dates are published. A past holiday stays."))
    return _save_holidays(cohort, [each for each in holidays_of(cohort) if each.first_on != first_on])


def set_room(cohort: Cohort, *, url: str) -> Cohort:
    """Where discussions, webinars and defences are held. Empty: the learners are told otherwise."""
    cohort.room_url = url
    cohort.save(update_fields=["room_url"])
    return cohort


def _save_holidays(cohort: Cohort, holidays: list[Holiday]) -> Cohort:
    cohort.holidays = _rows(holidays)
    cohort.save(update_fields=["holidays"])
    return cohort


def _rows(holidays: list[Holiday]) -> list[dict]:
    return [
        {"first_on": each.first_on.isoformat(), "last_on": each.last_on.isoformat(), "title": each.title}
        for each in sorted(holidays, key=lambda each: each.first_on)
    ]


@transaction.atomic
def set_dates(
    cohort: Cohort,
    planned: PlannedActivity,
    *,
    opens_at: datetime | None,
    due_at: datetime | None,
    reason: str,
    at: datetime,
) -> DateOverride:
    """Dates of one activity that differ from the rule; None keeps the rule's. Raises UnableToSchedule."""
    cohort = locked_cohort(cohort)
    if not reason.strip():
        raise UnableToSchedule(_("Write why: learners read the reason beside the date."))
    if opens_at is None and due_at is None:
        raise UnableToSchedule(_("Enter a day on which it opens or is due."))
    if due_at and due_at <= at:
        raise UnableToSchedule(_("The due date must be in the future."))
    rule = cohort_dates(cohort, planned, None)
    if (opens_at or rule.opens_at) >= (due_at or rule.due_at):
        raise UnableToSchedule(_("It must open before it is due."))
    override, _made = DateOverride.objects.update_or_create(
        cohort=cohort,
        activity_id=planned.activity_id,
        defaults={"opens_at": opens_at, "due_at": due_at, "reason": reason.strip()},
    )
    return override


@transaction.atomic
def clear_dates(cohort: Cohort, planned: PlannedActivity, *, at: datetime) -> None:
    """Back to the rule. Raises UnableToSchedule where the rule's date is past: it would take away time."""
    cohort = locked_cohort(cohort)
    if cohort.published_at and cohort_dates(cohort, planned, None).due_at <= at:
        raise UnableToSchedule(_("By the rule the work was due already. Give it another date instead."))
    cohort.date_overrides.filter(activity_id=planned.activity_id).delete()


@transaction.atomic
def publish_schedule(cohort: Cohort, *, at: datetime) -> Cohort:
    """Show the dates to learners. Published already is the same result. Raises UnableToSchedule for what blocks."""
    cohort = locked_cohort(cohort)
    if cohort.published_at:
        return cohort
    blocking = [finding for finding in findings_of(cohort, weeks_of(cohort)) if finding.blocks]
    if blocking:
        raise UnableToSchedule(blocking[0].message)
    cohort.published_at = at
    cohort.save(update_fields=["published_at"])
    return cohort
