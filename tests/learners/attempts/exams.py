"""A learner in the final exam: 20 objective questions, 4 short answers, 1 case analysis."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from courses.editions.plan import PlannedActivity, plan_of
from courses.editions.questions import frozen_pool
from learners.attempts.closing import submit_attempt
from learners.attempts.marking import mark_item
from learners.attempts.models import AttemptItem, QuizAttempt, SittingModeration
from learners.attempts.moderating import moderate
from learners.attempts.queries import items_of
from learners.attempts.sittings import Sitting, sittings_in
from learners.attempts.taking import Answer, save_response, start_attempt
from learners.enrolment.models import Enrolment
from tests.learners.attempts.sheets import places, the_item

EXAM_DUE_AT = datetime(2026, 3, 16, 11, 59, tzinfo=UTC)
EXAM_OPENS_AT = EXAM_DUE_AT - timedelta(hours=72)
IN_WINDOW = EXAM_OPENS_AT + timedelta(hours=1)


def exam_of(enrolment: Enrolment) -> PlannedActivity:
    return plan_of(enrolment.cohort.edition_id).activity("EX")


def sit_exam(
    enrolment: Enrolment, *, right: int = 20, at: datetime = IN_WINDOW, text: str = "My view."
) -> QuizAttempt:
    """Submitted after an hour: so many objective answers right, the others wrong, all essays written."""
    attempt = start_attempt(enrolment, exam_of(enrolment), at=at)
    pool = frozen_pool(attempt.edition_activity_id)
    for item in items_of(attempt):
        if pool[item.question_id].kind == "essay":
            raw = [f"{text} Number {item.order}."]
        else:
            raw = places(attempt, item.order, right=item.order <= right)[:1]
        save_response(the_item(attempt, item.order), Answer(item.order, raw, False, 1), at=at)
    return submit_attempt(attempt, by=enrolment.user, at=at + timedelta(hours=1))


def essays_of(attempt: QuizAttempt) -> list[AttemptItem]:
    return list(items_of(attempt).filter(question__kind="essay"))


def mark_all(attempt: QuizAttempt, *, share: str = "0.5", by, at: datetime) -> None:
    for item in essays_of(attempt):
        mark_item(item, points=item.max_points * Decimal(share), feedback="Clear.", by=by, at=at)


def sitting_of(attempt: QuizAttempt) -> Sitting:
    found = sittings_in(attempt.enrolment.cohort, exam_of(attempt.enrolment))
    return next(each for each in found if each.attempt.pk == attempt.pk)


def agree(
    attempt: QuizAttempt, *, by, at: datetime, verdict: str = "agreed", note: str = ""
) -> SittingModeration:
    """A verdict on the points as they stand."""
    sitting = sitting_of(attempt)
    return moderate(sitting, verdict=verdict, note=note, seen=str(sitting.attempt.points), by=by, at=at)
