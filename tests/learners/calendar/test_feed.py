from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from learners.calendar.feed import calendar_file, calendar_token, enrolment_of_token, reset_calendar
from learners.enrolment.models import Enrolment
from tests.factories.people import make_enrolment
from tests.factories.programme import IN_WEEK_1, make_small_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return make_enrolment(make_small_programme())


def entries(enrolment) -> dict:
    calendar = Calendar.from_ical(calendar_file(enrolment, at=IN_WEEK_1))
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


def test_the_address_leads_to_its_learner_and_stays_the_same(enrolment):
    token = calendar_token(enrolment)

    assert enrolment_of_token(token) == enrolment
    assert calendar_token(Enrolment.objects.get(pk=enrolment.pk)) == token


def test_a_reset_makes_the_old_address_unknown(enrolment):
    old = calendar_token(enrolment)

    reset_calendar(enrolment)
    enrolment.refresh_from_db()

    assert enrolment_of_token(old) is None
    assert enrolment_of_token(calendar_token(enrolment)) == enrolment


@pytest.mark.parametrize("token", ["", "1.1", "1.1.guess", "abc", "1.1:x", "9.9." + "a" * 43])
def test_a_guess_leads_nowhere(enrolment, token):
    assert enrolment_of_token(token) is None


def test_who_left_has_no_calendar_any_more(enrolment):
    token = calendar_token(enrolment)
    Enrolment.objects.update(state=Enrolment.State.WITHDRAWN)

    assert enrolment_of_token(token) is None


def test_it_holds_each_due_date_with_its_reason_and_each_week(enrolment):
    found = entries(enrolment)

    due = found["Due: Quiz Q1"]
    assert due["DTSTART"].dt == datetime(2026, 3, 16, 11, 59, tzinfo=UTC)
    assert due["DURATION"].dt == timedelta()
    assert "Work of week 2 is due on its Sunday" in due["DESCRIPTION"]
    assert due["URL"] == "http://localhost:8000/learn/Q1/"
    assert len([name for name in found if name.startswith("Week ")]) == 26
    assert found["Week 2 begins"]["DTSTART"].dt == datetime(2026, 3, 9).date()


def test_an_entry_keeps_its_name_when_its_date_moves(enrolment):
    before = entries(enrolment)["Due: Quiz Q1"]["UID"]
    enrolment.cohort.date_overrides.create(
        activity=enrolment.cohort.edition.activities.get(activity__code="Q1").activity,
        due_at=IN_WEEK_1 + timedelta(days=30),
        reason="A strike.",
    )

    after = entries(enrolment)["Due: Quiz Q1"]

    assert after["UID"] == before
    assert after["DTSTART"].dt == IN_WEEK_1 + timedelta(days=30)


def test_it_is_empty_before_the_dates_are_published(enrolment):
    enrolment.cohort.published_at = None

    assert entries(enrolment) == {}
