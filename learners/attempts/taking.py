"""How a quiz or an exam is taken: who may start an attempt, and until when answers count."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.base.errors import RuleError
from courses.assessments.drawing import Candidate, Draw, draw_questions
from courses.editions.plan import PlannedActivity, frozen_page
from courses.editions.questions import FrozenQuestion, frozen_pool
from courses.programme.models import Activity
from courses.questions.kinds.base import UnreadableAnswer
from courses.questions.kinds.table import kind_of
from learners.attempts.closing import GRACE, submit_attempt
from learners.attempts.lateness import keep_late
from learners.attempts.models import AttemptItem, QuizAttempt
from learners.attempts.places import as_sent, with_ids
from learners.attempts.queries import attempts_at, items_of, questions_seen
from learners.enrolment.access import refuse_before, words, zone_of
from learners.enrolment.dates import learner_dates, time_factor
from learners.enrolment.models import Enrolment
from learners.events.recording import record
from learners.progress.completing import open_first

RESITS_ALLOWED = 1
"""Attempts of a resit (specification 1.10)."""


class UnableToStart(RuleError):
    """No attempt can be started now."""


class TimeIsUp(RuleError):
    """The answer came after the deadline of its attempt."""


class AlreadySubmitted(RuleError):
    """The attempt has its result, so its answers do not change any more."""


@dataclass(frozen=True)
class Answer:
    """What was sent for one question. `raw` names options by their place on the learner's page, or is a text."""

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
    sent: tuple[str, ...] = ()
    """Of an answer that was not kept: what the page would send for the stored one."""


@dataclass(frozen=True)
class Start:
    """What an attempt would be that is started now."""

    deadline_at: datetime
    resit: bool


def start_now(
    enrolment: Enrolment,
    planned: PlannedActivity,
    *,
    attempts: list[QuizAttempt],
    factor: Decimal,
    at: datetime,
) -> Start:
    """Until when an attempt would last that is started now. Raises NotOpen or UnableToStart."""
    quiz = frozen_page(planned.revision_id)
    granted = learner_dates(enrolment)
    dates, resit = granted.of(planned), granted.resit_of(planned) is not None
    refuse_before(dates.opens_at, enrolment, planned, at=at)
    closes_at = dates.due_at
    if at >= closes_at:
        raise UnableToStart(
            _("“%(title)s” closed on %(date)s.")
            % {"title": planned.title, "date": words(closes_at, zone_of(enrolment), at=at)}
        )
    allowed = RESITS_ALLOWED if resit else quiz.attempts_allowed
    if sum(1 for attempt in attempts if attempt.resit == resit) >= allowed:
        raise UnableToStart(
            ngettext(
                "You have used your attempt at “%(title)s”.",
                "You have used all %(count)s attempts at “%(title)s”. The best one counts.",
                allowed,
            )
            % {"count": allowed, "title": planned.title}
        )
    seconds = int(quiz.time_limit_minutes * 60 * factor)
    return Start(min(at + timedelta(seconds=seconds), closes_at), resit)


@transaction.atomic
def start_attempt(enrolment: Enrolment, planned: PlannedActivity, *, at: datetime) -> QuizAttempt:
    """The open attempt when there is one, otherwise a new one with its questions drawn.

    An open attempt whose time and grace are over is closed and returned: it never turns into a second one by surprise.
    Raises NotOpen or UnableToStart.
    """
    # The row lock serialises two tabs of one learner.
    place = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    if place.state != Enrolment.State.ACTIVE:
        raise UnableToStart(_("Your place in this cohort is not active, so you cannot start a quiz."))
    attempts = list(attempts_at(enrolment, planned.activity_id))
    running = next((attempt for attempt in attempts if attempt.submitted_at is None), None)
    if running:
        return submit_attempt(running, by=None, at=at) if at > running.deadline_at + GRACE else running
    factor = time_factor(enrolment)
    start = start_now(enrolment, planned, attempts=attempts, factor=factor, at=at)
    attempt = _draw_attempt(enrolment, planned, start, after=attempts, at=at)
    if not attempts:
        open_first(enrolment, planned, by=enrolment.user, at=at)
    record(
        "quiz.started",
        at=at,
        by=enrolment.user,
        enrolment=enrolment,
        activity_id=planned.activity_id,
        data={"attempt": attempt.number, "deadline_at": attempt.deadline_at.isoformat()},
    )
    return attempt


def _draw_attempt(
    enrolment: Enrolment, planned: PlannedActivity, start: Start, *, after: list[QuizAttempt], at: datetime
) -> QuizAttempt:
    """after: all earlier attempts, the first one first."""
    pool = frozen_pool(planned.id)
    seed = secrets.randbits(63)
    drawn = draw_questions(
        _draws(planned),
        [_candidate(question) for question in pool.values()],
        seed=seed,
        seen=questions_seen(enrolment, planned.activity_id) if after else set(),
    )
    attempt = QuizAttempt.objects.create(
        enrolment=enrolment,
        edition_activity_id=planned.id,
        number=after[-1].number + 1 if after else 1,
        resit=start.resit,
        seed=seed,
        started_at=at,
        deadline_at=start.deadline_at,
        max_points=sum(each.points for each in drawn),
    )
    AttemptItem.objects.bulk_create(
        AttemptItem(attempt=attempt, question_id=each.question_id, order=order, max_points=each.points)
        for order, each in enumerate(drawn, start=1)
    )
    return attempt


