from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from learners.grades.withholding import withhold
from learners.submissions.correcting import ask_correction, decide_correction
from learners.submissions.models import NextStep
from learners.submissions.releasing import release
from tests.factories.works import planned_work
from tests.learners.submissions.rows import (
    after_grace,
    due,
    make_handed_in,
    make_learner,
    make_marker,
    make_released,
    mark,
)
from tests.pages import text_of

PAGE = "/learn/AS1/work/feedback/"


@pytest.fixture
def at(cohort):
    return due(cohort) + timedelta(days=3)


@pytest.fixture(autouse=True)
def clock(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def browser(learner):
    browser = Client()
    browser.force_login(learner.user)
    return browser


def test_marks_words_lateness_and_the_way_to_appeal(cohort, learner, planned, browser):
    work = make_handed_in(learner, at=due(cohort) + timedelta(days=2)).work
    make_released(work, planned, at=due(cohort) + timedelta(days=3))

    page = text_of(browser.get(PAGE))

    assert "Your mark: <strong>55</strong> of 100." in page
    assert "Marked by the rubric: 60.0. 1 day late after the grace: 5 points off." in page
    assert "Ask the people who use it." in page
    assert '<td data-label="Closest description">Pass 1</td>' in page
    assert "You can appeal to the board of examiners on procedure within 14 days" in page
    assert "Read your feedback" in text_of(browser.get("/learn/AS1/"))


def test_before_release_there_is_none(cohort, learner, browser):
    mark(make_handed_in(learner), make_marker(cohort), 90, 90, 90, 90, at=after_grace(cohort))

    page = text_of(browser.get(PAGE, follow=True))

    assert "Being marked until 30 March." in page
    assert "Ask the people who use it." not in page


def test_the_next_step_comes_back_with_the_next_work(learner, planned, browser, at):
    make_released(make_handed_in(learner).work, planned, at=at)

    browser.post(PAGE, {"text": "I ask five users first."})
    again = text_of(browser.get(PAGE))

    assert NextStep.objects.get().text == "I ask five users first."
    assert "I ask five users first." in again
    assert "Your next step after AS1" in text_of(browser.get("/learn/AS3/"))
    assert "I ask five users first." in text_of(browser.get("/learn/AS3/"))


@pytest.mark.parametrize("text, says", [(" ", "Write one sentence."), ("x" * 401, "at most 400 characters")])
def test_a_next_step_without_words_or_with_too_many_is_refused(learner, planned, browser, at, text, says):
    make_released(make_handed_in(learner).work, planned, at=at)

    answer = browser.post(PAGE, {"text": text})

    assert (answer.status_code, NextStep.objects.count()) == (422, 0)
    assert says in text_of(answer)


def test_a_step_before_the_release_is_not_kept(learner, browser):
    make_handed_in(learner)

    assert browser.post(PAGE, {"text": "x"}).status_code == 302
    assert not NextStep.objects.exists()


def test_a_correction_is_told_with_its_reason(learner, planned, browser, at):
    work = make_released(make_handed_in(learner).work, planned, at=at)
    one, two = (make_marker(learner.cohort, number) for number in (1, 2))
    asked = ask_correction(work, mark=Decimal("64.5"), reason="Criterion 2 was read wrongly.", by=one, at=at)
    decide_correction(asked, confirm=True, by=two, at=at)

    page = text_of(browser.get(PAGE))

    assert "Your mark: <strong>64.5</strong> of 100." in page
    assert "Corrected: Criterion 2 was read wrongly." in page


def test_a_withheld_mark_is_not_shown(learner, planned, browser, at):
    make_released(make_handed_in(learner).work, planned, at=at)
    withhold(learner, planned.activity_id, reason="Sources", by=make_marker(learner.cohort, 1), at=at)

    page = text_of(browser.get(PAGE))

    assert "The mark is kept back while a question about this work is open." in page
    assert "60" not in page.split("<h1>")[1].split("My next step")[0]


def test_two_markers_are_both_read(cohort, learner, browser, at):
    report = make_handed_in(learner, "CPR")
    for number, points in ((1, 60), (2, 65)):
        mark(report, make_marker(cohort, number), *[points] * 4, at=at, strength=f"Seen by {number}.")
    release(cohort, planned_work(cohort, "CPR"), by=make_marker(cohort, 3), at=at)

    page = text_of(browser.get("/learn/CPR/work/feedback/"))

    assert "Your mark: <strong>62.5</strong> of 100." in page
    assert ("Seen by 1." in page, "Seen by 2." in page) == (True, True)
    assert '<td class="num" data-label="Points">60, 65</td>' in page
    assert "Demo marker" not in page


def test_another_learners_feedback_does_not_exist(cohort, learner, planned, browser, at):
    make_released(make_handed_in(make_learner(cohort, 8)).work, planned, at=at)

    page = text_of(browser.get(PAGE, follow=True))

    assert "Ask the people who use it." not in page
