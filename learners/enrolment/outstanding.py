"""What somebody owes the institution before an award: fees and documents, and how each was settled."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.base.errors import RuleError
from learners.enrolment.models import Enrolment, Outstanding, Settlement
from learners.events.recording import record


class UnableToSettle(RuleError):
    pass


@transaction.atomic
def enter_outstanding(
    enrolment: Enrolment, *, kind: str, what: str, since_on: date, by, at: datetime
) -> Outstanding:
    """The award rule on fees stays open until it is settled."""
    _refuse_own(enrolment, by)
    if not what.strip():
        raise UnableToSettle(_("Say what is outstanding."))
    if since_on > at.date():
        raise UnableToSettle(_("The day is in the future. Enter what is outstanding today."))
    made = Outstanding.objects.create(
        enrolment=enrolment, kind=kind, what=what.strip(), since_on=since_on, entered_at=at, entered_by=by
    )
    _tell("outstanding.entered", made, by=by, at=at)
    return made


@transaction.atomic
def settle(outstanding: Outstanding, *, settled_on: date, note: str, by, at: datetime) -> Settlement:
    """Paid, handed in or waived. Settled already is the same result: the first settlement stands."""
    outstanding = Outstanding.objects.select_for_update().get(pk=outstanding.pk)
    existing = Settlement.objects.filter(outstanding=outstanding).first()
    if existing:
        return existing
    _refuse_own(outstanding.enrolment, by)
    if not note.strip():
        raise UnableToSettle(_("Say how it was settled, for example with the number of the receipt."))
    if not outstanding.since_on <= settled_on <= at.date():
        raise UnableToSettle(_("The day must lie between the day it was due and today."))
    made = Settlement.objects.create(
        outstanding=outstanding, note=note.strip(), settled_on=settled_on, entered_at=at, entered_by=by
    )
    _tell("outstanding.settled", outstanding, by=by, at=at)
    return made


def outstanding_of(enrolment: Enrolment) -> list[Outstanding]:
    """All of one learner, the open ones first, each with its settlement. One query."""
    rows = Outstanding.objects.filter(enrolment=enrolment)
    rows = rows.select_related("entered_by", "settlement__entered_by").order_by("since_on", "pk")
    return sorted(rows, key=lambda row: hasattr(row, "settlement"))


def open_outstanding(enrolments: Iterable[Enrolment]) -> dict[int, list[Outstanding]]:
    """Enrolment -> what is not settled. One query for all of them."""
    found: dict[int, list[Outstanding]] = {enrolment.pk: [] for enrolment in enrolments}
    rows = Outstanding.objects.filter(enrolment__in=found, settlement=None)
    for row in rows.order_by("since_on", "pk"):
        found[row.enrolment_id].append(row)
    return found


def _refuse_own(enrolment: Enrolment, by) -> None:
    if by.pk == enrolment.user_id:
        raise UnableToSettle(_("Nobody decides on the own fees and documents."))


def _tell(verb: str, outstanding: Outstanding, *, by, at: datetime) -> None:
    data = {"outstanding": outstanding.pk, "what": outstanding.what}
    enrolment = outstanding.enrolment
    record(verb, enrolment=enrolment, by=by, at=at, data=data)
    action = f"campus.{verb.replace('.', '_')}"
    log(instance=enrolment, action=action, user=by, timestamp=at, title=enrolment.user.name, data=data)
