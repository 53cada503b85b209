"""Scores answers anew after the key of a question was corrected: shown first, confirmed by a second person, history kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.cohorts.models import Cohort
from courses.editions.questions import frozen_question
from courses.questions.kinds.table import kind_of
from courses.questions.models import Question
from courses.questions.scoring import in_figures
from learners.attempts.closing import lock_item, planned_of, settle
from learners.attempts.keys import KeysDiffer, points_under, with_key_of
from learners.attempts.models import AttemptItem, ItemRegrade, KeyCorrection, QuizAttempt
from learners.attempts.reviewing import points_are_shown
from learners.events.recording import record

CHUNK = 200
"""Answers that are read at once; each is scored in a transaction of its own."""


class UnableToCorrect(RuleError):
    pass


@dataclass(frozen=True)
class Change:
    """One answer whose points would be other ones."""

    item: AttemptItem
    before: Decimal
    after: Decimal

    @property
    def lower(self) -> bool:
        return self.after < self.before


@dataclass(frozen=True)
class Impact:
    answers: int
    changes: tuple[Change, ...]

    @property
    def higher(self) -> int:
        return sum(1 for change in self.changes if not change.lower)

    @property
    def lower(self) -> int:
        return sum(1 for change in self.changes if change.lower)


@transaction.atomic
def propose_correction(
    question: Question,
    cohort: Cohort,
    *,
    corrected: Question | None,
    may_lower: bool,
    reason: str,
    by,
    at: datetime,
) -> KeyCorrection:
    """Nothing changes yet. Raises UnableToCorrect, KeysDiffer."""
    _require_sense(question, corrected)
    if not reason.strip():
        raise UnableToCorrect(_("Enter the reason: learners read it beside their answer."))
    Cohort.objects.select_for_update().get(pk=cohort.pk)  # two proposals at once make one
    if KeyCorrection.objects.filter(question=question, cohort=cohort, done_at=None, dropped_at=None).exists():
        raise UnableToCorrect(_("A correction of this question waits already. Confirm or drop it first."))
    correction = KeyCorrection.objects.create(
        question=question,
        corrected=corrected,
        cohort=cohort,
        reason=reason.strip(),
        may_lower=may_lower,
        proposed_at=at,
        proposed_by=by,
    )
    if not _answers(correction).exists():
        raise UnableToCorrect(_("Nobody of this cohort has been asked this version."))
    _tell(correction, "proposed", by=by, at=at)
    return correction


def impact_of(correction: KeyCorrection) -> Impact:
    """Whose points would change. Three queries, however many answers there are."""
    items = list(
        _answers(correction)
        .select_related("attempt__enrolment__user", "attempt__enrolment__cohort")
        .order_by("attempt__enrolment__user__name", "attempt__number", "pk")
    )
    changes = [change for item in items if (change := _change(correction, item))]
    return Impact(len(items), tuple(changes))


@transaction.atomic
def drop_correction(correction: KeyCorrection, *, by, at: datetime) -> KeyCorrection:
    """Before it is confirmed; afterwards a new correction is needed."""
    correction = _locked(correction)
    if correction.confirmed_at:
        raise UnableToCorrect(_("The correction is confirmed. To take it back, propose another one."))
    if correction.dropped_at is None:
        correction.dropped_at = at
        correction.save(update_fields=["dropped_at"])
        _tell(correction, "dropped", by=by, at=at)
    return correction


@transaction.atomic
def confirm_correction(correction: KeyCorrection, *, by, at: datetime) -> KeyCorrection:
    """By a second person. From now on the key holds; carry_out scores what was answered before."""
    correction = _locked(correction)
    if correction.dropped_at:
        raise UnableToCorrect(_("The correction was dropped. Propose it again."))
    if by.pk == correction.proposed_by_id:
        raise UnableToCorrect(_("A second person has to confirm it."))
    if correction.confirmed_at is None:
        correction.confirmed_at, correction.confirmed_by = at, by
        correction.save(update_fields=["confirmed_at", "confirmed_by"])
        _tell(correction, "confirmed", by=by, at=at)
    return correction


def carry_out(correction: KeyCorrection, *, at: datetime) -> int:
    """Score each answer anew, each in a transaction of its own; how many changed. Resumes where it was stopped."""
    changed = 0
    for item_id in _open_items(correction):
        changed += _regrade(correction, item_id, at=at)
    KeyCorrection.objects.filter(pk=correction.pk, done_at=None).update(done_at=at)
    return changed


def carry_out_open(*, at: datetime) -> int:
    """Finish what a worker left; how many corrections. Safe to run twice."""
    waiting = KeyCorrection.objects.filter(confirmed_at__isnull=False, done_at=None).order_by("pk")
    rows = list(waiting.select_related("corrected__lesson"))
    for correction in rows:
        carry_out(correction, at=at)
    return len(rows)


def _open_items(correction: KeyCorrection) -> Iterator[int]:
    """In order of their number, so that two workers wait for each other and not in a circle."""
    last = 0
    while chunk := list(
        _answers(correction)
        .filter(pk__gt=last)
        .exclude(regrades__correction=correction)
        .order_by("pk")
        .values_list("pk", flat=True)[:CHUNK]
    ):
        yield from chunk
        last = chunk[-1]


@transaction.atomic
def _regrade(correction: KeyCorrection, item_id: int, *, at: datetime) -> bool:
    item = lock_item(item_id)
    change = _change(correction, item)
    if change is None or ItemRegrade.objects.filter(correction=correction, item=item).exists():
        return False
    if change.lower and not correction.may_lower:
        return False
    item.points = change.after
    item.save(update_fields=["points"])
    ItemRegrade.objects.create(
        correction=correction,
        item=item,
        points_before=change.before,
        points_after=change.after,
        regraded_at=at,
    )
    attempt: QuizAttempt = item.attempt
    planned = planned_of(attempt)
    data = {
        "attempt": attempt.number,
        "question": item.order,
        "before": str(change.before),
        "after": str(change.after),
        "reason": correction.reason,
    }
    record(
        "quiz.answer_regraded",
        enrolment=attempt.enrolment,
        activity_id=planned.activity_id,
        by=correction.confirmed_by,
        at=at,
        data=data,
    )
    had = attempt.points
    settle(attempt, planned, by=correction.confirmed_by, at=at)
    if had is not None and points_are_shown(attempt.enrolment, planned, resit=attempt.resit):
        _tell_learner(attempt, planned.activity_id, had, by=correction.confirmed_by, at=at)
    return True


def _tell_learner(attempt: QuizAttempt, activity_id: int, had: Decimal, *, by, at: datetime) -> None:
    """Only of points that the learner knows already: those of an exam wait for its release."""
    points = attempt.points or Decimal(0)
    data = {"attempt": attempt.number, "before": in_figures(had), "after": in_figures(points)}
    record(
        "quiz.result_corrected",
        enrolment=attempt.enrolment,
        activity_id=activity_id,
        by=by,
        at=at,
        data=data,
    )


def _change(correction: KeyCorrection, item: AttemptItem) -> Change | None:
    before, after = item.points, points_under(item, {item.question_id: correction})
    if before is None or after is None or before == after:
        return None
    return Change(item, before, after)


def _answers(correction: KeyCorrection):
    """All closed answers of the cohort to this version."""
    return AttemptItem.objects.filter(
        question=correction.question_id,
        attempt__enrolment__cohort=correction.cohort_id,
        closed_at__isnull=False,
        points__isnull=False,
    )


def _locked(correction: KeyCorrection) -> KeyCorrection:
    return KeyCorrection.objects.select_for_update().get(pk=correction.pk)


def _require_sense(question: Question, corrected: Question | None) -> None:
    asked = frozen_question(question)
    if kind_of(asked).by_person:
        raise UnableToCorrect(_("A person marks this question. It has no key: correct the marks instead."))
    if corrected is None:
        return
    same = (corrected.bank_id, corrected.code) == (question.bank_id, question.code)
    if not same or corrected.version <= question.version:
        raise KeysDiffer(_("Choose a later version of the same question."))
    with_key_of(asked, frozen_question(corrected))


def _tell(correction: KeyCorrection, verb: str, *, by, at: datetime) -> None:
    data = {"correction": correction.pk, "question": correction.question_id, "reason": correction.reason}
    record(f"key_correction.{verb}", by=by, at=at, data=data)
