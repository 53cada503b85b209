"""A code of the second step opens once, whoever has read it meanwhile."""

from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "a long pass phrase"
NOW = 1_800_000_000


@pytest.fixture
def user():
    user = make_user()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def secret(user, monkeypatch):
    """Of an app, with a clock that stands still in the middle of a code's time."""
    monkeypatch.setattr(totp, "time", SimpleNamespace(time=lambda: NOW))
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def enters_with(user, code: str) -> bool:
    """A browser of its own: password, then the code."""
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code})
    return "_auth_user_id" in client.session


def code_of(secret: str, at: int = NOW) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, at // 30))


def test_a_code_of_the_app_opens_once(user, secret):
    assert [enters_with(user, code_of(secret)) for _try in range(2)] == [True, False]


def test_a_code_of_before_or_after_opens_nothing(user, secret):
    assert [enters_with(user, code_of(secret, NOW + shift)) for shift in (-30, 30)] == [False, False]


def test_a_recovery_code_opens_once_and_the_others_stay(user, secret):
    first, second, *_rest = RecoveryCodes.activate(user).get_unused_codes()

    assert [enters_with(user, code) for code in (first, first, second)] == [True, False, True]
