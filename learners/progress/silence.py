"""Who has not been heard of: 10 days lead to a message, 14 to a call, 21 to a review of the status (specification 1.10)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from learners.enrolment.models import Enrolment
from learners.events.models import LearningEvent
from learners.events.recording import record


@dataclass(frozen=True)
class Level:
    days: int
    what_to_do: Any
    """In the reader's language."""


LEVELS = (
    Level(21, _("Review the status")),
    Level(14, _("A tutor calls")),
    Level(10, _("A message was sent")),
)
MESSAGE_DAYS = 10


def with_last_deed(enrolments: QuerySet[Enrolment]) -> QuerySet[Any]:
    """Each with `last_deed_at`: when the learner last did something; empty if never."""
    return enrolments.annotate(last_deed_at=Max("events__at", filter=Q(events__by=F("user"))))


def silent(enrolments: QuerySet[Enrolment], *, days: int, at: datetime) -> QuerySet[Any]:
    """Those who study, but did nothing for so many days. Silence begins with the cohort at the earliest."""
    since = at - timedelta(days=days)
    studying = enrolments.filter(
        state=Enrolment.State.ACTIVE, cohort__starts_on__lte=since.date(), enrolled_at__lte=since
    )
    return with_last_deed(studying).filter(Q(last_deed_at=None) | Q(last_deed_at__lte=since))


def days_silent(enrolment: Enrolment, last_deed_at: datetime | None, *, at: datetime) -> int:
    """Whole days without a deed; 0 for who does not study now or before the start."""
    if enrolment.state != Enrolment.State.ACTIVE:
        return 0
    cohort = enrolment.cohort
    start = datetime.combine(cohort.starts_on, time.min, ZoneInfo(cohort.time_zone))
    return max(0, (at - max(last_deed_at or enrolment.enrolled_at, start)).days)


def level_of(days: int) -> Level | None:
    return next((level for level in LEVELS if days >= level.days), None)


def note_silence(*, at: datetime) -> int:
    """One event, and so one message, for each silence of 10 days. Safe to run twice; how many were noted."""
    noted = 0
    quiet = silent(Enrolment.objects.select_related("cohort"), days=MESSAGE_DAYS, at=at).order_by("pk")
    for enrolment in quiet:
        noted += _note(enrolment, enrolment.last_deed_at or enrolment.enrolled_at, at=at)
    return noted


@transaction.atomic
def _note(enrolment: Enrolment, last: datetime, *, at: datetime) -> int:
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)  # two sweeps would both find no message
    told = LearningEvent.objects.filter(enrolment=enrolment, verb="learner.silent").aggregate(at=Max("at"))[
        "at"
    ]
    if told and told > last:
        return 0
    record("learner.silent", enrolment=enrolment, at=at, data={"days": MESSAGE_DAYS})
    return 1
