"""A service that is away gives the product's own page: no traceback, no right, and the line that says when to come back."""

import errno
from smtplib import SMTPServerDisconnected

import pytest
from botocore.exceptions import EndpointConnectionError, NoCredentialsError, ReadTimeoutError
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from cms.accounts.roles import Role
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db
SECRET = "password of the database is horse"


@pytest.fixture
def browser():
    return Client(raise_request_exception=False)


def told(response) -> tuple:
    text = response.content.decode()
    return (
        response.status_code,
        response.headers.get("Retry-After"),
        response.headers["Cache-Control"],
        "The service has a problem" in text,
        "Traceback" in text or SECRET in text,
    )


def breaking(error):
    def broken(*_args):
        raise error

    return connection.execute_wrapper(broken)


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
@pytest.mark.parametrize("address", ["/learn/", "/staff/health/", "/admin/", "/", "/account/login/"])
def test_without_a_database_no_page_is_made_and_nobody_is_let_in(browser, kind, address):
    browser.force_login(make_staff(Role.ADMINISTRATOR))

    with breaking(kind(SECRET)):
        response = browser.get(address)

    assert told(response) == (503, "10", "no-store", True, False)


def test_whoever_was_signed_in_still_is_when_the_database_is_back(browser):
    browser.force_login(make_staff(Role.ADMINISTRATOR))

    with breaking(OperationalError(SECRET)):
        browser.get("/staff/")

    assert browser.get("/staff/", follow=True).status_code == 200


@pytest.mark.parametrize(
    "error, status, retry",
    [
        (OSError(errno.ENOSPC, SECRET), 503, "10"),
        (OSError(errno.EROFS, SECRET), 503, "10"),
        (EndpointConnectionError(endpoint_url=SECRET), 503, "10"),
        (ReadTimeoutError(endpoint_url=SECRET), 503, "10"),
        (NoCredentialsError(), 500, None),
        (OSError(errno.EACCES, SECRET), 500, None),
        (ConnectionRefusedError(SECRET), 503, "10"),
        (TimeoutError(SECRET), 503, "10"),
        (SMTPServerDisconnected(SECRET), 503, "10"),
        (ValueError(SECRET), 500, None),
    ],
)
def test_what_comes_back_is_told_apart_from_a_mistake_of_ours(browser, error, status, retry):
    browser.force_login(make_staff(Role.ADMINISTRATOR))

    with breaking(error):
        response = browser.get("/staff/health/")

    assert told(response) == (status, retry, "no-store", True, False)
