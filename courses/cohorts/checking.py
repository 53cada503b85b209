"""What is wrong with a cohort before its dates are published: full weeks, dates that collide, its size."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.cohorts.models import Cohort
from courses.cohorts.schedule import Dates, cohort_dates, overrides_of, week_starts_on
from courses.editions.plan import PlannedActivity, plan_of

FULL_WEEK_MINUTES = 9 * 60
"""More is too much beside a job (specification 1.8)."""
MOST_WORKS_ON_A_DAY = 2
FEWEST_PLACES, MOST_PLACES = 12, 60
"""For how many people the programme is made (specification 1.3)."""


@dataclass(frozen=True)
class Finding:
    message: str
    blocks: bool
    """Publication has to wait for it."""


@dataclass(frozen=True)
class ScheduledActivity:
    planned: PlannedActivity
    dates: Dates
    own: bool
    """It has dates of its own."""


@dataclass(frozen=True)
class ScheduledWeek:
    number: int
    starts_on: date
    activities: tuple[ScheduledActivity, ...]

    @property
    def minutes(self) -> int:
        return sum(each.planned.study_minutes for each in self.activities)

    @property
    def hours(self) -> str:
        return f"{self.minutes / 60:.1f}"

    @property
    def is_too_full(self) -> bool:
        return self.minutes > FULL_WEEK_MINUTES


def weeks_of(cohort: Cohort) -> list[ScheduledWeek]:
    """Every week of the cohort with its work and dates. One query besides the edition's plan."""
    plan, overrides = plan_of(cohort.edition_id), overrides_of(cohort)
    by_week = defaultdict(list)
    for planned in plan.activities:
        override = overrides.get(planned.activity_id)
        scheduled = ScheduledActivity(planned, cohort_dates(cohort, planned, override), override is not None)
        by_week[planned.week].append(scheduled)
    last = max(plan.frame.get("duration_weeks", 26), *by_week, 1)
    return [
        ScheduledWeek(number, week_starts_on(cohort, number), tuple(by_week[number]))
        for number in range(1, last + 1)
    ]


def findings_of(cohort: Cohort, weeks: list[ScheduledWeek]) -> list[Finding]:
    scheduled = [each for week in weeks for each in week.activities]
    return [
        *_collisions(scheduled),
        *_crowded_days(cohort, scheduled),
        *_full_weeks(weeks),
        *_twins(cohort),
        *_size(cohort),
    ]


def _collisions(scheduled: list[ScheduledActivity]) -> list[Finding]:
    return [
        Finding(_("“%s” is due before it opens.") % each.planned.title, blocks=True)
        for each in scheduled
        if each.dates.opens_at >= each.dates.due_at
    ]


def _crowded_days(cohort: Cohort, scheduled: list[ScheduledActivity]) -> list[Finding]:
    zone = ZoneInfo(cohort.time_zone)
    days = Counter(each.dates.due_at.astimezone(zone).date() for each in scheduled if each.planned.component)
    return [
        Finding(
            _("%(count)s marked works are due on %(day)s.") % {"count": count, "day": in_words(day)},
            blocks=False,
        )
        for day, count in sorted(days.items())
        if count > MOST_WORKS_ON_A_DAY
    ]


def _full_weeks(weeks: list[ScheduledWeek]) -> list[Finding]:
    return [
        Finding(
            _("Week %(week)s has %(hours)s hours of study. More than 9 is too much beside a job.")
            % {"week": week.number, "hours": week.hours},
            blocks=False,
        )
        for week in weeks
        if week.is_too_full
    ]


def _twins(cohort: Cohort) -> list[Finding]:
    """Two cohorts of one programme in the same week ask the same tutors for the same work."""
    others = Cohort.objects.filter(
        edition__programme=cohort.edition.programme_id, starts_on=cohort.starts_on
    ).exclude(pk=cohort.pk)
    return [
        Finding(_("Cohort %s starts on the same day.") % other.code, blocks=False)
        for other in others.order_by("code", "pk")
    ]


def _size(cohort: Cohort) -> list[Finding]:
    if FEWEST_PLACES <= cohort.capacity <= MOST_PLACES:
        return []
    told = {"capacity": cohort.capacity, "fewest": FEWEST_PLACES, "most": MOST_PLACES}
    sentence = _(
        "The cohort has %(capacity)s places. The programme is made for %(fewest)s to %(most)s people."
    )
    return [Finding(sentence % told, blocks=False)]


@dataclass(frozen=True)
class Difference:
    """One activity that falls on another day of the programme than in the cohort before."""

    title: str
    says: str


def differences_from(earlier: Cohort, cohort: Cohort) -> list[Difference]:
    """What changes for the same programme against an earlier cohort, counted in days from each start."""
    before = {each.planned.code: each for week in weeks_of(earlier) for each in week.activities}
    found = []
    for week in weeks_of(cohort):
        for each in week.activities:
            old = before.pop(each.planned.code, None)
            if old is None:
                found.append(Difference(each.planned.title, _("New in this cohort.")))
            elif moved := _days_from_start(cohort, each.dates.due_at) - _days_from_start(
                earlier, old.dates.due_at
            ):
                found.append(Difference(each.planned.title, _moved(moved)))
    return [
        *found,
        *(Difference(each.planned.title, _("Not in this cohort any more.")) for each in before.values()),
    ]


def _moved(days: int) -> str:
    if days > 0:
        return _("Due %s days later in the programme.") % days
    return _("Due %s days earlier in the programme.") % -days


def _days_from_start(cohort: Cohort, moment: datetime) -> int:
    return (moment.date() - cohort.starts_on).days


def in_words(day: date) -> str:
    return date_format(day, "l j F Y")
