import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from courses.editions.plan import frozen_page, plan_of
from courses.editions.questions import frozen_pool
from learners.attempts.closing import submit_attempt
from learners.attempts.models import QuizAttempt
from learners.attempts.taking import start_attempt
from learners.attempts.tokens import token_of
from learners.enrolment.models import Enrolment
from tests.factories.people import make_enrolment, make_user
from tests.learners.attempts.pages import (
    CHECK,
    FIRST,
    JSON,
    OF_AN_ATTEMPT,
    QUIZ,
    REVIEW,
    SAVE,
    SHEET,
    START,
    SUBMIT,
    close_the_quiz,
    save,
    sent,
    submitted,
)
from tests.learners.attempts.sheets import answer_all, make_learner_at_quiz

pytestmark = pytest.mark.django_db


# Strangers


@pytest.mark.parametrize("address", [*OF_AN_ATTEMPT, "/learn/Q1/attempt/1/4/", "/learn/Q1/attempt/1/0/"])
def test_unknown_attempts_and_questions_are_not_found(learner, address):
    assert learner.get(address).status_code == 404


def test_unknown_question_of_an_own_attempt_is_not_found(learner, attempt):
    assert [learner.get(f"{SHEET}{order}/").status_code for order in (0, 4, 99999)] == [404] * 3
    assert save(learner, attempt, sent(4)).status_code == 404


@pytest.mark.parametrize("address", [*OF_AN_ATTEMPT, SAVE])
def test_attempt_of_somebody_else_is_not_found(client, enrolment, attempt, address):
    stranger = make_enrolment(enrolment.cohort, make_user("stranger@demo.example"))
    client.force_login(stranger.user)

    if address != SAVE:
        assert client.get(address).status_code == 404
    token = {"attempt": token_of(attempt)}
    assert client.post(address, sent(1) | sent(2) | token).status_code in (404, 405)
    assert save(client, attempt, sent(1), **JSON).status_code == 404
    attempt.refresh_from_db()
    assert attempt.submitted_at is None
    assert not attempt.items.exclude(sequence=0).exists()


@pytest.mark.parametrize("data", [sent(1), sent(1) | sent(2)])
def test_answers_of_a_page_that_was_made_for_somebody_else_are_not_taken(
    learner, enrolment, planned, attempt, data
):
    other = make_enrolment(enrolment.cohort, make_user("other@demo.example"))
    token = token_of(start_attempt(other, planned, at=now()))
    number = token.split(":")[0]

    for wrong in ({}, {"attempt": ""}, {"attempt": token}, {"attempt": f"{number}:x"}):
        told = learner.post(SAVE, data | wrong, **JSON)
        assert learner.post(SAVE, data | wrong).status_code == 404
        assert (told.status_code, told.json()) == (
            404,
            {
                "saved": False,
                "message": "This page does not belong to an open attempt of yours. Load it again.",
            },
        )
    assert not attempt.items.exclude(sequence=0).exists()


def test_answers_of_a_page_of_another_attempt_of_mine_are_not_taken(learner, attempt):
    told = learner.post(SAVE.replace("/1/", "/2/"), sent(1) | {"attempt": token_of(attempt)}, **JSON)

    assert told.status_code == 404
    assert not attempt.items.exclude(sequence=0).exists()


@pytest.mark.parametrize("address", [START, *OF_AN_ATTEMPT])
def test_somebody_without_a_place_is_told_so(client, attempt, address):
    client.force_login(make_user("nobody@demo.example"))

    assert client.get(address).status_code == 403


@pytest.mark.parametrize("state", ["interrupted", "withdrawn"])
def test_withdrawal_takes_effect_with_the_next_answer(learner, enrolment, attempt, state):
    save(learner, attempt, sent(1))
    Enrolment.objects.filter(pk=enrolment.pk).update(state=state)

    assert save(learner, attempt, sent(2)).status_code == 404
    assert learner.get(FIRST).status_code == 403
    assert attempt.items.filter(response__isnull=False).count() == 1


