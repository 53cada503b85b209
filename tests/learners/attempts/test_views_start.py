from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now

from courses.cohorts.models import DateOverride
from learners.attempts.briefing import briefing_of
from learners.attempts.models import QuizAttempt
from learners.attempts.taking import start_attempt
from learners.enrolment.models import Accommodation
from tests.factories.people import make_user
from tests.learners.attempts.pages import (
    CHECK,
    FIRST,
    QUIZ,
    REVIEW,
    SAVE,
    SHEET,
    START,
    SUBMIT,
    close_the_quiz,
    let_time_pass,
    save,
    sent,
    submitted,
    text_of,
)
from tests.learners.attempts.sheets import MINUTE

pytestmark = pytest.mark.django_db


# Start page


def test_start_page_says_everything_before_the_start(learner):
    page = text_of(learner.get(QUIZ))

    for fact in (
        "Start quiz",
        "Questions 3, one on each page or all on one page",
        "20 minutes from when you start.",
        "2 of 2 left. Each has questions of its own. The best one counts.",
        "To pass 50 % of the points",
        "Counts for Quizzes, 100 % of the overall mark",
        "(Nairobi)",
        "You see your score. The answers are explained after your last attempt, or when the quiz has closed.",
    ):
        assert fact in page


def test_start_page_tells_of_granted_time(learner, enrolment):
    Accommodation.objects.create(
        enrolment=enrolment, extra_time_percent=25, granted_at=now(), granted_by=make_user("s@demo.example")
    )

    page = text_of(learner.get(QUIZ))

    assert "25 minutes from when you start. This holds your 25 % more time." in page


def test_start_page_tells_when_the_close_cuts_the_time(learner, enrolment):
    DateOverride.objects.filter(cohort=enrolment.cohort).update(due_at=now() + 7.5 * MINUTE)

    page = text_of(learner.get(QUIZ))

    assert "If you start now, you have 7 minutes, because the quiz closes then." in page


def test_start_page_of_an_open_attempt_offers_to_go_on(learner, attempt):
    page = text_of(learner.get(QUIZ))

    assert "Continue quiz" in page
    assert "Your attempt is open until" in page
    assert "Start quiz" not in page


def test_start_page_before_the_quiz_opens_says_when(learner, enrolment):
    DateOverride.objects.filter(cohort=enrolment.cohort).update(opens_at=now() + timedelta(days=1))

    page = text_of(learner.get(QUIZ))

    assert "“Quiz Q1” opens on" in page
    assert "Start quiz" not in page


def test_start_page_after_all_attempts_says_what_counts(learner, enrolment, planned, attempt):
    submitted(attempt, right=2)
    submitted(start_attempt(enrolment, planned, at=now()), right=1)

    page = text_of(learner.get(QUIZ))

    assert "You have used all 2 attempts at “Quiz Q1”. The best one counts." in page
    assert "Your best result is 2 of 3 points." in page
    assert "Start quiz" not in page


# Starting


def test_start_leads_to_the_first_question(learner):
    response = learner.post(START)

    assert (response.status_code, response.url) == (302, FIRST)
    assert QuizAttempt.objects.count() == 1


def test_start_again_leads_to_the_first_question_without_an_answer(learner, attempt):
    save(learner, attempt, sent(1))

    assert learner.post(START).url == "/learn/Q1/attempt/1/2/"
    assert QuizAttempt.objects.count() == 1


def test_start_after_the_time_leads_to_the_result(learner, attempt):
    let_time_pass(attempt)

    assert learner.post(START).url == REVIEW
    assert "Closed at the deadline with all saved answers" in text_of(learner.get(REVIEW))


def test_start_that_is_refused_leads_back_with_the_sentence(learner, enrolment):
    close_the_quiz(enrolment)

    response = learner.post(START, follow=True)

    assert response.redirect_chain == [(QUIZ, 302)]
    assert "“Quiz Q1” closed on" in response.content.decode()
    assert not QuizAttempt.objects.exists()


def test_addresses_that_need_a_post_lead_somewhere_on_a_get(learner, attempt):
    assert [learner.get(address).url for address in (START, SAVE, SUBMIT)] == [QUIZ, SHEET, CHECK]
    assert QuizAttempt.objects.filter(submitted_at=None).count() == 1


def test_dates_of_another_year_name_it(enrolment, planned):
    briefing = briefing_of(enrolment, planned, attempts=[], at=datetime(2025, 12, 1, tzinfo=UTC))

    assert briefing.closes == "Monday 16 March 2026, 14:59 (Nairobi)"
    assert briefing.refusal.endswith("opens on Monday 9 March 2026, 03:00 (Nairobi) (week 2).")
