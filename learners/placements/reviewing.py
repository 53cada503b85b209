"""The midpoint review (form IF-5): learner, then supervisor, then co-ordinator."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.cohorts.schedule import current_week
from learners.placements.counting import DEAD
from learners.placements.course import MIDPOINT_WEEK
from learners.placements.models import Placement
from learners.placements.moving import UnableToPlace, locked, require_text, tell
from learners.placements.papers import Midpoint
from learners.placements.planning import approved_plan

EARLY = 0.4
"""Of the agreed hours: from then on the review may be held before its week."""


class Progress(models.TextChoices):
    ON_TRACK = "on_track", gettext_lazy("On track")
    AT_RISK = "at_risk", gettext_lazy("At risk")
    CHANGED = "changed", gettext_lazy("Changed")


@dataclass(frozen=True)
class Review:
    progress: dict[int, str]
    works: str
    does_not: str
    wellbeing: str
    changes: str = ""
    remarks: str = ""


def midpoint_of(placement: Placement) -> Midpoint | None:
    return Midpoint.objects.filter(placement=placement).first()


def midpoint_is_open(placement: Placement, *, at: datetime) -> bool:
    """From its week on, or when two fifths of the hours are logged."""
    if placement.state != Placement.State.RUNNING:
        return False
    week = current_week(placement.internship.enrolment.cohort, at=at)
    return week >= MIDPOINT_WEEK or logged_quarters(placement) >= EARLY * 4 * placement.hours


def logged_quarters(placement: Placement) -> int:
    entries = placement.entries.exclude(state__in=DEAD)
    return entries.aggregate(sum=models.Sum("quarters"))["sum"] or 0


def progress_of(midpoint: Midpoint) -> list[tuple[str, str]]:
    """Each objective of the plan with how it stands, in words."""
    plan = approved_plan(midpoint.placement)
    objectives = {str(each.number): each.text for each in plan.objectives.all()} if plan else {}
    return [
        (f"{number}. {objectives.get(number, '')}", str(Progress(value).label))
        for number, value in sorted(midpoint.progress.items())
    ]


@transaction.atomic
def send_review(placement: Placement, review: Review, *, at: datetime) -> Midpoint:
    """The learner's part; it can be changed until the supervisor has written. Raises UnableToPlace."""
    placement = locked(placement)
    if not midpoint_is_open(placement, at=at):
        raise UnableToPlace(_("The midpoint review is not open yet."))
    _require_whole(review, placement)
    midpoint = midpoint_of(placement)
    if midpoint and midpoint.supervisor_at:
        raise UnableToPlace(_("Your supervisor has written already. Nothing can be changed any more."))
    midpoint = midpoint or Midpoint(placement=placement)
    midpoint.progress = {str(number): value for number, value in sorted(review.progress.items())}
    midpoint.works, midpoint.does_not = review.works.strip(), review.does_not.strip()
    midpoint.changes, midpoint.wellbeing = review.changes.strip(), review.wellbeing.strip()
    midpoint.remarks, midpoint.sent_at, midpoint.quarters = (
        review.remarks.strip(),
        at,
        logged_quarters(placement),
    )
    midpoint.save()
    tell("placement.midpoint_sent", placement, by=placement.internship.enrolment.user, at=at)
    return midpoint


@transaction.atomic
def remark_as_supervisor(placement: Placement, *, remarks: str, at: datetime) -> Midpoint:
    """By personal link; it can be changed until the co-ordinator has decided. Raises UnableToPlace."""
    placement = locked(placement)
    midpoint = midpoint_of(placement)
    if midpoint is None or midpoint.decided_at or not placement.is_open:
        raise UnableToPlace(_("No remarks are asked for now."))
    midpoint.supervisor_remarks = require_text(remarks, _("Write how the placement goes from your side."))
    midpoint.supervisor_at = at
    midpoint.save(update_fields=["supervisor_remarks", "supervisor_at"])
    tell("placement.midpoint_remarked", placement, by=None, at=at)
    return midpoint


@transaction.atomic
def decide_review(midpoint: Midpoint, *, decision: str, answer: str, by, at: datetime) -> Midpoint:
    """By the co-ordinator, after both have written. Raises UnableToPlace."""
    placement = locked(midpoint.placement)
    midpoint = Midpoint.objects.get(pk=midpoint.pk)
    if by.pk == placement.internship.enrolment.user_id:
        raise UnableToPlace(_("Nobody decides about the own placement."))
    if midpoint.decided_at:
        raise UnableToPlace(_("The review is decided already."))
    if midpoint.supervisor_at is None:
        raise UnableToPlace(_("The supervisor has not written yet. Write to the supervisor first."))
    if decision not in Midpoint.Decision.values:
        raise UnableToPlace(_("Choose a decision."))
    midpoint.decision, midpoint.answer = decision, answer.strip()
    midpoint.decided_at, midpoint.decided_by = at, by
    midpoint.save(update_fields=["decision", "answer", "decided_at", "decided_by"])
    tell("placement.midpoint_decided", placement, by=by, at=at, decision=decision)
    return midpoint


def _require_whole(review: Review, placement: Placement) -> None:
    plan = approved_plan(placement)
    numbers = {each.number for each in plan.objectives.all()} if plan else set()
    if set(review.progress) != numbers or any(
        each not in Progress.values for each in review.progress.values()
    ):
        raise UnableToPlace(_("Say for each objective how it stands."))
    require_text(review.works, _("Write what works."))
    require_text(review.does_not, _("Write what does not work, or that all works."))
    require_text(review.wellbeing, _("Write how you are at the host, and whether it is safe."))