@pytest.mark.parametrize("address", [START, *OF_AN_ATTEMPT])
def test_anonymous_people_are_sent_to_sign_in(client, attempt, address):
    client.logout()

    response = client.post(address) if address in (START, SUBMIT) else client.get(address)

    assert (response.status_code, response.url) == (302, f"/account/login/?next={address}")


def test_save_after_the_session_ended_says_that_answers_are_kept(client, attempt):
    client.logout()

    page = client.post(SAVE, sent(1))
    told = client.post(SAVE, sent(1), **JSON)

    assert (page.status_code, page.url) == (302, f"/account/login/?next={SHEET}")
    assert told.status_code == 403
    assert told.json() == {
        "saved": False,
        "message": "You were signed out. The answers saved until now are kept. Sign in to continue.",
    }
    assert not attempt.items.exclude(sequence=0).exists()


@pytest.mark.parametrize("code", ["M01-L01", "Q9"])
def test_quiz_addresses_of_what_is_no_quiz_are_not_found(learner, code):
    assert learner.post(f"/learn/{code}/attempt/").status_code == 404


def test_forged_posts_are_refused(enrolment, attempt):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(enrolment.user)

    assert [browser.post(address).status_code for address in (START, SAVE, SUBMIT)] == [403] * 3


# Weight and queries


@pytest.mark.parametrize("count", [1, 30])
def test_pages_cost_the_same_however_many_questions_there_are(client, django_assert_num_queries, count):
    enrolment = make_learner_at_quiz(kinds=("multiple",) * count)
    client.force_login(enrolment.user)
    planned = plan_of(enrolment.cohort.edition_id).activity("Q1")
    attempt = start_attempt(enrolment, planned, at=now())
    answer_all(attempt, right=count // 2, at=now())

    for address, queries in {QUIZ: 10, FIRST: 6, SHEET: 6, CHECK: 6}.items():
        with django_assert_num_queries(queries):
            client.get(address)
    submit_attempt(attempt, by=enrolment.user, at=now())
    close_the_quiz(enrolment)
    with django_assert_num_queries(12):
        client.get(REVIEW)


def queries_of(deed) -> int:
    """Without the marks of transactions."""
    with CaptureQueriesContext(connection) as captured:
        deed()
    return sum("SAVEPOINT" not in query["sql"] for query in captured)


def test_a_start_takes_twelve_queries_and_a_second_one_eleven(client, settings):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"  # as in production
    enrolment = make_learner_at_quiz(kinds=("single",) * 10)
    planned = plan_of(enrolment.cohort.edition_id).activity("Q1")
    for read_once, number in ((frozen_pool, planned.id), (frozen_page, planned.revision_id)):
        read_once(number)
    client.force_login(enrolment.user)

    first = queries_of(lambda: client.post(START))
    submit_attempt(QuizAttempt.objects.get(), by=enrolment.user, at=now())
    second = queries_of(lambda: client.post(START))

    assert (first, second) == (12, 11)


def test_pages_of_ten_questions_keep_their_budget(client):
    enrolment = make_learner_at_quiz(kinds=("single",) * 10)
    client.force_login(enrolment.user)
    attempt = start_attempt(enrolment, plan_of(enrolment.cohort.edition_id).activity("Q1"), at=now())

    weights = {
        address: len(gzip.compress(client.get(address).content)) for address in (QUIZ, FIRST, SHEET, CHECK)
    }
    submitted(attempt)
    close_the_quiz(enrolment)
    weights[REVIEW] = len(gzip.compress(client.get(REVIEW).content))

    assert {address: weight for address, weight in weights.items() if weight > 14_000} == {}


def test_scripts_of_a_quiz_page_keep_their_budget():
    scripts = [Path(finders.find(f"campus/{name}.js")) for name in ("quiz", "campus")]

    assert sum(len(gzip.compress(script.read_bytes())) for script in scripts) < 6 * 1024
