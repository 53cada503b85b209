"""What becomes of an answer that comes too late: it is kept as evidence, and staff may accept it with a reason."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.editions.plan import PlannedActivity
from learners.attempts.closing import lock_item, planned_of, settle
from learners.attempts.keys import corrections_in, points_under
from learners.attempts.models import AttemptItem, LateAnswer, QuizAttempt
from learners.attempts.queries import is_released
from learners.events.recording import record

MOST_FOR_ONE_QUESTION = 20


class UnableToAccept(RuleError):
    """The late answer cannot count."""


def keep_late(item: AttemptItem, *, response: Any, sequence: int, at: datetime) -> LateAnswer | None:
    """The evidence that it came. Sent again it is the same row; what comes after twenty of them is not kept."""
    known = list(LateAnswer.objects.filter(item=item).order_by("pk"))
    same = (late for late in known if (late.sequence, late.response) == (sequence, response))
    if (again := next(same, None)) or len(known) >= MOST_FOR_ONE_QUESTION:
        return again
    return LateAnswer.objects.create(item=item, sequence=sequence, response=response, received_at=at)


@transaction.atomic
def accept_late(late: LateAnswer, *, reason: str, by, at: datetime) -> LateAnswer:
    """Let it count: the answer takes the place of the stored one, and the points follow through the ledger.

    Accepted already is the same result. Raises UnableToAccept.
    """
    if not reason.strip():
        raise UnableToAccept(_("Enter the reason why this answer counts."))
    item = lock_item(late.item_id)
    attempt = item.attempt
    late = LateAnswer.objects.select_for_update(no_key=True).get(pk=late.pk)
    if late.accepted_at:
        return late
    _require_acceptable(late, item, attempt, by=by)
    before = item.response
    item.response, item.sequence, item.saved_at = late.response, late.sequence, late.received_at
    item.points = points_under(item, corrections_in(attempt.enrolment.cohort_id))
    item.marked_at = item.marked_by = None
    item.save(update_fields=["response", "sequence", "saved_at", "points", "marked_at", "marked_by"])
    late.accepted_at, late.accepted_by, late.reason = at, by, reason.strip()
    late.save(update_fields=["accepted_at", "accepted_by", "reason"])
    planned = planned_of(attempt)
    _tell(late, item, planned, before=before, by=by, at=at)
    settle(attempt, planned, by=by, at=at)
    return late


def _tell(
    late: LateAnswer, item: AttemptItem, planned: PlannedActivity, *, before: Any, by, at: datetime
) -> None:
    record(
        "quiz.late_answer_accepted",
        at=at,
        by=by,
        enrolment=item.attempt.enrolment,
        activity_id=planned.activity_id,
        data={
            "attempt": item.attempt.number,
            "question": item.order,
            "received_at": late.received_at.isoformat(),
            "before": before,
            "reason": late.reason,
        },
    )


def _require_acceptable(late: LateAnswer, item: AttemptItem, attempt: QuizAttempt, *, by) -> None:
    if by.pk == attempt.enrolment.user_id:
        raise UnableToAccept(_("Nobody accepts the own answer."))
    if attempt.submitted_at is None:
        raise UnableToAccept(_("The attempt is not closed yet. Try again in two minutes."))
    if late.sequence <= item.sequence:
        raise UnableToAccept(_("A newer answer to this question counts already."))
    if is_released(attempt.enrolment, planned_of(attempt), resit=attempt.resit):
        raise UnableToAccept(
            _("The mark is released. A change of it needs a second person: correct the mark.")
        )


def lateness(late: LateAnswer, attempt: QuizAttempt) -> timedelta:
    """By how much it missed the deadline. Nothing when it came in time, but after the learner had submitted."""
    return max(late.received_at - attempt.deadline_at, timedelta(0))
