"""Breaking the glass: a reason, a fresh second factor, an hour, a notice, a line for the person."""

import time
from datetime import timedelta

import pytest
import time_machine
from allauth.account.internal.flows import login
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from cms.accounts.emergency import may_break_glass, take_right
from cms.accounts.models import User
from cms.accounts.roles import Role, may
from learners.audit.emergencies import UnableToOpen
from learners.audit.models import AuditEntry, Emergency, Look
from learners.events.delivering import deliver_all_open
from tests.factories.people import make_enrolment, make_staff
from tests.factories.programme import make_small_programme

pytestmark = pytest.mark.django_db
REASON = "The office is closed and a learner waits for help."
DOOR = "/staff/emergency/read_contact_data/"


@pytest.fixture
def root():
    return User.objects.create_superuser("root@demo.example", "a long pass phrase", name="Demo root")


@pytest.fixture
def browser(root):
    browser = Client()
    browser.force_login(root)
    return browser


def prove(browser, age: int = 0) -> None:
    """As if the second factor had been given so many seconds ago."""
    session = browser.session
    given = {"method": "mfa", "at": time.time() - age, "type": "totp", "reauthenticated": True}
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [given]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = session["_auth_user_id"]
    session.save()


def test_without_a_fresh_second_factor_nothing_opens(browser, root):
    answers = []
    for age in (None, 301):
        if age:
            prove(browser, age)
        answers.append(browser.post(DOOR, {"reason": REASON}).status_code)

    assert answers == [302, 302]
    assert not Emergency.objects.exists()


def test_without_a_reason_nothing_opens(browser, root):
    prove(browser)

    assert browser.post(DOOR, {"reason": ""}).status_code == 422
    assert browser.post(DOOR, {"reason": "Because."}).status_code == 422
    with pytest.raises(UnableToOpen):
        take_right(root, "read_application", reason="x", at=now())
    assert not Emergency.objects.exists()


def test_with_both_the_registrar_is_told_and_it_ends_after_an_hour(browser, root):
    registrar = make_staff(Role.REGISTRAR)
    prove(browser)

    browser.post(DOOR, {"reason": REASON})
    browser.post(DOOR, {"reason": REASON})
    deliver_all_open(at=now())

    assert [(letter.to, root.name in letter.body, REASON in letter.body) for letter in mail.outbox] == [
        ([registrar.email], True, True)
    ]
    assert AuditEntry.objects.filter(name="emergency.opened", by=root).count() == 1
    assert may(User.objects.get(pk=root.pk), "read_contact_data")
    assert not may(User.objects.get(pk=root.pk), "read_logbook")
    with time_machine.travel(now() + timedelta(minutes=61), tick=False):
        assert not may(User.objects.get(pk=root.pk), "read_contact_data")


def test_the_person_reads_that_it_was_opened_and_why(browser, root):
    enrolment = make_enrolment(make_small_programme())
    take_right(root, "see_reviewer", reason=REASON, at=now())
    take_right(root, "read_logbook", reason=REASON, at=now())
    browser.get(f"/staff/learners/{enrolment.pk}/")
    learner = Client()
    learner.force_login(enrolment.user)

    page = learner.get("/learn/privacy/").content.decode()

    look = Look.objects.get()
    assert (look.person, look.by, look.roles, look.what) == (enrolment.user, root, "SU", "record")
    assert "Technical office" in page
    assert root.email not in page


def test_giving_it_back_ends_it(browser, root):
    take_right(root, "read_contact_data", reason=REASON, at=now())

    browser.post(f"{DOOR}end/")

    assert not may(User.objects.get(pk=root.pk), "read_contact_data")


@pytest.mark.parametrize(
    "action", ["enter_grade", "issue_certificate", "revoke_certificate", "erase_person", "no_such_action"]
)
def test_academic_powers_are_behind_no_glass(root, action):
    assert not may_break_glass(root, action)


def test_only_whom_the_table_names_meets_the_door():
    answers = {}
    for role in (Role.TUTOR, Role.ADMINISTRATOR):
        browser = Client()
        browser.force_login(make_staff(role))
        answers[role] = browser.get(DOOR).status_code

    assert set(answers.values()) == {403}
