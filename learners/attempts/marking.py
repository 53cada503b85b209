"""How a person marks one answer, and how the mark of an exam comes out of it."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.editions.questions import frozen_pool
from courses.questions.kinds.table import kind_of
from courses.questions.scoring import in_figures
from learners.attempts.closing import lock_item, planned_of, settle
from learners.attempts.models import AttemptItem
from learners.attempts.queries import is_released
from learners.events.recording import record

CENT = Decimal("0.01")


class UnableToMark(RuleError):
    """The mark cannot be entered."""


def stamp_of(item: AttemptItem) -> str:
    """Tells apart the marks that an answer had one after the other."""
    return item.marked_at.isoformat() if item.marked_at else ""


@transaction.atomic
def mark_item(
    item: AttemptItem, *, points: Decimal, feedback: str, by, at: datetime, seen: str | None = None
) -> AttemptItem:
    """The points and the feedback for one answer. When it is the last one of its attempt, the ledger gets the mark.

    Before the release a second mark corrects the first. `seen` is the stamp of the mark that the marker had before the
    eyes; a newer mark of a colleague is not overwritten. Raises UnableToMark.
    """
    item = lock_item(item.pk)
    planned = planned_of(item.attempt)
    _require_markable(item, by=by)
    if is_released(item.attempt.enrolment, planned, resit=item.attempt.resit):
        raise UnableToMark(
            _("This mark is released. A change of it needs a second person: correct the mark.")
        )
    if seen is not None and seen != stamp_of(item):
        raise UnableToMark(
            _("A colleague marked this answer after you had opened it. Look at that mark first.")
        )
    if not (points.is_finite() and 0 <= points <= item.max_points and points == points.quantize(CENT)):
        highest = in_figures(item.max_points)
        raise UnableToMark(_("Enter points from 0 to %(max)s, with at most two decimals.") % {"max": highest})
    item.points, item.feedback = points, feedback.strip()
    item.marked_at, item.marked_by = at, by
    item.save(update_fields=["points", "feedback", "marked_at", "marked_by"])
    record(
        "quiz.answer_marked",
        at=at,
        by=by,
        enrolment=item.attempt.enrolment,
        activity_id=planned.activity_id,
        data={"attempt": item.attempt.number, "question": item.order, "points": str(points)},
    )
    settle(item.attempt, planned, by=by, at=at)
    return item


def _require_markable(item: AttemptItem, *, by) -> None:
    if item.attempt.enrolment.user_id == by.pk:
        raise UnableToMark(_("Nobody marks the own work."))
    if item.closed_at is None:
        raise UnableToMark(_("This attempt is not submitted yet."))
    question = frozen_pool(item.attempt.edition_activity_id)[item.question_id]
    if not kind_of(question).by_person or not kind_of(question).is_answered(item.response):
        raise UnableToMark(_("The platform has scored this answer. Nobody marks it."))
