"""Who is reminded of what waits in an internship, how often, and who is told that times for the viva are offered."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from courses.cohorts.schedule import current_week
from learners.enrolment.models import Enrolment
from learners.enrolment.queries import OPEN_STATES
from learners.events.models import LearningEvent
from learners.events.recording import record
from learners.placements.examining import cohorts_with_times, may_book_now, ready_to_book
from learners.placements.linking import ask_supervisor
from learners.placements.links.waiting import waiting_for_supervisor
from learners.placements.models import OPEN, Placement
from learners.placements.moving import tell
from learners.placements.overseeing import AGREEMENT_UNTIL, PLAN_UNTIL
from learners.placements.papers import Signature
from learners.placements.phases import papers_of
from learners.placements.vivas import Viva

SUPERVISORS_EVERY = timedelta(days=14)
LEARNERS_EVERY = timedelta(days=7)
TIMES_OFFERED = "viva.times_offered"
S = Placement.State


def remind_all(*, at: datetime) -> int:
    """How many were reminded. Safe to run twice: each is asked again only after its time."""
    rows = Placement.objects.filter(
        state__in=OPEN, internship__enrolment__state__in=OPEN_STATES
    ).select_related("internship__enrolment__cohort", "internship__enrolment__user", "host")
    return sum(_remind(placement, at) for placement in rows.order_by("pk"))


@transaction.atomic
def _remind(placement: Placement, at: datetime) -> int:
    return _remind_supervisor(placement, at) + _remind_learner(placement, at)


def _remind_supervisor(placement: Placement, at: datetime) -> int:
    if placement.asked_at and at - placement.asked_at < SUPERVISORS_EVERY:
        return 0
    if not waiting_for_supervisor(placement, at=at).sentences:
        return 0
    ask_supervisor(placement, by=None, at=at)
    return 1


def _remind_learner(placement: Placement, at: datetime) -> int:
    step = step_of(placement, at=at)
    if not step:
        return 0
    enrolment = placement.internship.enrolment
    lately = LearningEvent.objects.filter(
        enrolment=enrolment, verb="placement.reminded", at__gt=at - LEARNERS_EVERY
    )
    if lately.exists():
        return 0
    tell("placement.reminded", placement, by=None, at=at, step=step)
    return 1


def step_of(placement: Placement, *, at: datetime) -> str:
    """What the learner should have done by now, in words; nothing while there is time."""
    week = current_week(placement.internship.enrolment.cohort, at=at)
    papers = papers_of(placement, at=at)
    if placement.state == S.RETURNED:
        return _("Change your proposal")
    if papers.agreement and Signature.Party.LEARNER in papers.missing and week >= AGREEMENT_UNTIL:
        return _("Sign the agreement")
    if (
        placement.state == S.PLANNING
        and week >= PLAN_UNTIL
        and (papers.plan is None or papers.plan.returned_at)
    ):
        return _("Write your internship plan")
    if placement.state == S.RUNNING and papers.midpoint_open and papers.midpoint is None:
        return _("Write your part of the midpoint review")
    return ""


def tell_of_times(*, at: datetime) -> int:
    """Tell each learner who could book a viva now; how many were told.

    Times are offered in rows, so nobody is told of each: the next time only after a viva was booked.
    """
    return sum(
        _tell_once(enrolment, at)
        for cohort in cohorts_with_times(at=at)
        for enrolment in ready_to_book(cohort).select_related("cohort").order_by("pk")
    )


@transaction.atomic
def _tell_once(enrolment: Enrolment, at: datetime) -> int:
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)  # two sweeps, or a booking at the same moment
    if _was_told(enrolment) or not may_book_now(enrolment, at=at):
        return 0
    record(TIMES_OFFERED, enrolment=enrolment, at=at)
    return 1


def _was_told(enrolment: Enrolment) -> bool:
    """Since the last viva was booked."""
    told = LearningEvent.objects.filter(enrolment=enrolment, verb=TIMES_OFFERED)
    last = Viva.objects.filter(internship__enrolment=enrolment).order_by("-pk").first()
    return (told.filter(at__gte=last.booked_at) if last else told).exists()
