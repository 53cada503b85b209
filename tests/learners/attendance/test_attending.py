from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from courses.cohorts.schedule import week_starts_at
from learners.attendance.attending import UnableToAttend, attend
from learners.attendance.models import Attendance
from learners.progress.models import ActivityProgress
from tests.factories.works import make_programme_of_all_kinds, planned_work
from tests.learners.submissions.rows import in_week_2, make_learner
from tests.pages import text_of

ENOUGH = "word " * 25


@pytest.fixture
def cohort(db):
    return make_programme_of_all_kinds()


@pytest.fixture
def learner(cohort):
    return make_learner(cohort)


@pytest.fixture
def webinar(cohort):
    return planned_work(cohort, "WB")


@pytest.fixture
def browser(cohort, learner):
    with time_machine.travel(in_week_2(cohort), tick=False):
        browser = Client()
        browser.force_login(learner.user)
        yield browser


@pytest.mark.parametrize("way, response", [("live", ""), ("live", "It was good."), ("recording", ENOUGH)])
def test_being_there_or_answering_the_recording_completes_it(browser, learner, way, response):
    sent = browser.post("/learn/WB/attendance/", {"way": way, "response": response})

    assert sent["Location"] == "/learn/WB/"
    noted = Attendance.objects.get()
    assert (noted.way, noted.response) == (way, response.strip())
    assert ActivityProgress.objects.get(enrolment=learner).completed_at is not None
    assert "Completed. You noted it on" in text_of(browser.get("/learn/WB/"))


def test_a_later_note_takes_the_place_of_the_first(browser):
    browser.post("/learn/WB/attendance/", {"way": "live"})
    browser.post("/learn/WB/attendance/", {"way": "recording", "response": ENOUGH})

    assert [each.way for each in Attendance.objects.all()] == ["recording"]


@pytest.mark.parametrize(
    "data, says",
    [
        ({}, "Say how you took part."),
        ({"way": "asleep"}, "Select a valid choice."),
        ({"way": "recording", "response": "word " * 24}, "answers it in about 50 words. Yours has 24."),
        ({"way": "live", "response": "x" * 10_001}, "The text may have 10,000 characters."),
    ],
)
def test_what_does_not_complete_it_is_refused_in_a_sentence(browser, data, says):
    answer = browser.post("/learn/WB/attendance/", data)

    assert answer.status_code == 422
    assert says in text_of(answer)
    assert not Attendance.objects.exists()


def test_before_its_week_nothing_is_noted(cohort, learner, webinar):
    with time_machine.travel(week_starts_at(cohort, 2) - timedelta(hours=1), tick=False):
        browser = Client()
        browser.force_login(learner.user)
        answers = [browser.get("/learn/WB/"), browser.post("/learn/WB/attendance/", {"way": "live"})]

    assert [answer.status_code for answer in answers] == [403, 403]
    with pytest.raises(UnableToAttend):
        attend(learner, webinar, way="recording", response="", at=in_week_2(cohort))
    assert not Attendance.objects.exists()


def test_other_work_has_no_attendance(browser):
    assert browser.post("/learn/D1/attendance/", {"way": "live"}).status_code == 404


def test_the_table_refuses_a_recording_without_an_answer(learner, webinar):
    attend(learner, webinar, way="live", response="", at=in_week_2(learner.cohort))

    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.update(way="recording")
