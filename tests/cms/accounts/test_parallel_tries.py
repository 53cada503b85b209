"""Many tries at the same moment are counted as many, whatever address they say to come from and however the name is written."""

from functools import partial

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.conftest import make_wagtail_root
from tests.factories.people import make_user
from tests.learners.admissions.test_concurrency import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TRIES, MOST = 30, 5
"""The limit is allauth's: five in five minutes for one account."""


@pytest.fixture(autouse=True)
def user():
    if connection.vendor != "postgresql" or not settings.REDIS_URL:
        pytest.skip("needs PostgreSQL and Redis: what is in one process is not counted by several")
    make_wagtail_root()
    cache.clear()
    return make_user()


def spelled(email: str, number: int) -> str:
    """The same account in other letters."""
    name, at, host = email.partition("@")
    return (name.upper() if number % 2 else name) + at + (host.title() if number % 3 else host)


def try_all(user) -> list[bool]:
    """Whether each of the wrong passwords was looked at."""
    judged: list[bool] = []

    def one(number: int) -> None:
        browser = Client(headers={"X-Forwarded-For": f"203.0.113.{number}"})
        data = {"login": spelled(user.email, number), "password": f"wrong {number}"}
        judged.append("is not right" in browser.post(reverse("account_login"), data).content.decode())

    at_once(*(partial(one, number) for number in range(TRIES)))
    return judged


def test_parallel_wrong_passwords_are_counted_one_by_one(user):
    judged = try_all(user)

    assert len(judged) == TRIES
    assert 1 <= sum(judged) <= MOST


def test_the_right_password_does_not_come_in_after_them(user):
    try_all(user)
    browser = Client()

    browser.post(reverse("account_login"), {"login": user.email, "password": "a long pass phrase"})

    assert "_auth_user_id" not in browser.session
