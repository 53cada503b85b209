"""How a quiz is taken: who may start an attempt, until when answers count, what a submitted attempt earns."""

import logging
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.base.errors import RuleError
from courses.assessments.drawing import Candidate, Draw, draw_questions, order_of_choices
from courses.editions.plan import PlannedActivity, frozen_page, plan_of
from courses.editions.questions import FrozenQuestion, frozen_pool
from courses.questions.kinds import UnreadableAnswer, kind_of
from courses.questions.scoring import Score, in_figures, max_points, points_for
from learners.attempts.models import AttemptItem, QuizAttempt
from learners.attempts.queries import attempts_at, items_of, overdue, questions_seen
from learners.enrolment.access import NotOpen, refuse_before, words, zone_of
from learners.enrolment.dates import learner_dates, time_factor
from learners.enrolment.models import Enrolment
from learners.events.recording import record
from learners.grades.ledger import record_grade
from learners.grades.queries import current_grades
from learners.progress.completing import complete, open_activity

logger = logging.getLogger(__name__)


class UnableToStart(RuleError):
    """No attempt can be started now."""


class TimeIsUp(RuleError):
    """The answer came after the deadline of its attempt."""


class AlreadySubmitted(RuleError):
    """The attempt has its result, so its answers do not change any more."""


@dataclass(frozen=True)
class Answer:
    """What was sent for one question. `raw` names options by their place on the learner's page."""

    order: int
    raw: Any
    flagged: bool
    sequence: int


@dataclass(frozen=True)
class Saved:
    """What is stored after an answer was sent."""

    order: int
    kept: bool
    """The stored answer is the one that was sent. False: a newer one was there, and nothing changed."""
    answered: bool
    flagged: bool
    sequence: int
    saved_at: datetime | None
    places: tuple[int, ...] = ()
    """Of an answer that was not kept: which options the stored one has, by their place on the learner's page."""


def deadline_of_start(
    enrolment: Enrolment,
    planned: PlannedActivity,
    *,
    attempts: list[QuizAttempt],
    factor: Decimal,
    at: datetime,
) -> datetime:
    """Until when an attempt would last that is started now. Raises NotOpen or UnableToStart."""
    quiz = frozen_page(planned.revision_id)
    dates = learner_dates(enrolment).of(planned)
    refuse_before(dates.opens_at, enrolment, planned, at=at)
    closes_at = dates.due_at
    if at >= closes_at:
        raise UnableToStart(
            _("“%(title)s” closed on %(date)s.")
            % {"title": planned.title, "date": words(closes_at, zone_of(enrolment), at=at)}
        )
    if len(attempts) >= quiz.attempts_allowed:
        raise UnableToStart(
            ngettext(
                "You have used your attempt at “%(title)s”.",
                "You have used all %(count)s attempts at “%(title)s”. The best one counts.",
                quiz.attempts_allowed,
            )
            % {"count": quiz.attempts_allowed, "title": planned.title}
        )
    seconds = int(quiz.time_limit_minutes * 60 * factor)
    return min(at + timedelta(seconds=seconds), closes_at)


@transaction.atomic
def start_attempt(enrolment: Enrolment, planned: PlannedActivity, *, at: datetime) -> QuizAttempt:
    """The open attempt when there is one, otherwise a new one with its questions drawn.

    An open attempt whose time is over is closed and returned: it never turns into a second one by surprise.
    Raises NotOpen or UnableToStart.
    """
    # The row lock serialises two tabs of one learner.
    place = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    if place.state != Enrolment.State.ACTIVE:
        raise UnableToStart(_("Your place in this cohort is not active, so you cannot start a quiz."))
    attempts = list(attempts_at(enrolment, planned.activity_id))
    running = next((attempt for attempt in attempts if attempt.submitted_at is None), None)
    if running:
        return submit_attempt(running, by=None, at=at) if at > running.deadline_at else running
    factor = time_factor(enrolment)
    deadline_at = deadline_of_start(enrolment, planned, attempts=attempts, factor=factor, at=at)
    attempt = _draw_attempt(enrolment, planned, at=at, deadline_at=deadline_at)
    open_activity(enrolment, planned, at=at)
    record(
        "quiz.started",
        at=at,
        by=enrolment.user,
        enrolment=enrolment,
        activity_id=planned.activity_id,
        data={"attempt": attempt.number, "deadline_at": deadline_at.isoformat()},
    )
    return attempt


