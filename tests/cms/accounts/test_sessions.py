"""A session ends when its time is over, counted from the sign-in and from the last activity; a page costs no write."""

import time
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from cms.accounts.roles import Role, give_role
from cms.accounts.sessions import EVERY, HOUR, OTHERS, STAFF, what_is_over
from tests.factories.people import make_staff, make_user

pytestmark = pytest.mark.django_db
PAGE = "/account/password/change/"
DAY = 24 * HOUR


@pytest.fixture
def clock():
    with time_machine.travel(now(), tick=False) as travel:
        yield travel


def browser_of(user) -> Client:
    browser = Client()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    browser.post(reverse("account_login"), {"login": user.email, "password": "a long pass phrase"})
    return browser


def is_in(browser) -> bool:
    return browser.get(PAGE).status_code == 200


def writes(browser) -> list[str]:
    """Tables that a page writes to."""
    with CaptureQueriesContext(connection) as asked:
        browser.get(PAGE)
    return [
        query["sql"].split()[1] for query in asked if query["sql"].startswith(("UPDATE", "INSERT", "DELETE"))
    ]


@pytest.mark.parametrize("role", [None, Role.TUTOR, Role.REGISTRAR])
def test_without_activity_it_ends(clock, role):
    user = make_staff(role) if role else make_user()
    browser, limit = browser_of(user), STAFF.idle if role else OTHERS.idle

    clock.shift(limit - 1)
    before = is_in(browser)
    clock.shift(limit - 1)
    again = is_in(browser)
    clock.shift(limit)

    assert [before, again, is_in(browser)] == [True, True, False]


@pytest.mark.parametrize("staff", [True, False])
def test_its_whole_time_counts_from_the_sign_in_whatever_the_person_does(clock, staff):
    browser = browser_of(make_staff(Role.TUTOR) if staff else make_user())
    whole, step = (STAFF if staff else OTHERS).whole, HOUR

    met = []
    for _hour in range(whole // step):
        met.append(is_in(browser))
        clock.shift(step)

    assert (set(met), is_in(browser)) == ({True}, False)


def test_the_doors_lead_to_the_sign_in_and_back(clock):
    browser = browser_of(make_staff(Role.TUTOR))
    clock.shift(STAFF.idle)

    answer = browser.get("/staff/learners/")

    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/staff/learners/")


@pytest.mark.parametrize(
    "rounds, told",
    [
        (1, "You were signed out, because you were away for some time. Sign in again to continue."),
        (7, "You were signed out, because your sign-in has ended. Sign in again to continue."),
    ],
)
def test_the_sign_in_says_why(clock, rounds, told):
    browser = browser_of(make_staff(Role.TUTOR))
    for _round in range(rounds - 1):
        clock.shift(STAFF.idle - 1)
        browser.get(PAGE)
    clock.shift(STAFF.idle)

    page = browser.get("/staff/learners/", follow=True)

    assert told in page.content.decode()


def test_whoever_gets_a_role_has_its_limits_at_once(clock):
    user = make_user()
    browser = browser_of(user)
    make_staff(Role.TUTOR)  # its group
    clock.shift(STAFF.whole - 1)
    as_learner = is_in(browser)

    give_role(user, Role.TUTOR)
    clock.shift(2)

    assert (as_learner, is_in(browser)) == (True, False)


def test_activity_is_noted_once_in_ten_minutes_and_costs_no_other_query(clock):
    browser = browser_of(make_user())
    browser.get(PAGE)  # which takes the message of the sign-in
    first = writes(browser)

    clock.shift(EVERY - 1)
    before = writes(browser)
    clock.shift(1)
    due = writes(browser)

    assert (first, before, due, writes(browser)) == ([], [], ['"django_session"'], [])


def test_a_session_that_was_never_counted_begins_now():
    user = make_user()

    assert what_is_over({}, user, moment=time.time()) == ""


def test_the_browser_keeps_it_no_longer_than_it_runs(clock):
    browser = browser_of(make_user())

    assert browser.cookies["sessionid"]["max-age"] == ""
    assert Session.objects.get().expire_date == now() + timedelta(seconds=OTHERS.idle)
