"""From the start of a quiz to the better of two attempts; and one that nobody submitted."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from courses.editions.plan import plan_of
from learners.attempts.models import QuizAttempt
from learners.attempts.tasks import close_overdue
from learners.progress.models import ActivityProgress
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import make_small_programme
from tests.learners.attempts.pages import REVIEW, START, SUBMIT, let_time_pass, save, text_of
from tests.learners.attempts.sheets import ledger, open_now, places

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(client):
    enrolment = make_enrolment(make_small_programme())
    open_now(enrolment.cohort, plan_of(enrolment.cohort.edition_id).activity("Q1"))
    client.force_login(enrolment.user)
    client.enrolment = enrolment
    return client


def take(learner, number: int, *, right: int) -> QuizAttempt:
    """Start, answer each question on its own page, submit."""
    learner.post(START)
    attempt = QuizAttempt.objects.get(enrolment=learner.enrolment, number=number)
    for order in (1, 2, 3):
        page = learner.get(f"{START}{number}/{order}/").content.decode()
        sequence = re.search(rf'name="sequence-{order}" value="(\d+)"', page)[1]
        place = places(attempt, order, right=order <= right)[0]
        token = re.search(r'name="attempt" value="([^"]+)"', page)[1]
        answer = {f"answer-{order}": place, f"sequence-{order}": sequence, "attempt": token, "go": "check"}
        assert learner.post(f"{START}{number}/save/", answer).status_code == 302
    learner.post(f"{START}{number}/submit/")
    attempt.refresh_from_db()
    return attempt


def test_the_better_of_two_attempts_counts(learner):
    first = take(learner, 1, right=1)
    sealed = text_of(learner.get(REVIEW))
    second = take(learner, 2, right=3)
    opened = text_of(learner.get(f"{START}2/review/"))

    assert (first.points, second.points) == (Decimal(1), Decimal(3))
    assert "Why M01-" not in sealed
    assert "Why M01-" in opened
    assert ledger(learner.enrolment) == [
        (Decimal(1), Decimal(3), "Quiz Q1, attempt 1: 1 of 3 points", None),
        (Decimal(3), Decimal(3), "Quiz Q1, attempt 2: 3 of 3 points", None),
    ]
    assert "Quiz Q1, attempt 2: 3 of 3 points" in text_of(learner.get("/learn/results/"))
    assert "You have used all 2 attempts" in text_of(learner.get("/learn/Q1/"))


def test_a_worse_second_attempt_changes_no_mark(learner):
    take(learner, 1, right=3)
    take(learner, 2, right=0)

    assert [line[2] for line in ledger(learner.enrolment)] == ["Quiz Q1, attempt 1: 3 of 3 points"]


def test_answers_are_there_again_after_a_reload(learner):
    learner.post(START)
    attempt = QuizAttempt.objects.get()
    saved = save(
        learner, attempt, {"answer-1": "2", "sequence-1": "1"}, headers={"accept": "application/json"}
    )

    page = learner.get(f"{START}1/1/").content.decode()

    assert saved.json()["saved"] is True
    assert re.search(r'<input[^>]*id="answer-1-2"[^>]*checked', page)
    assert len(re.findall(r"<input[^>]*checked", page)) == 1


def test_an_attempt_that_nobody_submits_is_closed_with_its_answers(learner):
    learner.post(START)
    attempt = QuizAttempt.objects.get()
    for order in (1, 2):
        place = places(attempt, order, right=True)[0]
        save(learner, attempt, {f"answer-{order}": place, f"sequence-{order}": "1"})
    let_time_pass(attempt)
    late = save(
        learner, attempt, {"answer-3": "1", "sequence-3": "1"}, headers={"accept": "application/json"}
    )

    close_overdue()
    close_overdue()

    attempt.refresh_from_db()
    assert late.status_code == 409
    assert (attempt.closed_by, attempt.submitted_at, attempt.points) == (
        QuizAttempt.Closing.TIME,
        attempt.deadline_at,
        Decimal(2),
    )
    assert ledger(learner.enrolment) == [(Decimal(2), Decimal(3), "Quiz Q1, attempt 1: 2 of 3 points", None)]
    assert ActivityProgress.objects.get(activity__code="Q1").completed_at == attempt.deadline_at
    assert "Closed at the deadline with all saved answers" in text_of(learner.get(REVIEW))


def test_the_attempt_of_a_twin_does_not_exist(learner):
    learner.post(START)
    twin = make_enrolment(learner.enrolment.cohort, make_user("twin@demo.example", "Demo learner 08"))
    stranger = Client()
    stranger.force_login(twin.user)

    answers = [stranger.get(f"{START}{number}/1/").status_code for number in (1, 7)]

    assert answers == [404, 404]


def test_pages_of_the_trip_cost_few_queries(learner, django_assert_max_num_queries):
    learner.get("/learn/Q1/")
    with django_assert_max_num_queries(30):
        learner.post(START)
    with django_assert_max_num_queries(10):
        learner.get(f"{START}1/1/")
    attempt = QuizAttempt.objects.select_related("enrolment").get()
    with django_assert_max_num_queries(4):
        save(learner, attempt, {"answer-1": "1", "sequence-1": "1"}, headers={"accept": "application/json"})
    with django_assert_max_num_queries(30):
        learner.post(SUBMIT)
    with django_assert_max_num_queries(12):
        learner.get(REVIEW)