def _draws(planned: PlannedActivity) -> list[Draw]:
    """An exam asks its sections one after the other; a quiz mixes them."""
    sections = frozen_page(planned.revision_id).sections.all()
    apart = planned.kind == Activity.Kind.EXAM
    return [
        Draw(section.bank_id, section.count, section.points, section.blueprint, part=place if apart else 0)
        for place, section in enumerate(sections)
    ]


def _candidate(question: FrozenQuestion) -> Candidate:
    numbers = frozenset(principle.number for principle in question.principles)
    return Candidate(question.id, question.bank_id, question.points, numbers)


def save_response(item: AttemptItem, answer: Answer, *, at: datetime) -> Saved:
    """Store one answer with one conditional update. A lower or equal sequence changes nothing; Saved tells which.

    Raises TimeIsUp or AlreadySubmitted after it has kept the answer as evidence, or UnreadableAnswer. Needs no
    transaction and no row lock: closing stamps every item, and this update takes only items without that stamp.
    """
    response = _response(item, answer.raw)
    if answer.sequence <= item.sequence:
        return _stored(item, response)
    _require_taking(item, response, answer, at=at)
    taken = AttemptItem.objects.filter(pk=item.pk, sequence__lt=answer.sequence, closed_at=None).update(
        response=response, flagged=answer.flagged, sequence=answer.sequence, saved_at=at
    )
    if not taken:  # between reading and writing came a newer answer, or the close
        fresh = AttemptItem.objects.select_related("attempt__enrolment__cohort").get(pk=item.pk)
        if answer.sequence > fresh.sequence:
            _require_taking(fresh, response, answer, at=at)
        return _stored(fresh, response)
    return Saved(item.order, True, response is not None, answer.flagged, answer.sequence, at)


def save_sheet(attempt: QuizAttempt, answers: list[Answer], *, at: datetime) -> list[Saved]:
    """Store the answers of a whole page, by the same rule as save_response and with as many queries for 3 as for 30."""
    refusal = _refusal(attempt, at=at)
    if refusal:
        _keep_all_late(attempt, answers, at=at)
        raise refusal
    return _save_sheet(attempt, answers, at=at)


@transaction.atomic
def _save_sheet(attempt: QuizAttempt, answers: list[Answer], *, at: datetime) -> list[Saved]:
    locked = QuizAttempt.objects.select_for_update(no_key=True).get(pk=attempt.pk)
    locked.enrolment = attempt.enrolment
    if refusal := _refusal(locked, at=at):
        raise refusal
    items = {item.order: item for item in items_of(locked).select_for_update()}
    taken, saved = [], []
    for answer in answers:
        item = _item_of(locked, items, answer)
        response = _response(item, answer.raw)
        if answer.sequence > item.sequence:
            item.response, item.flagged = response, answer.flagged
            item.sequence, item.saved_at = answer.sequence, at
            taken.append(item)
        saved.append(_stored(item, response))
    AttemptItem.objects.bulk_update(taken, ["response", "flagged", "sequence", "saved_at"])
    return saved


def _keep_all_late(attempt: QuizAttempt, answers: list[Answer], *, at: datetime) -> None:
    items = {item.order: item for item in items_of(attempt)}
    for answer in answers:
        item = _item_of(attempt, items, answer)
        response = _response(item, answer.raw)
        if answer.sequence > item.sequence and response != item.response:
            keep_late(item, response=response, sequence=answer.sequence, at=at)


def _item_of(attempt: QuizAttempt, items: dict[int, AttemptItem], answer: Answer) -> AttemptItem:
    if answer.order not in items:
        raise UnreadableAnswer(_("One of the answers belongs to no question of this attempt."))
    item = items[answer.order]
    item.attempt = attempt
    return item


def _require_taking(item: AttemptItem, response: Any, answer: Answer, *, at: datetime) -> None:
    """The answer can still count. Otherwise it is kept as evidence, and the reason is raised."""
    if refusal := _refusal(item.attempt, at=at):
        if response != item.response:
            keep_late(item, response=response, sequence=answer.sequence, at=at)
        raise refusal


def _refusal(attempt: QuizAttempt, *, at: datetime) -> TimeIsUp | AlreadySubmitted | None:
    zone = zone_of(attempt.enrolment)
    if at > attempt.deadline_at + GRACE:
        text = _(
            "This answer came too late: the time ended on %(date)s. It is kept as evidence but does not count. "
            "Your answers saved until then count."
        )
        return TimeIsUp(text % {"date": words(attempt.deadline_at, zone, at=at)})
    if attempt.submitted_at:
        text = _(
            "You submitted this attempt on %(date)s. This answer came afterwards: "
            "it is kept as evidence but does not count."
        )
        return AlreadySubmitted(text % {"date": words(attempt.submitted_at, zone, at=at)})
    return None


def _response(item: AttemptItem, raw: Any) -> Any:
    """What the kind of question makes of it, after each place on the page became the id of its option."""
    question = _question_of(item)
    return kind_of(question).parse(question, with_ids(item.attempt, question, raw))


def _question_of(item: AttemptItem) -> FrozenQuestion:
    return frozen_pool(item.attempt.edition_activity_id)[item.question_id]


def _stored(item: AttemptItem, response: Any) -> Saved:
    kept = item.response == response
    return Saved(
        order=item.order,
        kept=kept,
        answered=item.response is not None,
        flagged=item.flagged,
        sequence=item.sequence,
        saved_at=item.saved_at,
        sent=() if kept else as_sent(item.attempt, _question_of(item), item.response),
    )
