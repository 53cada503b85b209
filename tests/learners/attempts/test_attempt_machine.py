"""An attempt under any order of deeds: two tabs, repeats, submits, the clock, late answers that are accepted.

An acknowledged answer is never lost and never goes back; points never exceed the maximum; the ledger says the best result.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from courses.editions.questions import frozen_pool
from learners.attempts.closing import GRACE, close_overdue, submit_attempt
from learners.attempts.lateness import UnableToAccept, accept_late
from learners.attempts.models import LateAnswer, QuizAttempt
from learners.attempts.places import with_ids
from learners.attempts.taking import (
    AlreadySubmitted,
    Answer,
    TimeIsUp,
    UnableToStart,
    save_response,
    start_attempt,
)
from learners.enrolment.access import NotOpen
from learners.enrolment.models import Enrolment
from learners.grades.models import GradeEvent
from tests.factories.people import make_user
from tests.learners.attempts.sheets import AT, CLOSES_AT, places, the_item
from tests.machines import examples

pytestmark = pytest.mark.django_db
ORDERS = st.integers(1, 3)
TABS = st.integers(0, 1)


@dataclass
class Sent:
    number: int
    order: int
    raw: list[str]
    sequence: int


@dataclass
class Taken:
    """The newest answer to one question that the server has acknowledged, or that staff has accepted."""

    sequence: int = 0
    raw: list[str] = field(default_factory=list)


class AttemptMachine(RuleBasedStateMachine):
    enrolment: Enrolment
    planned = None
    marker = None

    @initialize()
    def begin(self):
        self.savepoint = transaction.savepoint()
        self.at = AT
        self.taken: dict[tuple[int, int], Taken] = {}
        self.counters: dict[tuple[int, int, int], int] = {}
        self.sent: list[Sent] = []
        self.refused: set[tuple[int, int, int, str]] = set()

    def teardown(self):
        # The ledger refuses to be deleted, so each run is taken back as a whole.
        transaction.savepoint_rollback(self.savepoint)

    @property
    def last(self) -> QuizAttempt | None:
        return QuizAttempt.objects.order_by("number").last()

    @rule()
    def start(self):
        before = self.last
        allowed = self.at < CLOSES_AT and QuizAttempt.objects.count() < 2
        try:
            attempt = start_attempt(self.enrolment, self.planned, at=self.at)
        except (UnableToStart, NotOpen):
            assert not allowed
            assert before is None or before.submitted_at
            return
        if before is None or before.submitted_at:
            assert allowed
            assert attempt.deadline_at == min(self.at + timedelta(minutes=20), CLOSES_AT)
        else:
            assert attempt == before

    @rule(seconds=st.sampled_from([1, 30, 60, 61, 600, 1200, 86_400, 7 * 86_400]))
    def wait(self, seconds):
        self.at += timedelta(seconds=seconds)

    @precondition(lambda self: self.last)
    @rule(order=ORDERS, right=st.booleans(), tab=TABS, lost_reply=st.booleans())
    def answer(self, order, right, tab, lost_reply):
        """In one of two windows, each of which counts for itself. After a lost reply it knows nothing of the other."""
        attempt = self.last
        key = (attempt.number, order, tab)
        sent = Sent(
            attempt.number, order, places(attempt, order, right=right)[:1], self.counters.get(key, 0) + 1
        )
        stored = self._send(attempt, sent)
        self.counters[key] = sent.sequence if lost_reply else max(sent.sequence, stored)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def send_again(self, data):
        sent = data.draw(st.sampled_from(self.sent))
        self._send(QuizAttempt.objects.get(number=sent.number), sent)

    def _send(self, attempt: QuizAttempt, sent: Sent) -> int:
        """The sequence that the page is told."""
        self.sent.append(sent)
        taken = self.taken.setdefault((attempt.number, sent.order), Taken())
        newer = sent.sequence > taken.sequence
        open_now = attempt.submitted_at is None and self.at <= attempt.deadline_at + GRACE
        item = the_item(attempt, sent.order)
        try:
            saved = save_response(item, Answer(sent.order, sent.raw, False, sent.sequence), at=self.at)
        except (TimeIsUp, AlreadySubmitted):
            assert newer
            assert not open_now
            if sent.raw != taken.raw:
                self.refused.add((attempt.number, sent.order, sent.sequence, *sent.raw))
            return sent.sequence
        assert open_now or not newer
        if newer:
            assert (saved.kept, saved.sequence) == (True, sent.sequence)
            taken.sequence, taken.raw = sent.sequence, sent.raw
        else:
            assert (saved.kept, saved.sequence) == (sent.raw == taken.raw, taken.sequence)
        return saved.sequence

    @precondition(lambda self: self.last)
    @rule()
    def submit(self):
        submit_attempt(self.last, by=self.enrolment.user, at=self.at)

    @rule()
    def sweep(self):
        overdue = [
            a for a in QuizAttempt.objects.filter(submitted_at=None) if self.at > a.deadline_at + GRACE
        ]

        assert close_overdue(at=self.at) == len(overdue)

    @precondition(lambda self: self.refused)
    @rule(data=st.data())
    def accept(self, data):
        number, order, sequence, place = data.draw(st.sampled_from(sorted(self.refused)))
        attempt, taken = QuizAttempt.objects.get(number=number), self.taken[number, order]
        rows = LateAnswer.objects.filter(item__attempt=attempt, item__order=order, sequence=sequence)
        [late] = [row for row in rows if row.response == self._ids(number, order, [place])]
        allowed = late.accepted_at or (attempt.submitted_at and sequence > taken.sequence)
        try:
            accept_late(late, reason="A power cut, confirmed.", by=self.marker, at=self.at)
        except UnableToAccept:
            assert not allowed
            return
        assert allowed
        if late.accepted_at is None:
            taken.sequence, taken.raw = sequence, [place]

    def _ids(self, number: int, order: int, raw: list[str]):
        attempt = QuizAttempt.objects.get(number=number)
        question = frozen_pool(attempt.edition_activity_id)[attempt.items.get(order=order).question_id]
        return with_ids(attempt, question, raw)

    @invariant()
    def acknowledged_answers_stand(self):
        if not hasattr(self, "taken"):
            return
        for (number, order), taken in self.taken.items():
            item = the_item(QuizAttempt.objects.get(number=number), order)
            assert item.sequence == taken.sequence
            assert item.response == (self._ids(number, order, taken.raw) if taken.raw else None)

    @invariant()
    def refused_answers_are_evidence(self):
        evidence = {
            (late.item.attempt.number, late.item.order, late.sequence, tuple(late.response))
            for late in LateAnswer.objects.select_related("item__attempt")
        }
        assert evidence == {
            (number, order, sequence, tuple(self._ids(number, order, [place])))
            for number, order, sequence, place in getattr(self, "refused", ())
        }

    @invariant()
    def points_stay_in_range_and_the_ledger_says_the_best(self):
        done = QuizAttempt.objects.exclude(submitted_at=None)
        for attempt in done:
            assert attempt.submitted_at <= attempt.deadline_at
            items = list(attempt.items.all())
            assert attempt.points == sum(item.points for item in items) <= attempt.max_points
            assert all(0 <= item.points <= item.max_points for item in items)
        line = GradeEvent.objects.order_by("pk").last()
        assert (line.points if line else None) == max((attempt.points for attempt in done), default=None)


def test_an_attempt_keeps_its_laws_under_any_order_of_deeds(enrolment, planned):
    AttemptMachine.enrolment, AttemptMachine.planned = enrolment, planned
    AttemptMachine.marker = make_user("marker@demo.example", "Demo marker")
    run_state_machine_as_test(
        AttemptMachine,
        settings=settings(
            max_examples=examples(),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
