"""The office ends all sessions of a person, and takes a lost second step away: with a reason, and never of the own account."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.timezone import now
from wagtail.models import ModelLogEntry

from cms.accounts.ending import UnableToEnd, end_sessions, remove_second_step
from cms.accounts.roles import Role
from learners.audit.models import AuditEntry
from learners.events.delivering import deliver_all_open
from tests.factories.people import make_staff, make_user

pytestmark = pytest.mark.django_db
REASON = "The telephone was stolen. Known by voice."
DETAIL = '{"reason":"The telephone was stolen. Known by voice."}'


@pytest.fixture
def office():
    return make_staff(Role.ADMINISTRATOR)


@pytest.fixture
def person():
    return make_user()


def add_step(person):
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)


def browser_of(user) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def is_in(browser) -> bool:
    return browser.get("/account/password/change/").status_code == 200


def noted(name) -> list[tuple]:
    entries = AuditEntry.objects.filter(name=name).select_related("detail")
    return [(entry.by, entry.person, entry.detail.data) for entry in entries]


def test_every_session_of_the_person_ends_and_nobody_elses(office, person):
    browsers = [browser_of(person), browser_of(person), browser_of(office)]
    before = [is_in(each) for each in browsers]

    end_sessions(person, reason=REASON, by=office, at=now())

    assert (before, [is_in(each) for each in browsers]) == ([True] * 3, [False, False, True])
    assert is_in(browser_of(person))


def test_a_second_time_ends_the_sessions_since_the_first(office, person):
    end_sessions(person, reason=REASON, by=office, at=now() - timedelta(days=1))
    browser = browser_of(person)

    end_sessions(person, reason=REASON, by=office, at=now())

    assert not is_in(browser)


def test_an_older_key_of_the_site_opens_no_ended_session(office, person, settings):
    browser = browser_of(person)
    end_sessions(person, reason=REASON, by=office, at=now())
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another one"

    assert not is_in(browser)


def test_it_stands_in_the_logs_and_the_person_is_told(office, person):
    end_sessions(person, reason=REASON, by=office, at=now())
    deliver_all_open(at=now())

    [message] = mail.outbox
    assert noted("account.sessions_ended") == [(office, person, DETAIL)]
    assert ModelLogEntry.objects.get(action="campus.sessions_ended").user == office
    assert (message.to, message.subject) == ([person.email], "You were signed out on all devices")
    assert REASON in message.body


def test_a_lost_second_step_goes_with_its_codes_and_all_sessions(office, person):
    add_step(person)
    browser = browser_of(person)

    remove_second_step(person, reason=REASON, by=office, at=now())
    deliver_all_open(at=now())

    [message] = mail.outbox
    assert (Authenticator.objects.count(), is_in(browser)) == (0, False)
    assert noted("account.second_step_removed") == [(office, person, DETAIL)]
    assert (message.to, message.subject) == ([person.email], "Your second step was taken away")


@pytest.mark.parametrize("rule", [end_sessions, remove_second_step])
def test_nobody_does_it_to_the_own_account(office, rule):
    add_step(office)

    with pytest.raises(UnableToEnd, match="Nobody decides about the own account here"):
        rule(office, reason=REASON, by=office, at=now())

    assert (Authenticator.objects.count(), AuditEntry.objects.count()) == (2, 0)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.REGISTRAR, Role.SUPERUSER])
def test_whoever_has_more_rights_is_out_of_the_offices_reach(office, role):
    is_root = role == Role.SUPERUSER
    other = (
        make_user("other@demo.example", is_superuser=True) if is_root else make_staff(role, "o@demo.example")
    )
    add_step(other)

    with pytest.raises(UnableToEnd, match="is taken away by the technical office"):
        remove_second_step(other, reason=REASON, by=office, at=now())

    assert Authenticator.objects.count() == 2


def test_without_a_second_step_nothing_is_done(office, person):
    with pytest.raises(UnableToEnd, match="Demo learner 07 has no second step"):
        remove_second_step(person, reason=REASON, by=office, at=now())


def test_the_operator_does_it_on_the_machine(office, capsys):
    add_step(office)

    call_command("remove_second_step", office.email, reason=REASON)

    assert (Authenticator.objects.count(), noted("account.second_step_removed")) == (
        0, [(None, office, DETAIL)],
    )  # fmt: skip
    assert "the second step is gone, all sessions have ended." in capsys.readouterr().out


@pytest.mark.parametrize("email, told", [("nobody@demo.example", "no account"), ("", "no second step")])
def test_the_command_says_what_it_cannot_do(person, email, told):
    with pytest.raises(CommandError, match=told):
        call_command("remove_second_step", email or person.email, reason=REASON)