def _draw_attempt(
    enrolment: Enrolment, planned: PlannedActivity, *, at: datetime, deadline_at: datetime
) -> QuizAttempt:
    pool = frozen_pool(planned.id)
    seed = secrets.randbits(63)
    ids = draw_questions(
        [Draw(section.bank_id, section.count) for section in frozen_page(planned.revision_id).sections.all()],
        [Candidate(question.id, question.bank_id) for question in pool.values()],
        seed=seed,
        seen=questions_seen(enrolment, planned.activity_id),
    )
    last = attempts_at(enrolment, planned.activity_id).aggregate(last=Max("number"))["last"] or 0
    attempt = QuizAttempt.objects.create(
        enrolment=enrolment,
        edition_activity_id=planned.id,
        number=last + 1,
        seed=seed,
        started_at=at,
        deadline_at=deadline_at,
        max_points=max_points(pool[question_id] for question_id in ids),
    )
    AttemptItem.objects.bulk_create(
        AttemptItem(attempt=attempt, question_id=question_id, order=order)
        for order, question_id in enumerate(ids, start=1)
    )
    return attempt


def shown_choices(attempt: QuizAttempt, question: FrozenQuestion) -> list[int]:
    """The ids of the options in the order in which this attempt shows them."""
    ids = [choice.id for choice in question.choices]
    return order_of_choices(ids, seed=attempt.seed) if kind_of(question).mixed else ids


def save_response(item: AttemptItem, answer: Answer, *, at: datetime) -> Saved:
    """Store one answer with one conditional update. A lower or equal sequence changes nothing; Saved tells which.

    Raises TimeIsUp, AlreadySubmitted or UnreadableAnswer. Needs no transaction and no row lock: submitting writes
    the points of every item, and this update takes only items without points.
    """
    _require_open_attempt(item.attempt, at=at)
    response = _response(item, answer.raw)
    if answer.sequence <= item.sequence:
        return _stored(item, response)
    taken = AttemptItem.objects.filter(pk=item.pk, sequence__lt=answer.sequence, points=None).update(
        response=response, flagged=answer.flagged, sequence=answer.sequence, saved_at=at
    )
    if not taken:  # between reading and writing came a newer answer, or the submit
        fresh = AttemptItem.objects.select_related("attempt__enrolment__cohort").get(pk=item.pk)
        _require_open_attempt(fresh.attempt, at=at)
        return _stored(fresh, response)
    return Saved(item.order, True, response is not None, answer.flagged, answer.sequence, at)


@transaction.atomic
def save_sheet(attempt: QuizAttempt, answers: list[Answer], *, at: datetime) -> list[Saved]:
    """Store the answers of a whole page, by the same rule as save_response and with as many queries for 3 as for 30."""
    locked = QuizAttempt.objects.select_for_update(no_key=True).get(pk=attempt.pk)
    _require_open_attempt(locked, at=at)
    items = {item.order: item for item in items_of(locked).select_for_update()}
    for item in items.values():
        item.attempt = locked
    taken, saved = [], []
    for answer in answers:
        if answer.order not in items:
            raise UnreadableAnswer(_("One of the answers belongs to no question of this attempt."))
        item = items[answer.order]
        response = _response(item, answer.raw)
        if answer.sequence > item.sequence:
            item.response, item.flagged = response, answer.flagged
            item.sequence, item.saved_at = answer.sequence, at
            taken.append(item)
        saved.append(_stored(item, response))
    AttemptItem.objects.bulk_update(taken, ["response", "flagged", "sequence", "saved_at"])
    return saved


def _require_open_attempt(attempt: QuizAttempt, *, at: datetime) -> None:
    zone = zone_of(attempt.enrolment)
    if at > attempt.deadline_at:
        raise TimeIsUp(
            _(
                "This answer came too late. The time ended on %(date)s. Your answers saved until then are kept."
            )
            % {"date": words(attempt.deadline_at, zone, at=at)}
        )
    if attempt.submitted_at:
        raise AlreadySubmitted(
            _("You submitted this attempt on %(date)s. Its answers cannot change any more.")
            % {"date": words(attempt.submitted_at, zone, at=at)}
        )


def _response(item: AttemptItem, raw: Any) -> Any:
    """What the kind of question makes of it, after each place on the page became the id of its option."""
    question = frozen_pool(item.attempt.edition_activity_id)[item.question_id]
    # Ids in the page would tell in which order the options were written, and the right one is often written first.
    places = {
        str(place): number for place, number in enumerate(shown_choices(item.attempt, question), start=1)
    }
    known = [places.get(str(entry)) for entry in raw] if isinstance(raw, list | tuple) else raw
    return kind_of(question).parse(question, known)


def _stored(item: AttemptItem, response: Any) -> Saved:
    kept = item.response == response
    return Saved(
        order=item.order,
        kept=kept,
        answered=item.response is not None,
        flagged=item.flagged,
        sequence=item.sequence,
        saved_at=item.saved_at,
        places=() if kept else _places(item),
    )


