"""What is kept for how long, why, and what deletes it: one table. What one rule deletes no other one needs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from learners.admissions.models import Application, Document
from learners.admissions.storing import erase as erase_document
from learners.audit.models import Look
from learners.events.models import Delivery
from learners.notices.models import Notice
from learners.placements.forgetting import forget_documents
from learners.privacy.copying import copies_to_forget, forget_copies


@dataclass(frozen=True)
class Schedule:
    key: str
    what: object
    kept_for: timedelta
    since: object
    why: object
    source: str
    due: Callable[[datetime], int]
    """How many rows."""
    carry_out: Callable[[datetime], int]


def carry_out_schedules(*, at: datetime) -> dict[str, int]:
    """Each in its own transactions: one that fails takes nothing back of the others. Safe to run twice."""
    return {schedule.key: schedule.carry_out(at) for schedule in SCHEDULES}


def _old_rows(
    rows: Callable[[datetime], QuerySet],
) -> tuple[Callable[[datetime], int], Callable[[datetime], int]]:
    """Counting and deleting what a query finds."""
    return lambda at: rows(at).count(), lambda at: rows(at).delete()[0]


_YEAR = timedelta(days=365)
_OVER = (Application.State.REJECTED, Application.State.WITHDRAWN)


def _documents(at: datetime) -> QuerySet[Document]:
    """Of applications that came to nothing, half a year after their last step."""
    late = Application.objects.filter(state__in=_OVER).exclude(changes__at__gt=at - _YEAR / 2)
    return Document.objects.filter(application__in=late, deleted_at=None)


def _delete_documents(at: datetime) -> int:
    found = list(_documents(at).order_by("pk"))
    with transaction.atomic():
        Document.objects.filter(pk__in=[each.pk for each in found]).delete()
    for each in found:  # after the rows: never a row without its file
        erase_document(each.stored_name)
    return len(found)


def _drafts(at: datetime) -> QuerySet[Application]:
    return Application.objects.filter(
        state=Application.State.DRAFT,
        saved_at__lt=at - _YEAR,
        intake__closes_at__lt=at - _YEAR / 2,
        documents=None,
    )


def _deliveries(at: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(state=Delivery.State.DONE, done_at__lt=at - timedelta(days=90))


def _notices(at: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(
        Q(sent_at__lt=at - 2 * _YEAR) | Q(sent_at=None, event__at__lt=at - 2 * _YEAR)
    )


def _looks(at: datetime) -> QuerySet[Look]:
    return Look.objects.filter(at__lt=at - 3 * _YEAR)


SCHEDULES = (
    Schedule(
        "copies", _("Copies of the own data"), timedelta(days=7), _("it was made"), _("The person has downloaded it."),
        "data minimisation", lambda at: copies_to_forget(at=at).count(), lambda at: forget_copies(at=at),
    ),
    Schedule(
        "application_documents", _("Documents of refused and withdrawn applications"), _YEAR / 2, _("the last step"),
        _("An applicant may object for so long."), "operator", lambda at: _documents(at).count(), _delete_documents,
    ),
    Schedule(
        "application_drafts", _("Applications that were never sent"), _YEAR, _("they were saved last"),
        _("Somebody may come back for the next intake."), "operator", *_old_rows(_drafts),
    ),
    Schedule(
        "internship_documents", _("Agreements, evidence and texts of internships"), timedelta(days=730),
        _("the last day of the programme"), _("Marks and sums of hours stay."), "specification of the internship",
        lambda at: forget_documents(at=at, dry_run=True).internships, lambda at: forget_documents(at=at).internships,
    ),
    Schedule(
        "deliveries", _("Messages that were delivered"), timedelta(days=90), _("they were delivered"),
        _("To find out why somebody got no mail."), "operator", *_old_rows(_deliveries),
    ),
    Schedule(
        "notices", _("Which mails were sent"), 2 * _YEAR, _("they were sent"), _("To prove that somebody was told."),
        "operator", *_old_rows(_notices),
    ),
    Schedule(
        "looks", _("Who has seen whose data"), 3 * _YEAR, _("the look"), _("The person may ask for so long."),
        "operator", *_old_rows(_looks),
    ),
)  # fmt: skip
