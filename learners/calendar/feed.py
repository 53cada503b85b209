"""The learner's dates as a calendar (iCalendar), behind a private address that can be reset."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from courses.cohorts.schedule import week_starts_on
from learners.enrolment.models import Enrolment
from learners.enrolment.queries import OPEN_STATES
from learners.progress.queries import Outline, Task, progress_outline

_SALT = "learner's calendar"
_FRESH_FOR = "PT6H"
"""How long a calendar program may keep what it has read."""


def calendar_token(enrolment: Enrolment) -> str:
    """The secret part of the address. It stays the same until it is reset, and needs no row of its own."""
    return Signer(salt=_SALT).sign(f"{enrolment.pk}.{enrolment.calendar_number}").replace(":", ".")


def enrolment_of_token(token: str) -> Enrolment | None:
    """Whose calendar it is; nobody's for a wrong or reset token, or when the learner left."""
    signed = ":".join(token.rsplit(".", 1))
    try:
        key, _dot, number = Signer(salt=_SALT).unsign(signed).partition(".")
    except BadSignature:
        return None
    places = Enrolment.objects.select_related("cohort", "user__profile").filter(state__in=OPEN_STATES)
    return places.filter(pk=int(key), calendar_number=int(number)).first()


def reset_calendar(enrolment: Enrolment) -> None:
    """The address that was given to calendar programs becomes unknown; a new one takes its place."""
    Enrolment.objects.filter(pk=enrolment.pk).update(calendar_number=F("calendar_number") + 1)


def subscribe_address(enrolment: Enrolment) -> str:
    """Opens the calendar program of the device, which then reads the dates again and again."""
    path = reverse("calendar_feed", args=[calendar_token(enrolment)])
    return "webcal://" + settings.SITE_ADDRESS.split("://")[-1] + path


def deadlines(outline: Outline) -> list[Task]:
    """Work that has a date by which it must be handed in, the earliest first."""
    marked = (task for task in outline.tasks if task.planned.kind != "lesson")
    return sorted(marked, key=lambda task: (task.dates.due_at, task.planned.order))


def calendar_file(enrolment: Enrolment, *, at: datetime) -> bytes:
    """All due dates and the first day of each week. Empty before the dates of the cohort are published."""
    calendar = Calendar()
    calendar.add("prodid", "-//Campus//Dates of a learner//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", settings.SITE_NAME)
    calendar.add("refresh-interval;value=duration", _FRESH_FOR)
    calendar.add("x-published-ttl", _FRESH_FOR)
    if enrolment.cohort.published_at:
        outline = progress_outline(enrolment, at=at)
        for task in deadlines(outline):
            calendar.add_component(_deadline(task, enrolment, at))
        for week in range(1, outline.plan.frame["duration_weeks"] + 1):
            calendar.add_component(_week(week, enrolment, at))
    return calendar.to_ical()


def _deadline(task: Task, enrolment: Enrolment, at: datetime) -> Event:
    address = settings.SITE_ADDRESS + reverse("activity", args=[task.planned.code])
    event = _event(f"due-{task.planned.activity_id}", enrolment, at)
    event.add("summary", _("Due: %s") % task.planned.title)
    event.add("dtstart", task.dates.due_at)
    event.add("duration", timedelta())
    event.add("description", f"{task.dates.reason}\n{address}")
    event.add("url", address)
    return event


def _week(week: int, enrolment: Enrolment, at: datetime) -> Event:
    monday = week_starts_on(enrolment.cohort, week)
    event = _event(f"week-{week}", enrolment, at)
    event.add("summary", _("Week %s begins") % week)
    event.add("dtstart", monday)
    event.add("dtend", monday + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _event(name: str, enrolment: Enrolment, at: datetime) -> Event:
    """The same name at every reading, so that a calendar program moves an entry and does not double it."""
    event = Event()
    host = settings.SITE_ADDRESS.split("://")[-1].split(":")[0]
    event.add("uid", f"{name}-{enrolment.pk}@{host}")
    event.add("dtstamp", at)
    return event
