from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from courses.editions.questions import frozen_pool
from learners.attempts.closing import GRACE
from learners.attempts.models import QuizAttempt
from learners.attempts.taking import UnableToStart, start_attempt
from learners.enrolment.access import NotOpen
from learners.enrolment.models import Accommodation, Enrolment
from learners.events.models import LearningEvent
from tests.factories.people import make_extension, make_user
from tests.learners.attempts.sheets import (
    AT,
    CLOSES_AT,
    MINUTE,
    OPENS_AT,
    finish,
    verbs,
)

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_start_draws_the_questions_and_fixes_the_deadline(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)

    assert (attempt.number, attempt.started_at, attempt.deadline_at) == (1, AT, AT + 20 * MINUTE)
    assert (attempt.max_points, attempt.submitted_at, attempt.closed_by) == (3, None, "")
    items = list(attempt.items.order_by("order"))
    assert [item.order for item in items] == [1, 2, 3]
    assert {item.question_id for item in items} < set(frozen_pool(planned.id))
    assert {(item.response, item.sequence, item.points) for item in items} == {(None, 0, None)}


def test_start_is_told_and_opens_the_activity(enrolment, planned):
    start_attempt(enrolment, planned, at=AT)

    event = LearningEvent.objects.get(verb="quiz.started")
    assert (event.enrolment, event.activity_id, event.by) == (enrolment, planned.activity_id, enrolment.user)
    assert event.data == {"attempt": 1, "deadline_at": "2026-03-10T12:20:00+00:00"}
    assert verbs() == ["activity.opened", "quiz.started"]


def test_start_again_goes_on_with_the_open_attempt(enrolment, planned):
    first = start_attempt(enrolment, planned, at=AT)

    second = start_attempt(enrolment, planned, at=AT + MINUTE)

    assert second == first
    assert QuizAttempt.objects.count() == 1
    assert verbs() == ["activity.opened", "quiz.started"]


def test_start_after_the_time_of_the_open_attempt_closes_it_and_begins_no_other(enrolment, planned):
    first = start_attempt(enrolment, planned, at=AT)

    closed = start_attempt(enrolment, planned, at=first.deadline_at + GRACE + SECOND)

    assert (closed.pk, closed.closed_by, closed.submitted_at) == (first.pk, "time", first.deadline_at)
    assert QuizAttempt.objects.count() == 1


@pytest.mark.parametrize("at", [OPENS_AT, CLOSES_AT - SECOND])
def test_start_at_the_edges_of_the_window(enrolment, planned, at):
    assert start_attempt(enrolment, planned, at=at).started_at == at


def test_start_before_the_quiz_opens_is_refused(enrolment, planned):
    with pytest.raises(NotOpen) as refusal:
        start_attempt(enrolment, planned, at=OPENS_AT - SECOND)

    assert str(refusal.value) == "“Quiz Q1” opens on Monday 9 March, 03:00 (Nairobi) (week 2)."
    assert not QuizAttempt.objects.exists()


def test_start_when_the_quiz_has_closed_is_refused(enrolment, planned):
    with pytest.raises(UnableToStart) as refusal:
        start_attempt(enrolment, planned, at=CLOSES_AT)

    assert str(refusal.value) == "“Quiz Q1” closed on Monday 16 March, 14:59 (Nairobi)."
    assert not QuizAttempt.objects.exists()


def test_start_after_the_last_attempt_is_refused(enrolment, planned):
    finish(enrolment, planned, right=1)
    finish(enrolment, planned, right=1, at=AT + 5 * MINUTE)

    with pytest.raises(UnableToStart) as refusal:
        start_attempt(enrolment, planned, at=AT + 10 * MINUTE)

    assert str(refusal.value) == "You have used all 2 attempts at “Quiz Q1”. The best one counts."
    assert QuizAttempt.objects.count() == 2


@pytest.mark.parametrize("state", ["interrupted", "withdrawn", "completed"])
def test_start_without_an_active_place_is_refused(enrolment, planned, state):
    Enrolment.objects.filter(pk=enrolment.pk).update(state=state)

    with pytest.raises(UnableToStart) as refusal:
        start_attempt(enrolment, planned, at=AT)

    assert str(refusal.value) == "Your place in this cohort is not active, so you cannot start a quiz."


def test_deadline_is_cut_at_the_close(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=CLOSES_AT - 5 * MINUTE)

    assert attempt.deadline_at == CLOSES_AT


@pytest.mark.parametrize(("percent", "minutes"), [(25, 25), (50, 30), (100, 40)])
def test_deadline_grows_with_the_accommodation(enrolment, planned, percent, minutes):
    Accommodation.objects.create(
        enrolment=enrolment, extra_time_percent=percent, granted_at=AT, granted_by=make_user("s@demo.example")
    )

    attempt = start_attempt(enrolment, planned, at=AT)

    assert attempt.deadline_at == AT + minutes * MINUTE


def test_extension_opens_the_quiz_again_for_one_learner(enrolment, planned):
    make_extension(enrolment, planned, CLOSES_AT + timedelta(days=3))

    attempt = start_attempt(enrolment, planned, at=CLOSES_AT + MINUTE)

    assert attempt.deadline_at == CLOSES_AT + 21 * MINUTE


def test_second_attempt_asks_other_questions(enrolment, planned):
    first = finish(enrolment, planned, right=0)

    second = start_attempt(enrolment, planned, at=AT + 5 * MINUTE)

    asked = [set(attempt.items.values_list("question_id", flat=True)) for attempt in (first, second)]
    assert second.number == 2
    assert not asked[0] & asked[1]


def test_database_refuses_a_second_open_attempt(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)

    with pytest.raises(IntegrityError), transaction.atomic():
        QuizAttempt.objects.create(
            enrolment=enrolment,
            edition_activity_id=planned.id,
            number=2,
            seed=1,
            started_at=AT,
            deadline_at=attempt.deadline_at,
            max_points=3,
        )
