"""Offers: one holds a place and goes with a letter; a place that becomes free is offered by the waiting list."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.base.errors import RuleError
from courses.cohorts.models import Cohort
from courses.cohorts.queries import locked_cohort
from learners.admissions.applying import locked
from learners.admissions.letters import letter_for, offer_end
from learners.admissions.models import Application, Decision, Intake
from learners.admissions.queries import on_file_places
from learners.admissions.scoring import mean
from learners.admissions.stating import Deed, State, step
from learners.enrolment import enrolling
from learners.enrolment.models import Enrolment
from learners.enrolment.queries import places_elsewhere
from learners.events.models import LearningEvent
from learners.events.recording import record

Outcome = Decision.Outcome


class NoPlaceOnFile(RuleError):
    """The places for people without a degree are given."""


def offer(application: Application, *, letter: str, by, at: datetime, reason: str) -> Decision:
    """Hold a place until the end of the offer. Call it with the cohort locked. Raises UnableToEnrol, NoPlaceOnFile."""
    _require_place_on_file(application)
    until = offer_end(application, at=at)
    enrolling.hold_place(application.user, application.intake.cohort, until=until)
    step(application, Deed.OFFER, by=by, at=at, offer_until=until)
    return write_decision(application, Outcome.OFFER, letter=letter, by=by, at=at, reason=reason)


def write_decision(
    application: Application, outcome: str, *, letter: str, by, at: datetime, reason: str
) -> Decision:
    decision = Decision.objects.create(
        application=application, outcome=outcome, letter=letter.strip(), by=by, at=at, reason=reason.strip()
    )
    data = {"application": application.pk, "decision": decision.pk, "outcome": str(outcome)}
    verb = "application.more_asked" if outcome == Outcome.ASK_MORE else "application.decided"
    record(verb, by=by, at=at, data=data, person=application.user)
    log(
        instance=application,
        action="campus.application_decided",
        user=by,
        timestamp=at,
        title=application.reference,
        data=data,
    )
    return decision


def next_in_line(intake: Intake) -> Application | None:
    """The first of the waiting list: the highest mean of the scores, then who sent first.

    Passes over whoever was enrolled by hand meanwhile, here or in another cohort that is not finished, and people
    without a degree while their places are given.
    """
    enrolled = Enrolment.objects.filter(cohort=intake.cohort_id, state__in=enrolling.TAKING_A_PLACE)
    waiting = intake.applications.filter(state=State.WAITLISTED).exclude(user__in=enrolled.values("user"))
    elsewhere = places_elsewhere(intake.cohort, waiting.values_list("user", flat=True))
    waiting = waiting.exclude(user__in=list(elsewhere))
    if not on_file_places(intake).left:
        waiting = waiting.exclude(degree=Application.Degree.ON_FILE)
    ranked = sorted(
        waiting.prefetch_related("reviews"),
        key=lambda each: (-(mean(each.reviews.all()) or Decimal(0)), each.submitted_at, each.pk),
    )
    return ranked[0] if ranked else None


@transaction.atomic
def move_up(intake: Intake, *, places: int, at: datetime) -> list[Application]:
    """Offer that many places by the waiting list, fewer when fewer are free, and none once the cohort has started."""
    cohort = locked_cohort(intake.cohort)
    intake = Intake.objects.select_related("cohort").get(pk=intake.pk)  # with the places that are locked now
    moved: list[Application] = []
    while len(moved) < places and at.date() < cohort.starts_on and enrolling.places_left(cohort) > 0:
        first = next_in_line(intake)
        if first is None:
            break
        first = locked(first)
        letter = letter_for(first, Outcome.OFFER, at=at)
        offer(first, letter=letter, by=None, at=at, reason=_("Moved up by itself."))
        moved.append(first)
    return moved


def offer_freed_places(event: LearningEvent, *, at: datetime) -> None:
    """Receiver of the events after which a cohort has more free places: somebody left, or there are more places."""
    cohort, places = _freed_by(event)
    intake = Intake.objects.filter(cohort=cohort).select_related("cohort").first()
    if intake is not None:
        move_up(intake, places=places, at=at)


def _freed_by(event: LearningEvent) -> tuple[Cohort, int]:
    if event.verb == "cohort.places_changed":
        return Cohort.objects.get(pk=event.data["cohort"]), event.data["to"] - event.data["from"]
    if event.verb == "enrolment.moved":
        return Cohort.objects.get(code=event.data["from"]), 1
    return Cohort.objects.get(enrolments__events=event), 1


def _require_place_on_file(application: Application) -> None:
    if not application.is_on_file:
        return
    places = on_file_places(application.intake)
    if places.left < 1:
        raise NoPlaceOnFile(
            _(
                "At most %(most)s of %(all)s places can go to people without a degree, and all of these are "
                "offered or taken."
            )
            % {"most": places.capacity, "all": application.intake.cohort.capacity}
        )
