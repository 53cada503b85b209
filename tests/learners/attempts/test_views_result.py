import re

import pytest
from django.utils.timezone import now

from courses.editions.plan import plan_of
from learners.attempts.closing import submit_attempt
from learners.attempts.taking import start_attempt
from learners.events.models import LearningEvent
from tests.learners.attempts.pages import (
    CHECK,
    FIRST,
    REVIEW,
    SHEET,
    SUBMIT,
    assert_no_key,
    close_the_quiz,
    let_time_pass,
    save,
    sent,
    submitted,
    text_of,
)
from tests.learners.attempts.sheets import answer_all, make_learner_at_quiz

pytestmark = pytest.mark.django_db


# Check and submit


def test_check_lists_what_is_not_answered_and_what_is_flagged(learner, attempt):
    save(learner, attempt, sent(1))
    save(learner, attempt, sent(2, **{"flagged-2": "on"}))

    page = text_of(learner.get(CHECK))

    stems = {item.order: item.question.stem for item in attempt.items.select_related("question")}
    assert "1 question has no answer yet. A question without an answer earns no points." in page
    assert f"Not answered Question 3: {stems[3]} Flagged Question 2: {stems[2]} All questions" in page


def test_check_of_a_full_sheet(learner, attempt):
    answer_all(attempt, right=3, at=now())

    assert "You answered all 3 questions." in text_of(learner.get(CHECK))


def test_submit_twice_leads_to_the_same_result(learner, attempt):
    answer_all(attempt, right=2, at=now())

    urls = [learner.post(SUBMIT).url for _ in range(2)]

    assert urls == [REVIEW, REVIEW]
    assert LearningEvent.objects.filter(verb="quiz.submitted").count() == 1
    assert attempt.enrolment.grade_events.count() == 1


def test_submit_after_the_deadline_is_taken_with_the_saved_answers(learner, attempt):
    answer_all(attempt, right=2, at=now())
    let_time_pass(attempt)

    page = text_of(learner.post(SUBMIT, follow=True))

    assert page.startswith("Quiz Q1: 2 of 3 points Attempt 1 of 2")
    assert "Closed at the deadline with all saved answers" in page


@pytest.mark.parametrize("address", [SHEET, FIRST, CHECK])
def test_pages_of_an_attempt_whose_time_is_over_say_so(learner, attempt, address):
    save(learner, attempt, sent(2))
    let_time_pass(attempt)

    page = text_of(learner.get(address))

    assert page.startswith("The time is over Attempt 1 at “Quiz Q1” ended on")
    assert "Your saved answers are kept and they count: 1 of 3." in page


@pytest.mark.parametrize("address", [SHEET, FIRST, CHECK])
def test_pages_of_a_submitted_attempt_lead_to_its_review(learner, attempt, address):
    submitted(attempt)

    assert learner.get(address).url == REVIEW


# Review


def test_review_of_an_open_attempt_leads_to_the_check(learner, attempt):
    assert learner.get(REVIEW).url == CHECK


def test_review_before_the_last_attempt_shows_the_score_alone(learner, attempt):
    submitted(attempt, right=2)

    response = learner.get(REVIEW)

    page = text_of(response)
    assert page.startswith("Quiz Q1: 2 of 3 points Attempt 1 of 2 Submitted on")
    assert "You have 66.7 % of the points. The pass mark is 50 %. Your best attempt counts." in page
    assert (
        "The answers and their explanations appear after your last attempt, or when the quiz closes on"
        in page
    )
    assert "Try once more" in page
    assert_no_key(response.content.decode(), attempt)


def test_review_stays_sealed_while_the_last_attempt_is_open(learner, enrolment, planned, attempt):
    submitted(attempt)
    start_attempt(enrolment, planned, at=now())

    response = learner.get(REVIEW)

    assert_no_key(response.content.decode(), attempt)


def test_review_after_the_last_attempt_explains_each_answer(learner, enrolment, planned, attempt):
    submitted(attempt, right=2)
    submitted(start_attempt(enrolment, planned, at=now()), right=0)

    response = learner.get(REVIEW)

    page, html = text_of(response), response.content.decode()
    for item in attempt.items.select_related("question").prefetch_related("question__choices"):
        assert item.question.stem in page
        assert item.question.explanation in page
        for choice in item.question.choices.all():
            assert f"{choice.text} {choice.explanation}" in page
    counts = {
        text: page.count(text) for text in ("Your answer, right:", "Your answer, wrong:", "Right answer:")
    }
    assert counts == {"Your answer, right:": 2, "Your answer, wrong:": 1, "Right answer:": 1}
    assert (page.count("Right 1 of 1 point"), page.count("Wrong 0 of 1 point")) == (2, 1)
    assert (html.count('class="right"'), html.count('class="wrong"')) == (3, 1)
    assert "Try once more" not in page


def test_review_opens_when_the_quiz_has_closed(learner, enrolment, attempt):
    submitted(attempt)
    close_the_quiz(enrolment)

    page = text_of(learner.get(REVIEW))

    assert "Your answers" in page
    assert "appear after your last attempt" not in page


def test_review_after_each_attempt_links_the_lesson_and_counts_by_principle(client):
    enrolment = make_learner_at_quiz(kinds=("single", "multiple", "true_false"), review="each_attempt")
    client.force_login(enrolment.user)
    attempt = start_attempt(enrolment, plan_of(enrolment.cohort.edition_id).activity("Q1"), at=now())
    answer_all(attempt, right=3, at=now())  # of the two right options of one question only one
    submit_attempt(attempt, by=enrolment.user, at=now())

    response = client.get(REVIEW)

    page, html = text_of(response), response.content.decode()
    assert page.startswith("Quiz Q1: 2.5 of 3 points")
    assert page.count("Partly right 0.5 of 1 point") == 1
    assert html.count('<a href="/learn/M01-L01/">Read again: Lesson M01-L01</a>') == 3
    rail = " ".join(re.sub(r"<[^>]+>", " ", html[html.index('<aside class="rail"') :]).split())
    assert rail.startswith("By principle Principle 7 Principle 7 2 of 3 right")


def test_review_names_questions_without_an_answer(client):
    enrolment = make_learner_at_quiz(kinds=("single",), review="each_attempt")
    client.force_login(enrolment.user)
    attempt = start_attempt(enrolment, plan_of(enrolment.cohort.edition_id).activity("Q1"), at=now())
    submit_attempt(attempt, by=enrolment.user, at=now())

    page = text_of(client.get(REVIEW))

    assert "No answer 0 of 1 point" in page
    assert page.count("Right answer:") == 1
