from datetime import timedelta

import pytest
import time_machine

from learners.calendar.feed import calendar_token
from learners.enrolment.models import Accommodation, Extension
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import IN_WEEK_1, make_small_programme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_week_1():
    with time_machine.travel(IN_WEEK_1, tick=False):
        yield


@pytest.fixture
def enrolment():
    return make_enrolment(make_small_programme())


@pytest.fixture
def learner(client, enrolment):
    client.force_login(enrolment.user)
    return client


def test_the_list_says_each_date_with_its_zone_and_reason(learner):
    page = learner.get("/learn/dates/").content.decode()

    assert "Monday 16 March 2026, 14:59 (Nairobi)" in page
    assert "Work of week 2 is due on its Sunday, 23:59 in the last time zone on Earth." in page
    assert "webcal://localhost:8000/calendar/" in page


def test_before_the_dates_are_published_the_page_says_so(learner, enrolment):
    type(enrolment.cohort).objects.update(published_at=None)

    page = learner.get("/learn/dates/").content.decode()

    assert "The dates of your cohort are not published yet. You get a mail when they are." in page
    assert "Monday 16 March" not in page


def test_72_hours_come_with_one_press(learner, enrolment):
    response = learner.post("/learn/dates/Q1/more-time/72-hours/", follow=True)

    assert response.redirect_chain == [("/learn/dates/", 302)]
    assert "“Quiz Q1” is now due on Thursday 19 March, 14:59 (Nairobi)." in response.content.decode()


def test_the_third_time_the_rule_says_no(learner):
    for _time in range(2):
        learner.post("/learn/dates/Q1/more-time/72-hours/")

    response = learner.post("/learn/dates/Q1/more-time/72-hours/", follow=True)

    assert "You have used both extensions of 72 hours." in response.content.decode()
    assert Extension.objects.count() == 2


def test_opening_the_address_of_the_deed_changes_nothing(learner):
    response = learner.get("/learn/dates/Q1/more-time/72-hours/")

    assert response["Location"] == "/learn/dates/Q1/more-time/"
    assert not Extension.objects.exists()


def test_a_request_is_sent(learner, enrolment):
    response = learner.post(
        "/learn/dates/Q1/more-time/", {"days": "10", "reason": "Mission abroad."}, follow=True
    )

    [extension] = Extension.objects.all()
    assert (extension.state, extension.hours, extension.reason) == ("waiting", 240, "Mission abroad.")
    assert "Your request was sent." in response.content.decode()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"days": "15", "reason": "x"}, "Enter a number of days between 1 and 14."),
        ({"days": "many", "reason": "x"}, "Enter a number of days between 1 and 14."),
        ({"days": "3", "reason": ""}, "Write the reason in one sentence."),
    ],
)
def test_a_bad_request_keeps_what_was_written(learner, data, says):
    response = learner.post("/learn/dates/Q1/more-time/", data)

    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Extension.objects.exists()


def test_a_second_request_for_the_same_work_is_refused(learner):
    for _time in range(2):
        response = learner.post("/learn/dates/Q1/more-time/", {"days": "3", "reason": "Illness."})

    assert response.status_code == 422
    assert "Your request for this work waits for a decision already." in response.content.decode()
    assert Extension.objects.count() == 1


@pytest.mark.parametrize("code", ["M01-L01", "Q9"])
def test_a_lesson_and_an_unknown_work_have_no_more_time(learner, code):
    assert learner.get(f"/learn/dates/{code}/more-time/").status_code == 404


def test_the_feed_needs_no_sign_in(client, enrolment):
    response = client.get(f"/calendar/{calendar_token(enrolment)}.ics")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    assert b"Due: Quiz Q1" in response.content


def test_a_wrong_feed_is_not_found(client, enrolment):
    assert client.get("/calendar/1.1.guess.ics").status_code == 404


def test_the_reset_changes_the_address(learner, enrolment):
    old = calendar_token(enrolment)

    learner.post("/learn/dates/address/")

    assert learner.get(f"/calendar/{old}.ics").status_code == 404


def test_the_reason_of_extra_time_is_shown_to_its_learner(learner, enrolment):
    giver = make_user("pa@demo.example", "Demo administrator")
    Accommodation.objects.create(
        enrolment=enrolment,
        extra_time_percent=25,
        reason="Low vision.",
        granted_at=IN_WEEK_1,
        granted_by=giver,
    )

    page = learner.get("/learn/dates/").content.decode()

    assert "You have 25 per cent more time in each quiz and exam." in page
    assert "Low vision." in page


def test_the_list_costs_the_same_for_any_number_of_extensions(learner, django_assert_max_num_queries):
    learner.post("/learn/dates/Q1/more-time/72-hours/")
    with django_assert_max_num_queries(10):
        learner.get("/learn/dates/")
    learner.post("/learn/dates/Q1/more-time/72-hours/")
    with django_assert_max_num_queries(10):
        learner.get("/learn/dates/")


def test_more_time_counts_from_the_extended_date(learner, enrolment):
    learner.post("/learn/dates/Q1/more-time/72-hours/")
    learner.post("/learn/dates/Q1/more-time/72-hours/")

    first, second = Extension.objects.order_by("pk")
    assert second.new_due_at - first.new_due_at == timedelta(hours=72)
