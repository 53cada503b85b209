"""What ends a session, and which passwords are taken."""

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cms.accounts.models import User
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "a long pass phrase"


def sign_in(client: Client, user: User, to: str = ""):
    return client.post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD, "next": to}, follow=False
    )


def key_of(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def user():
    user = make_user()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def test_signing_in_makes_a_new_session(client, user):
    client.get(reverse("account_login"))
    client.session["something"] = 1
    session = client.session
    session["something"] = 1
    session.save()
    before = session.session_key

    sign_in(client, user)

    assert key_of(client) != before


@pytest.mark.parametrize("end", ["signing out", "closing the account", "a new password"])
def test_an_ended_session_opens_nothing_to_whoever_kept_its_key(client, user, end):
    sign_in(client, user)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = key_of(client)
    assert thief.get(reverse("account_change_password")).status_code == 200

    if end == "signing out":
        client.post(reverse("account_logout"))
    elif end == "closing the account":
        User.objects.filter(pk=user.pk).update(is_active=False)
    else:
        user.set_password("another pass phrase")
        user.save()

    answer = thief.get(reverse("account_change_password"))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("place", ["https://evil.example", "//evil.example", "javascript:alert(1)"])
def test_signing_in_never_leads_to_a_stranger(client, user, place):
    assert sign_in(client, user, place).url == settings.LOGIN_REDIRECT_URL


@pytest.mark.parametrize("password", ["elevenletter", "é" * 64, "x y z  x y z", "0" * 9 + "ab" * 60])
def test_long_passwords_of_any_composition_are_taken(password):
    validate_password(password)


@pytest.mark.parametrize("password", ["short", "password123", "1234567890"])
def test_short_and_common_passwords_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


def test_trace_is_not_answered(client):
    assert client.trace("/").status_code in (404, 405)
