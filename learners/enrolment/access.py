"""Who may open an activity, and why not."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.cohorts.schedule import opening_of
from courses.editions.plan import PlannedActivity
from learners.enrolment.models import Enrolment
from learners.enrolment.queries import OPEN_STATES


class NotOpen(RuleError):
    """The activity cannot be opened now. The message says when it can."""


def require_open(enrolment: Enrolment, planned: PlannedActivity, *, at: datetime) -> None:
    """Raise NotOpen before the activity's first day for this cohort. One query."""
    if enrolment.state not in OPEN_STATES:
        raise NotOpen(_("Your enrolment is: %s. Ask the programme office.") % enrolment.get_state_display())
    if enrolment.cohort.published_at is None:
        raise NotOpen(_("The dates of your cohort are not published yet. You get a mail when they are."))
    refuse_before(opening_of(enrolment.cohort, planned), enrolment, planned, at=at)


def refuse_before(
    opens_at: datetime, enrolment: Enrolment, planned: PlannedActivity, *, at: datetime
) -> None:
    if at < opens_at:
        raise NotOpen(
            _("“%(title)s” opens on %(date)s (week %(week)s).")
            % {
                "title": planned.title,
                "date": words(opens_at, zone_of(enrolment), at=at),
                "week": planned.week,
            }
        )


def zone_of(enrolment: Enrolment) -> str:
    """The time zone in which this learner reads dates."""
    profile = getattr(enrolment.user, "profile", None)
    return profile.time_zone if profile else enrolment.cohort.time_zone


def words(moment: datetime, zone: str, *, day: str = "l j F", at: datetime | None = None) -> str:
    """“Sunday 29 November, 23:59 (Nairobi)”: a moment in words, with the zone named. day: a date format of Django.

    With at the year is said too when it is another one than that of the reader's day.
    """
    place = zone.rsplit("/", 1)[-1].replace("_", " ")
    local = moment.astimezone(ZoneInfo(zone))
    if at is not None and local.year != at.astimezone(ZoneInfo(zone)).year:
        day = f"{day} Y"
    return f"{date_format(local, f'{day}, H:i')} ({place})"
