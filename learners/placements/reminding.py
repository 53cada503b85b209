"""Who is reminded of an internship: supervisors every two weeks, learners once a week at most, and only of what waits."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from courses.cohorts.schedule import current_week
from learners.enrolment.queries import OPEN_STATES
from learners.events.models import LearningEvent
from learners.placements.linking import ask_supervisor
from learners.placements.links.waiting import waiting_for_supervisor
from learners.placements.models import OPEN, Placement
from learners.placements.moving import tell
from learners.placements.overseeing import AGREEMENT_UNTIL, PLAN_UNTIL
from learners.placements.papers import Signature
from learners.placements.phases import papers_of

SUPERVISORS_EVERY = timedelta(days=14)
LEARNERS_EVERY = timedelta(days=7)
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
