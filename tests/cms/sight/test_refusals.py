"""Each refusal is one line with the person's number, the name of the address and the number of the request."""

import json
import logging

import pytest
from django.test import Client
from django.urls import reverse

from cms.accounts.roles import Role
from cms.sight.logs import JsonFormatter
from courses.cohorts.models import TeachingRole
from courses.editions.plan import plan_of
from tests.cms.staff.keys.test_views import newest, told
from tests.factories.people import make_enrolment, make_staff, make_user
from tests.factories.programme import make_home, make_small_programme
from tests.learners.attempts.sheets import finish

pytestmark = pytest.mark.django_db
TOKEN, ID = "canarytoken" * 4, "request-0001"


@pytest.fixture
def lines():
    """What the logger of refusals writes meanwhile, as production writes it."""
    written, handler, logger = [], logging.Handler(), logging.getLogger("campus.security")
    handler.emit = lambda record: written.append(JsonFormatter().format(record))
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield written
    logger.removeHandler(handler)
    logger.setLevel(before)


def only(lines) -> dict:
    """The one line, without its time."""
    [line] = lines
    return {key: value for key, value in json.loads(line).items() if key not in ("time", "place")}


def line(refused, route, status, *, person=None, method="GET", level="warning", **more):
    return {
        "level": level, "logger": "campus.security", "message": "refused", "request_id": ID, "refused": refused,
        "person": person, "route": route, "method": method, "status": status, **more,
    }  # fmt: skip


def browser_of(user=None, **options) -> Client:
    client = Client(headers={"x-request-id": ID}, **options)
    if user:
        client.force_login(user)
    return client


def test_a_door_that_a_role_does_not_open(lines):
    tutor = make_staff(Role.TUTOR)

    browser_of(tutor).get("/staff/awards/")

    assert only(lines) == line("door", "awards", 403, person=tutor.pk)


def test_a_thing_that_is_not_there_or_somebody_elses(lines):
    registrar = make_staff(Role.REGISTRAR)

    browser_of(registrar).get("/staff/learners/987654/")

    assert only(lines) == line("absent", "learner_record", 404, person=registrar.pk)


@pytest.mark.parametrize(
    "address, route", [(f"/supervisor/{TOKEN}/", "supervise"), (f"/calendar/{TOKEN}.ics", "calendar_feed")]
)
def test_a_foreign_token_without_the_token_itself(lines, address, route):
    browser_of().get(f"{address}?next={TOKEN}")

    assert only(lines) == line("absent", route, 404)
    assert TOKEN not in lines[0]


def test_a_form_without_its_token(lines):
    user = make_user()
    strict = browser_of(user, enforce_csrf_checks=True)

    strict.post(reverse("account_logout"), {"answer": TOKEN})

    assert only(lines) == line("token", "account_logout", 403, person=user.pk, method="POST")
    assert TOKEN not in lines[0]


def test_a_limit_of_tries(lines):
    for _try in range(6):
        browser_of().post(reverse("account_login"), {"login": "x@demo.example", "password": TOKEN})

    assert only(lines) == line("limit", "account_login", 200, method="POST", limit="too_many_login_attempts")


def test_a_limit_of_requests_from_one_address(lines, settings):
    settings.ACCOUNT_RATE_LIMITS = {"intake_alert": "1/h/ip"}
    for number in range(2):
        browser_of().post(reverse("ask_for_alert"), {"email": f"x{number}@demo.example"})

    assert only(lines) == line("limit", "ask_for_alert", 422, method="POST")


def test_one_person_where_two_are_needed(lines):
    cohort = make_small_programme()
    item = finish(make_enrolment(cohort), plan_of(cohort.edition_id).activity("Q1"), right=2).items.get(
        points=0
    )
    author = make_staff(Role.INSTRUCTOR)
    TeachingRole.objects.create(cohort=cohort, user=author, kind=TeachingRole.Kind.INSTRUCTOR)
    newest(item)
    browser = browser_of(author)
    address = browser.post("/staff/keys/new/", told(item))["Location"]

    browser.post(f"{address}confirm/")

    assert only(lines) == line(
        "rule", "confirm_key", 302, person=author.pk, method="POST", level="info", rule="UnableToCorrect"
    )
    assert json.loads(lines[0])["place"].startswith("learners.attempts.regrading.")


def test_what_is_granted_and_what_is_mistyped_leave_no_line(lines):
    make_home()
    registrar = browser_of(make_staff(Role.REGISTRAR))

    for address in ("/staff/awards/", "/", "/no-such-page/"):
        registrar.get(address)

    assert lines == []