def _places(item: AttemptItem) -> tuple[int, ...]:
    question = frozen_pool(item.attempt.edition_activity_id)[item.question_id]
    shown = enumerate(shown_choices(item.attempt, question), start=1)
    return tuple(place for place, number in shown if number in (item.response or ()))


@transaction.atomic
def submit_attempt(attempt: QuizAttempt, *, by, at: datetime) -> QuizAttempt:
    """Score it, write the ledger if it is the best so far, complete the quiz. A second submit changes nothing.

    After the deadline it counts as closed by time, at its deadline, with all saved answers.
    """
    # First the enrolment, then the attempt, then its items: everywhere the same order, so nobody waits in a circle.
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=attempt.enrolment_id)
    attempt = QuizAttempt.objects.select_for_update(no_key=True).get(pk=attempt.pk)
    if attempt.submitted_at:
        return attempt
    attempt.enrolment = enrolment
    in_time = at <= attempt.deadline_at
    planned = _planned(attempt)
    attempt.submitted_at = at if in_time else attempt.deadline_at
    attempt.closed_by = QuizAttempt.Closing.LEARNER if in_time else QuizAttempt.Closing.TIME
    score = Score(_score_items(attempt), attempt.max_points)
    best = _is_best(score, attempt, planned)
    attempt.points = score.points
    attempt.save(update_fields=["submitted_at", "closed_by", "points"])
    _tell(attempt, planned, by=by, at=at)
    if best:
        _grade(score, attempt, planned, at=at)
    if _is_finished(attempt, planned):
        # A date of the cohort may have been moved after the start. The result stands all the same.
        with suppress(NotOpen):
            complete(attempt.enrolment, planned, by=by, at=attempt.submitted_at)
    return attempt


def _is_finished(attempt: QuizAttempt, planned: PlannedActivity) -> bool:
    """Passed, or no attempt is left. A quiz that was not passed stays among the tasks while it can be tried again."""
    quiz = frozen_page(planned.revision_id)
    if 100 * (attempt.points or 0) >= quiz.pass_percent * attempt.max_points:
        return True
    return attempts_at(attempt.enrolment, planned.activity_id).count() >= quiz.attempts_allowed


def _planned(attempt: QuizAttempt) -> PlannedActivity:
    row = attempt.edition_activity
    return next(planned for planned in plan_of(row.edition_id).activities if planned.id == row.pk)


def _score_items(attempt: QuizAttempt) -> Decimal:
    pool = frozen_pool(attempt.edition_activity_id)
    items = list(items_of(attempt).select_for_update())
    total = Decimal(0)
    for item in items:
        points = points_for(pool[item.question_id], item.response)
        item.points = points
        total += points
    AttemptItem.objects.bulk_update(items, ["points"])
    return total


def _is_best(score: Score, attempt: QuizAttempt, planned: PlannedActivity) -> bool:
    """Whether it is the first result of this quiz, or better than each attempt and than the grade that stands."""
    done = attempts_at(attempt.enrolment, planned.activity_id).exclude(points=None)
    earlier = [Score(each.points or Decimal(0), each.max_points) for each in done]
    grade = current_grades(attempt.enrolment).first.get(planned.activity_id)
    if grade:
        earlier.append(Score(grade.points, grade.max_points))
    return all(score.share > other.share for other in earlier)


def _grade(score: Score, attempt: QuizAttempt, planned: PlannedActivity, *, at: datetime) -> None:
    facts = {
        "code": planned.code,
        "number": attempt.number,
        "points": in_figures(score.points),
        "max": in_figures(score.max_points),
    }
    record_grade(
        attempt.enrolment,
        activity_id=planned.activity_id,
        points=score.points,
        max_points=score.max_points,
        reason=_("Quiz %(code)s, attempt %(number)s: %(points)s of %(max)s points") % facts,
        by=None,
        at=at,
    )


def _tell(attempt: QuizAttempt, planned: PlannedActivity, *, by, at: datetime) -> None:
    record(
        "quiz.submitted",
        at=at,
        by=by,
        enrolment=attempt.enrolment,
        activity_id=planned.activity_id,
        data={
            "attempt": attempt.number,
            "points": str(attempt.points),
            "max_points": str(attempt.max_points),
            "closed_by": attempt.closed_by,
        },
    )


def close_overdue(*, at: datetime) -> int:
    """Submit each attempt whose time is over with all its saved answers; how many. Safe to run twice at once."""
    closed = 0
    for attempt in overdue(at=at):
        try:
            submit_attempt(attempt, by=None, at=at)
        except Exception:
            logger.exception("Attempt %s could not be closed", attempt.pk)  # it must not hold up the others
        else:
            closed += 1
    return closed
