"""Reading an application: scores of each reader, conflicts of interest, the identity document."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.base.errors import RuleError
from learners.admissions.applying import delete_documents, locked
from learners.admissions.models import Application, Document, Review
from learners.admissions.scoring import WEIGHTS
from learners.admissions.stating import Deed, State, step
from learners.enrolment.models import Enrolment
from learners.events.recording import record

CAN_BE_READ = (State.SUBMITTED, State.UNDER_REVIEW, State.INTERVIEW, State.WAITLISTED)


class UnableToReview(RuleError):
    """This person cannot score this application now."""


@transaction.atomic
def take_up(application: Application, *, by, at: datetime) -> Application:
    """From “sent” to “in review”. In review already is the same result."""
    application = locked(application)
    refuse_own(application, by)
    if application.state == State.SUBMITTED:
        step(application, Deed.TAKE_UP, by=by, at=at)
        record("application.taken_up", by=by, at=at, data={"application": application.pk})
    return application


@transaction.atomic
def score(application: Application, scores: Mapping[str, Any], *, by, at: datetime) -> Review:
    """The four scores of one reader, with notes. A second time changes the own scores."""
    application = _readable(application, by=by, at=at)
    if any(not 0 <= scores[name] <= 100 for name in WEIGHTS):
        raise UnableToReview(_("Enter each score as a whole number from 0 to 100."))
    values = {name: scores[name] for name in WEIGHTS}
    values |= {f"{name}_note": scores.get(f"{name}_note", "") for name in WEIGHTS}
    review, _made = Review.objects.update_or_create(
        application=application,
        reader=by,
        defaults={**values, "conflict": False, "conflict_reason": "", "at": at},
    )
    _tell(review, application, "application.scored", "campus.application_scored", by=by, at=at)
    return review


@transaction.atomic
def declare_conflict(application: Application, *, by, at: datetime, reason: str) -> Review:
    """The reader knows the applicant: no scores, and no decision by this person."""
    application = _readable(application, by=by, at=at)
    if not reason.strip():
        raise UnableToReview(_("Enter how you know the applicant. Colleagues read it."))
    empty = dict.fromkeys(WEIGHTS) | {f"{name}_note": "" for name in WEIGHTS}
    review, _made = Review.objects.update_or_create(
        application=application,
        reader=by,
        defaults={**empty, "conflict": True, "conflict_reason": reason.strip(), "at": at},
    )
    _tell(review, application, "application.conflict_declared", "campus.conflict_declared", by=by, at=at)
    return review


@transaction.atomic
def verify_identity(application: Application, *, by, at: datetime) -> Application:
    """The identity document was compared with the name, and is deleted. Verified already is the same result."""
    application = locked(application)
    refuse_own(application, by)
    if application.identity_verified_at:
        return application
    if not application.documents.filter(deleted_at=None, kind=Document.Kind.IDENTITY).exists():
        raise UnableToReview(_("There is no identity document. Ask the applicant for one."))
    application.identity_verified_at, application.identity_verified_by = at, by
    application.save(update_fields=["identity_verified_at", "identity_verified_by"])
    delete_documents(application, by=by, at=at, kind=Document.Kind.IDENTITY)
    place = Enrolment.objects.filter(user=application.user, cohort=application.intake.cohort)
    place.filter(identity_verified_at=None).update(identity_verified_at=at, identity_verified_by=by)
    data = {"application": application.pk}
    record("application.identity_verified", by=by, at=at, data=data)
    _log(application, "campus.identity_verified", by=by, at=at, data=data)
    return application


def refuse_own(application: Application, by) -> None:
    if by is not None and by.pk == application.user_id:
        raise UnableToReview(_("Nobody reads or decides the own application."))


def _readable(application: Application, *, by, at: datetime) -> Application:
    application = take_up(application, by=by, at=at)
    if application.state not in CAN_BE_READ:
        raise UnableToReview(_("The application is decided or not sent. Scores cannot be changed any more."))
    return application


def _tell(review: Review, application: Application, verb: str, action: str, *, by, at: datetime) -> None:
    data = {"application": application.pk, "review": review.pk}
    record(verb, by=by, at=at, data=data)
    _log(application, action, by=by, at=at, data=data)


def _log(application: Application, action: str, *, by, at: datetime, data: dict) -> None:
    log(instance=application, action=action, user=by, timestamp=at, title=application.reference, data=data)
