"""How an attempt ends: submitted or closed by time, its points added up, the best result told to the ledger."""

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from courses.editions.models import EditionActivity
from courses.editions.plan import PlannedActivity, frozen_page, plan_of
from courses.programme.models import Activity
from courses.questions.scoring import Score, in_figures
from learners.attempts.keys import corrections_in, points_under
from learners.attempts.models import AttemptItem, QuizAttempt
from learners.attempts.queries import attempts_at, items_of, overdue
from learners.enrolment.access import NotOpen
from learners.enrolment.models import Enrolment
from learners.events.recording import record
from learners.grades.ledger import record_grade
from learners.grades.queries import standing_line
from learners.progress.completing import complete

logger = logging.getLogger(__name__)

GRACE = timedelta(seconds=60)
"""For answers that waited in a browser without connection. The time itself is over at the deadline."""


@transaction.atomic
def submit_attempt(attempt: QuizAttempt, *, by, at: datetime) -> QuizAttempt:
    """Score it, write the ledger if it is the best so far, complete the quiz. A second submit changes nothing.

    After the deadline it counts as closed by time, at its deadline, with all saved answers.
    """
    # First the enrolment, then its attempts, then their items: everywhere the same order, so nobody waits in a circle.
    places = Enrolment.objects.select_for_update(no_key=True, of=("self",)).select_related("cohort")
    enrolment = places.get(pk=attempt.enrolment_id)
    tries = _locked_tries(attempt)
    attempt = next(each for each in tries if each.pk == attempt.pk)
    if attempt.submitted_at:
        return attempt
    attempt.enrolment = enrolment
    in_time = at <= attempt.deadline_at
    attempt.submitted_at = at if in_time else attempt.deadline_at
    attempt.closed_by = QuizAttempt.Closing.LEARNER if in_time else QuizAttempt.Closing.TIME
    planned = planned_of(attempt)
    before = _best_share(tries, resit=attempt.resit)
    _add_up(attempt, _close_items(attempt), at=at)
    attempt.save(update_fields=["submitted_at", "closed_by", "points", "marked_at"])
    _tell(attempt, planned, by=by, at=at)
    _grade_best(attempt, tries, planned, before=before, by=None, at=at)
    _complete_if_finished(attempt, tries, planned, by=by, at=at)
    return attempt


def planned_of(attempt: QuizAttempt) -> PlannedActivity:
    row = attempt.edition_activity
    return next(planned for planned in plan_of(row.edition_id).activities if planned.id == row.pk)


def lock_item(item_id: int) -> AttemptItem:
    """The item with its attempt and enrolment, all locked. Inside a transaction only."""
    attempt_id = AttemptItem.objects.values_list("attempt_id", flat=True).get(pk=item_id)
    enrolment_id = QuizAttempt.objects.values_list("enrolment_id", flat=True).get(pk=attempt_id)
    # In the order of every deed on attempts: enrolment, attempt, item.
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment_id)
    attempt = QuizAttempt.objects.select_for_update(no_key=True).get(pk=attempt_id)
    item = AttemptItem.objects.select_for_update(no_key=True).get(pk=item_id)
    item.attempt, attempt.enrolment = attempt, enrolment
    return item


def _close_items(attempt: QuizAttempt) -> list[Decimal | None]:
    """What each answer earns; None where a person has to mark it."""
    items = list(items_of(attempt).select_for_update())
    corrections = corrections_in(attempt.enrolment.cohort_id)
    alike: dict[Decimal | None, list[int]] = {}
    for item in items:
        item.attempt = attempt
        item.points = points_under(item, corrections)
        alike.setdefault(item.points, []).append(item.pk)
    for points, keys in alike.items():  # most answers earn all or nothing, so these are two statements
        AttemptItem.objects.filter(pk__in=keys).update(points=points, closed_at=attempt.submitted_at)
    return [item.points for item in items]


def settle(attempt: QuizAttempt, planned: PlannedActivity, *, by, at: datetime) -> None:
    """Add up the points of a closed attempt again. When all are known, the ledger and the completion follow.

    Call it with enrolment and attempt locked. `by` is who marked or decided.
    """
    tries = _tries(attempt, planned)
    before = _best_share(tries, resit=attempt.resit)
    _add_up(attempt, list(items_of(attempt).values_list("points", flat=True)), at=at)
    attempt.save(update_fields=["points", "marked_at"])
    _grade_best(attempt, tries, planned, before=before, by=by, at=at)
    _complete_if_finished(attempt, tries, planned, by=by, at=at)


def _add_up(attempt: QuizAttempt, points: list[Decimal | None], *, at: datetime) -> None:
    known = [each for each in points if each is not None]
    attempt.points = sum(known, Decimal(0)) if len(known) == len(points) else None
    attempt.marked_at = None if attempt.points is None else at


