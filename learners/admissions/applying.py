"""Applying: starting, filling in, adding documents, sending; and withdrawing."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from content.base.uploads import inspect, name_to_show
from learners.admissions.countries import COUNTRIES, group_on
from learners.admissions.models import Application, Document, Intake
from learners.admissions.stating import Deed, State, step
from learners.admissions.storing import erase, keep
from learners.admissions.tasklist import FIELDS, MOST_OF_A_KIND, Task, task_list
from learners.consents.agreeing import agree
from learners.consents.models import Consent
from learners.enrolment.enrolling import TAKING_A_PLACE
from learners.enrolment.models import Enrolment
from learners.enrolment.names import printable_name
from learners.events.recording import record

CAN_BE_FILLED_IN = (State.DRAFT, State.INCOMPLETE)
_REPEATED = tuple(name for task in FIELDS if task != Task.MOTIVATION for name in FIELDS[task])


class UnableToApply(RuleError):
    """The application cannot be begun, changed or sent."""


@transaction.atomic
def start_application(user, intake: Intake, *, at: datetime) -> Application:
    """A draft. One that is on its way already is the same result. Raises UnableToApply."""
    year = intake.cohort.starts_on.year
    # The rows of the year's intakes, locked: two people never get one number.
    intakes = Intake.objects.select_for_update(of=("self",)).filter(cohort__starts_on__year=year)
    list(intakes.order_by("pk"))
    earlier = list(user.applications.select_related("intake").order_by("-created_at", "-pk"))
    for application in earlier:
        if application.intake_id == intake.pk and application.state not in (State.WITHDRAWN, State.REJECTED):
            return application
    _require_open(intake, at)
    _require_no_place(user, intake, earlier)
    application = Application(
        user=user, intake=intake, reference=_next_reference(year), created_at=at, saved_at=at
    )
    if earlier:  # nobody is asked twice
        for name in _REPEATED:
            setattr(application, name, getattr(earlier[0], name))
        _place(application, at)
    application.save()
    record("application.started", by=user, at=at, data={"application": application.pk})
    return application


@transaction.atomic
def save_task(
    application: Application, task: Task, values: Mapping[str, Any], *, at: datetime
) -> Application:
    """Keep what was entered, complete or not. Raises UnableToApply, NotPrintable."""
    application = _own_draft(application)
    for name in FIELDS[task]:
        value = values.get(name)
        field = application._meta.get_field(name)
        setattr(application, name, value if value is not None or field.null else "")
    changed = [*FIELDS[task], "saved_at"]
    application.saved_at = at
    if task == Task.ABOUT:
        changed += _place(application, at)
        if application.printed_name:
            application.printed_name = printable_name(application.printed_name)
            _name_account(application)
    application.save(update_fields=changed)
    return application


@transaction.atomic
def attach_document(application: Application, *, kind: str, name: str, data: bytes, at: datetime) -> Document:
    """Raises UnableToApply, NotAccepted. The same file of the same kind is there already: the same result."""
    application = _own_draft(application)
    present = list(application.documents.filter(deleted_at=None, kind=kind).order_by("pk"))
    inspected = inspect(data)
    digest = sha256(inspected.data).hexdigest()
    for document in present:
        if document.sha256 == digest:
            return document
    if len(present) >= MOST_OF_A_KIND:
        raise UnableToApply(
            _("You have added %s files of this kind. Remove one before you add another.") % MOST_OF_A_KIND
        )
    document = Document.objects.create(
        application=application,
        kind=kind,
        original_name=name_to_show(name),
        stored_name=keep(inspected.data),
        content_type=inspected.content_type,
        size=len(inspected.data),
        sha256=digest,
        uploaded_at=at,
    )
    _touch(application, at)
    return document


@transaction.atomic
def remove_document(document: Document, *, by, at: datetime) -> None:
    """Removed already is the same result."""
    application = _own_draft(document.application)
    delete_documents(application, by=by, at=at, pk=document.pk)
    _touch(application, at)


def delete_documents(application: Application, *, by, at: datetime, **which) -> int:
    """The files go, the rows stay and say when and by whom. The file goes after the row: never a row without its file."""
    documents = list(application.documents.filter(deleted_at=None, **which).order_by("pk"))
    for document in documents:
        document.deleted_at, document.deleted_by = at, by
        document.save(update_fields=["deleted_at", "deleted_by"])
        transaction.on_commit(partial(erase, document.stored_name))
    return len(documents)


@transaction.atomic
def submit_application(application: Application, *, consent: bool, at: datetime) -> Application:
    """Send the application, or send it again after more was asked. Sent already is the same result."""
    application = locked(application)
    if application.state not in CAN_BE_FILLED_IN:
        return application
    first = application.state == State.DRAFT
    if first:
        _require_open(application.intake, at)
    _require_complete(application)
    if not consent:
        raise UnableToApply(_("Confirm that we may use your data to decide on your application."))
    deed = Deed.SUBMIT if first else Deed.ANSWER_REQUEST
    sent = {"submitted_at": at, "consent_at": at} if first else {}
    step(application, deed, by=application.user, at=at, **sent)
    if first:
        agree(application.user, Consent.Kind.APPLICATION, at=at)
    verb = "application.submitted" if first else "application.completed"
    record(verb, by=application.user, at=at, data={"application": application.pk})
    return application


def locked(application: Application) -> Application:
    """The row of the application, locked, with its intake, cohort and user."""
    rows = Application.objects.select_for_update(of=("self",))
    return rows.select_related("intake__cohort", "user").get(pk=application.pk)


def _own_draft(application: Application) -> Application:
    application = locked(application)
    if application.state not in CAN_BE_FILLED_IN:
        raise UnableToApply(_("The application was sent. It cannot be changed any more."))
    return application


def _require_open(intake: Intake, at: datetime) -> None:
    if at < intake.opens_at:
        raise UnableToApply(_("Applications for this cohort are not open yet."))
    if at >= intake.closes_at:
        raise UnableToApply(_("The time to apply is over. Your text is kept, but it cannot be sent."))


def _require_no_place(user, intake: Intake, earlier: list[Application]) -> None:
    if any(each.intake_id == intake.pk and each.state == State.REJECTED for each in earlier):
        raise UnableToApply(
            _("Your application for this cohort was decided. You can apply again to the next intake.")
        )
    if Enrolment.objects.filter(user=user, cohort=intake.cohort, state__in=TAKING_A_PLACE).exists():
        raise UnableToApply(_("You have a place in this cohort already."))


def _require_complete(application: Application) -> None:
    documents = list(application.documents.filter(deleted_at=None).order_by("pk"))
    lacking = [str(task.title) for task in task_list(application, documents) if not task.done]
    if lacking:
        raise UnableToApply(_("Complete these tasks before you send: %s.") % ", ".join(lacking))


def _place(application: Application, at: datetime) -> list[str]:
    country = COUNTRIES.get(application.country)
    application.region = country.region if country else ""
    application.country_group = group_on(country.code, at.date()) if country else ""
    return ["region", "country_group"]


def _name_account(application: Application) -> None:
    """An account that was opened to apply has no name until now."""
    user = application.user
    if not user.name:
        user.name = application.printed_name
        user.save(update_fields=["name"])


def _next_reference(year: int) -> str:
    taken = Application.objects.filter(reference__startswith=f"A-{year}-")
    last = taken.aggregate(last=Max(Cast(Substr("reference", 8), IntegerField())))["last"]
    return f"A-{year}-{(last or 0) + 1:04d}"


def _touch(application: Application, at: datetime) -> None:
    application.saved_at = at
    application.save(update_fields=["saved_at"])
