"""Deciding with a letter in one step, and the applicant's answer to an offer."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.cohorts.queries import locked_cohort
from learners.admissions.applying import delete_documents, locked
from learners.admissions.countries import country_name
from learners.admissions.letters import BRACKETS
from learners.admissions.models import Application, Decision, Document
from learners.admissions.offering import move_up, offer, write_decision
from learners.admissions.reviewing import refuse_own, take_up
from learners.admissions.scoring import totals
from learners.admissions.stating import STEPS, Deed, State, require, step
from learners.enrolment import enrolling
from learners.enrolment.models import Enrolment, LearnerProfile
from learners.events.recording import record

READERS_BEFORE_AN_OFFER = 2
Outcome = Decision.Outcome
_DEEDS = {
    Outcome.OFFER: Deed.OFFER,
    Outcome.WAITLIST: Deed.WAITLIST,
    Outcome.REJECT: Deed.REJECT,
    Outcome.ASK_MORE: Deed.ASK_MORE,
    Outcome.INTERVIEW: Deed.INVITE,
}


class UnableToDecide(RuleError):
    """The decision cannot be made, or not by this person, or not now."""


class TooLate(RuleError):
    """The offer is over."""


def possible_outcomes(application: Application) -> list[Outcome]:
    """What can be decided now. An application that was only sent is taken up by it."""
    fresh = application.state == State.SUBMITTED
    state = State.UNDER_REVIEW if fresh else application.state
    return [outcome for outcome in Outcome if state in STEPS[_DEEDS[outcome]].sources]


@transaction.atomic
def decide(
    application: Application, outcome: str, *, letter: str, by, at: datetime, seen: str, reason: str = ""
) -> Decision:
    """One decision with its letter. `seen`: the state that the person had before the eyes.

    An offer holds a place until its end; raises UnableToEnrol or NoPlaceOnFile when there is none. Raises
    UnableToDecide, WrongState.
    """
    application = _with_cohort(application)
    refuse_own(application, by)
    _require_unchanged(application, seen)
    _require_letter(letter)
    _require_no_conflict(application, by)
    application = take_up(application, by=by, at=at)
    require(application, _DEEDS[Outcome(outcome)])
    if outcome == Outcome.OFFER:
        _require_readers(application, reason)
        return offer(application, letter=letter, by=by, at=at, reason=reason)
    step(application, _DEEDS[Outcome(outcome)], by=by, at=at)
    if outcome == Outcome.REJECT:
        _delete_identity(application, by=by, at=at)
    return write_decision(application, outcome, letter=letter, by=by, at=at, reason=reason)


@transaction.atomic
def accept_offer(application: Application, *, at: datetime) -> Enrolment:
    """The applicant takes the place and is enrolled. Enrolled already is the same result. Raises TooLate."""
    application = _with_cohort(application)
    user, cohort = application.user, application.intake.cohort
    if application.state == State.ENROLLED:
        return Enrolment.objects.get(user=user, cohort=cohort)
    require(application, Deed.ACCEPT_OFFER)
    if application.offer_until is None or at > application.offer_until:
        raise TooLate(
            _("The time to accept this place is over. Ask the programme office whether one is free.")
        )
    step(application, Deed.ACCEPT_OFFER, by=user, at=at)
    data = {"application": application.pk}
    record("application.place_accepted", by=user, at=at, data=data)
    enrolment = enrolling.enrol(user, cohort, by=user, at=at, printed_name=application.printed_name)
    enrolling.release_place(user, cohort)  # of somebody who was enrolled by hand meanwhile
    _carry_over(application, enrolment)
    step(application, Deed.ENROL, by=user, at=at)
    return enrolment


@transaction.atomic
def decline_offer(application: Application, *, at: datetime) -> Application:
    """The applicant gives the place back. The next one of the waiting list is offered it."""
    application = _with_cohort(application)
    require(application, Deed.DECLINE_OFFER)
    step(application, Deed.DECLINE_OFFER, by=application.user, at=at)
    record("application.place_declined", by=application.user, at=at, data={"application": application.pk})
    _delete_identity(application, by=application.user, at=at)
    _give_back(application, at=at)
    return application


@transaction.atomic
def withdraw(application: Application, *, at: datetime) -> Application:
    """Withdrawn already is the same result. A place that was offered goes to the waiting list."""
    application = _with_cohort(application)
    if application.state == State.WITHDRAWN:
        return application
    held = application.state == State.ACCEPTED
    step(application, Deed.WITHDRAW, by=application.user, at=at)
    record("application.withdrawn", by=application.user, at=at, data={"application": application.pk})
    _delete_identity(application, by=application.user, at=at)
    if held:
        _give_back(application, at=at)
    return application


def lapse_offers(*, at: datetime) -> list[int]:
    """Offers past their end lose their place, each in a transaction of its own. Safe to run twice."""
    over = Application.objects.filter(state=State.ACCEPTED, offer_until__lt=at).order_by("offer_until", "pk")
    return [application.pk for application in over if _lapse(application, at=at)]


@transaction.atomic
def _lapse(application: Application, *, at: datetime) -> bool:
    application = _with_cohort(application)
    if (
        application.state != State.ACCEPTED
        or application.offer_until is None
        or application.offer_until >= at
    ):
        return False  # answered meanwhile
    step(application, Deed.LAPSE, by=None, at=at)
    record("application.offer_lapsed", at=at, data={"application": application.pk})
    _delete_identity(application, by=application.user, at=at)
    _give_back(application, at=at)
    return True


def _give_back(application: Application, *, at: datetime) -> None:
    if enrolling.release_place(application.user, application.intake.cohort):
        move_up(application.intake, places=1, at=at)


def _with_cohort(application: Application) -> Application:
    """Locks the cohort before the application, always in this order: whoever moves up the waiting list does the same."""
    locked_cohort(application.intake.cohort)
    return locked(application)


def _require_unchanged(application: Application, seen: str) -> None:
    if application.state != seen:
        raise UnableToDecide(
            _("A colleague or the applicant changed this application while you read it. It is now: %s.")
            % application.get_state_display()
        )


def _require_letter(letter: str) -> None:
    if not letter.strip():
        raise UnableToDecide(_("Enter the letter. The applicant reads it with the decision."))
    if any(bracket in letter for bracket in BRACKETS):
        raise UnableToDecide(_("Replace the text in square brackets in the letter by your own."))


def _require_no_conflict(application: Application, by) -> None:
    if application.reviews.filter(reader=by, conflict=True).exists():
        raise UnableToDecide(_("You declared a conflict of interest. A colleague has to decide."))


def _require_readers(application: Application, reason: str) -> None:
    readers = len(totals(application.reviews.all()))
    if readers >= READERS_BEFORE_AN_OFFER:
        return
    told = {"readers": readers, "needed": READERS_BEFORE_AN_OFFER}
    if application.is_on_file:  # the committee decides (specification 1.2)
        raise UnableToDecide(
            _(
                "%(readers)s of %(needed)s readers have scored. Without a degree both must score before a place "
                "is offered."
            )
            % told
        )
    if not reason.strip():
        raise UnableToDecide(
            _("%(readers)s of %(needed)s readers have scored. Enter a reason to offer a place now.") % told
        )


def _delete_identity(application: Application, *, by, at: datetime) -> None:
    """Nobody will verify it any more, so nobody needs to keep it."""
    delete_documents(application, by=by, at=at, kind=Document.Kind.IDENTITY)


def _carry_over(application: Application, enrolment: Enrolment) -> None:
    """What the application knows already is not asked again."""
    profile = LearnerProfile.objects.get(user=application.user)
    profile.printed_name = application.printed_name or profile.printed_name
    profile.country = country_name(application.country) or profile.country
    profile.organisation = application.organisation or profile.organisation
    profile.time_zone = application.time_zone or profile.time_zone
    profile.save(update_fields=["printed_name", "country", "organisation", "time_zone"])
    if application.identity_verified_at and enrolment.identity_verified_at is None:
        enrolment.identity_verified_at = application.identity_verified_at
        enrolment.identity_verified_by = application.identity_verified_by
        enrolment.save(update_fields=["identity_verified_at", "identity_verified_by"])