def _complete_if_finished(
    attempt: QuizAttempt, tries: list[QuizAttempt], planned: PlannedActivity, *, by, at: datetime
) -> None:
    if _is_finished(attempt, tries, planned):
        # A date of the cohort may have been moved after the start. The result stands all the same.
        with suppress(NotOpen):
            complete(attempt.enrolment, planned, by=by, at=attempt.submitted_at or at)


def _locked_tries(attempt: QuizAttempt) -> list[QuizAttempt]:
    """All attempts of the learner at the quiz as they are now, the first one first. Nobody else changes them before this transaction ends."""
    quiz = EditionActivity.objects.filter(pk=attempt.edition_activity_id).values("activity")
    rows = QuizAttempt.objects.filter(enrolment=attempt.enrolment_id, edition_activity__activity__in=quiz)
    locked = rows.select_for_update(no_key=True, of=("self",)).select_related("edition_activity")
    return list(locked.order_by("number", "pk"))


def _tries(attempt: QuizAttempt, planned: PlannedActivity) -> list[QuizAttempt]:
    """All attempts of the learner at the quiz, the first one first; this very one among them as it is in memory."""
    rows = attempts_at(attempt.enrolment, planned.activity_id)
    return [attempt if row.pk == attempt.pk else row for row in rows]


def _best(tries: list[QuizAttempt], *, resit: bool) -> QuizAttempt | None:
    """The best of the marked attempts, the first of equals. A resit is judged alone."""
    done = [each for each in tries if each.resit == resit and each.points is not None]
    return max(done, key=lambda each: _score(each).share, default=None)


def _score(attempt: QuizAttempt) -> Score:
    return Score(attempt.points or Decimal(0), attempt.max_points)


def _best_share(tries: list[QuizAttempt], *, resit: bool) -> Fraction | None:
    best = _best(tries, resit=resit)
    return None if best is None else _score(best).share


def _grade_best(
    attempt: QuizAttempt,
    tries: list[QuizAttempt],
    planned: PlannedActivity,
    *,
    before: Fraction | None,
    by,
    at: datetime,
) -> None:
    """A line of the ledger when the best result has changed. A higher grade that somebody gave by hand stays."""
    best = _best(tries, resit=attempt.resit)
    if best is None:
        return
    grade = standing_line(attempt.enrolment, planned.activity_id, resit=attempt.resit)
    if grade is not None:
        standing, share = Score(grade.points, grade.max_points).share, _score(best).share
        if share == standing or (share < standing and standing != before):
            return
    _grade(best, attempt.enrolment, planned, by=by, at=at)


def _is_finished(attempt: QuizAttempt, tries: list[QuizAttempt], planned: PlannedActivity) -> bool:
    """Passed, or no attempt is left. A quiz that was not passed stays among the tasks while it can be tried again."""
    quiz = frozen_page(planned.revision_id)
    if attempt.points is not None and _score(attempt).reaches(quiz.pass_percent):
        return True
    return attempt.resit or len(tries) >= quiz.attempts_allowed


def _grade(best: QuizAttempt, enrolment: Enrolment, planned: PlannedActivity, *, by, at: datetime) -> None:
    points = best.points or Decimal(0)
    facts = {
        "code": planned.code,
        "number": best.number,
        "points": in_figures(points),
        "max": in_figures(best.max_points),
    }
    exam = _("Exam %(code)s, attempt %(number)s: %(points)s of %(max)s points")
    quiz = _("Quiz %(code)s, attempt %(number)s: %(points)s of %(max)s points")
    record_grade(
        enrolment,
        activity_id=planned.activity_id,
        points=points,
        max_points=best.max_points,
        reason=(exam if planned.kind == Activity.Kind.EXAM else quiz) % facts,
        by=by,
        at=at,
        resit=best.resit,
    )


def _tell(attempt: QuizAttempt, planned: PlannedActivity, *, by, at: datetime) -> None:
    points = {} if attempt.points is None else {"points": str(attempt.points)}
    record(
        "quiz.submitted",
        at=at,
        by=by,
        enrolment=attempt.enrolment,
        activity_id=planned.activity_id,
        data={
            "attempt": attempt.number,
            **points,
            "max_points": str(attempt.max_points),
            "closed_by": attempt.closed_by,
        },
    )


def close_overdue(*, at: datetime) -> int:
    """Submit each attempt whose time and grace are over with all its saved answers; how many. Safe to run twice at once."""
    closed = 0
    for attempt in overdue(at=at - GRACE):
        try:
            submit_attempt(attempt, by=None, at=at)
        except Exception:
            logger.exception("Attempt %s could not be closed", attempt.pk)  # it must not hold up the others
        else:
            closed += 1
    return closed
