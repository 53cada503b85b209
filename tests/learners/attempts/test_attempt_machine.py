"""An attempt under any order of deeds: answers, repeats, submits, the clock. Compared with a model in plain Python."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learners.attempts.models import QuizAttempt
from learners.attempts.taking import (
    AlreadySubmitted,
    TimeIsUp,
    UnableToStart,
    close_overdue,
    start_attempt,
    submit_attempt,
)
from learners.enrolment.access import NotOpen
from learners.grades.models import GradeEvent
from learners.progress.models import ActivityProgress
from tests.learners.attempts.sheets import AT, CLOSES_AT, answer

pytestmark = pytest.mark.django_db
REFUSALS = (AlreadySubmitted, TimeIsUp, UnableToStart, NotOpen)

DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("start")),
        st.tuples(st.just("answer"), st.integers(1, 3), st.booleans(), st.integers(0, 6)),
        st.tuples(st.just("submit")),
        st.tuples(st.just("sweep")),
        st.tuples(st.just("wait"), st.sampled_from([1, 59, 60, 600, 1200, 1201, 86_400, 7 * 86_400])),
    ),
    max_size=25,
)


@dataclass
class Expected:
    """What one attempt must look like."""

    started_at: object
    deadline_at: object
    right: dict[int, bool] = field(default_factory=dict)
    sequences: dict[int, int] = field(default_factory=dict)
    submitted_at: object = None

    def close(self, at):
        if self.submitted_at is None:
            self.submitted_at = min(at, self.deadline_at)

    @property
    def points(self):
        return None if self.submitted_at is None else sum(self.right.values())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_attempt_follows_its_model(enrolment, planned, deeds):
    for rows in (GradeEvent, ActivityProgress):
        rows.objects.all().delete()
    QuizAttempt.objects.all().delete()
    world, at = [], AT
    for deed, *details in deeds:
        if deed == "wait":
            at += timedelta(seconds=details[0])
            continue
        before = _rows()
        expected_to_work = _foretell(world, deed, details, at)
        try:
            _do(enrolment, planned, deed, details, at)
        except REFUSALS:
            assert not expected_to_work, (deed, details, at)
            assert _rows() == before
        else:
            assert expected_to_work, (deed, details, at)
        _compare(world)
    _compare_ledger(world)


def _do(enrolment, planned, deed, details, at):
    last = QuizAttempt.objects.order_by("number").last()
    if deed == "start":
        start_attempt(enrolment, planned, at=at)
    elif deed == "sweep":
        close_overdue(at=at)
    elif last and deed == "submit":
        submit_attempt(last, by=enrolment.user, at=at)
    elif last:
        order, right, sequence = details
        answer(last, order, right=right, sequence=sequence, at=at)


def _foretell(world, deed, details, at) -> bool:
    """Move the model on. False when the deed must be refused."""
    last = world[-1] if world else None
    if deed == "start":
        return _foretell_start(world, at)
    if deed == "sweep":
        if last and at > last.deadline_at:
            last.close(at)
    elif last and deed == "submit":
        last.close(at)
    elif last:
        if last.submitted_at or at > last.deadline_at:
            return False
        order, right, sequence = details
        if sequence > last.sequences.get(order, 0):
            last.right[order], last.sequences[order] = right, sequence
    return True


def _foretell_start(world, at) -> bool:
    if world and world[-1].submitted_at is None:
        if at > world[-1].deadline_at:
            world[-1].close(at)
        return True
    if len(world) == 2 or at >= CLOSES_AT:
        return False
    world.append(Expected(at, min(at + timedelta(minutes=20), CLOSES_AT)))
    return True


def _rows():
    attempts = QuizAttempt.objects.order_by("pk").values()
    return [
        (row, list(attempt.items.order_by("pk").values()))
        for row, attempt in zip(attempts, QuizAttempt.objects.order_by("pk"), strict=True)
    ]


def _compare(world):
    found = [
        Expected(
            started_at=attempt.started_at,
            deadline_at=attempt.deadline_at,
            sequences=dict(attempt.items.filter(sequence__gt=0).values_list("order", "sequence")),
            submitted_at=attempt.submitted_at,
        )
        for attempt in QuizAttempt.objects.order_by("number")
    ]
    without_key = [
        Expected(each.started_at, each.deadline_at, {}, each.sequences, each.submitted_at) for each in world
    ]
    assert found == without_key
    assert list(QuizAttempt.objects.order_by("number").values_list("points", flat=True)) == [
        each.points for each in world
    ]


def _compare_ledger(world):
    """One line for the first result and one for each better one; completed when passed or with the last attempt."""
    best, lines = -1, []
    for each in world:
        if each.points is not None and each.points > best:
            best = each.points
            lines.append(best)
    assert list(GradeEvent.objects.order_by("pk").values_list("points", flat=True)) == lines
    rows = QuizAttempt.objects.exclude(submitted_at=None).order_by("number")
    done = [row.submitted_at for row in rows if 2 * row.points >= row.max_points or row.number == 2]
    completed = ActivityProgress.objects.exclude(completed_at=None).values_list("completed_at", flat=True)
    assert list(completed) == done[:1]
