"""What stands in the log, and what never does."""

import json
import logging

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError

from cms.sight.logs import JsonFormatter, request_id
from tests.factories.programme import make_home

pytestmark = pytest.mark.django_db
CANARIES = ("canary-token", "canary-query", "canary-body", "canary-session", "canary@demo.example")


@pytest.fixture
def lines():
    """Everything that the process logs meanwhile, as production writes it."""
    written, handler = [], logging.Handler()
    handler.emit = lambda record: written.append(JsonFormatter().format(record))
    root, ours = logging.getLogger(), logging.getLogger("campus")
    before = root.level, ours.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    ours.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(before[0])
    ours.setLevel(before[1])


def error_line(error: Exception, name="django.request") -> dict:
    try:
        raise error
    except type(error):
        record = logging.getLogger(name).makeRecord(
            name, logging.ERROR, "f", 1, "Internal Server Error: %s", ("/x/",), __import__("sys").exc_info()
        )
    return json.loads(JsonFormatter().format(record))


@pytest.mark.parametrize(
    "address",
    [
        "/calendar/canary-token.ics",
        "/supervisor/canary-token/",
        "/supervisor/canary-token/hours/",
        "/mail/canary-token/stop/",
        "/assess/canary-token/",
        "/verify/canary-token/",
        "/learn/canary-token/",
        "/nothing/canary-token/",
    ],
)
def test_no_token_query_or_body_stands_in_the_log(client, lines, address):
    make_home()
    client.cookies["sessionid"] = "canary-session"
    client.raise_request_exception = False

    client.get(f"{address}?next=canary-query")
    client.post(
        f"{address}?next=canary-query",
        {"answer": "canary-body", "email": "canary@demo.example"},
        headers={"referer": "https://testserver/canary-query", "authorization": "Bearer canary-token"},
    )

    assert any('"logger": "campus.request"' in line for line in lines)
    assert [line for line in lines for canary in CANARIES if canary in line] == []
    assert all(isinstance(json.loads(line), dict) for line in lines)


def test_a_wrong_password_leaves_no_trace_of_it(client, lines):
    make_home()

    client.post("/account/login/", {"login": "canary@demo.example", "password": "canary-body"})

    assert [line for line in lines for canary in CANARIES if canary in line] == []


def test_an_error_is_told_by_kind_and_place_never_by_its_text():
    line = error_line(IntegrityError("Key (email)=(canary@demo.example) already exists"))

    assert "canary" not in json.dumps(line)
    assert line["error"]["kinds"] == ["IntegrityError"]
    assert line["error"]["places"][-1].startswith("tests/cms/sight/test_logs.py:")


def test_an_error_of_the_settings_is_told_whole():
    assert error_line(ImproperlyConfigured("Set EMAIL_URL."))["error"]["text"] == "Set EMAIL_URL."


def test_the_cause_is_named_too():
    error = ValueError("canary")
    error.__cause__ = KeyError("canary")

    assert error_line(error)["error"]["kinds"] == ["ValueError", "KeyError"]


def test_arguments_of_tasks_stay_out():
    told = {
        "name": "learners.events.deliver_open",
        "id": "7",
        "exc": "canary",
        "args": "canary",
        "kwargs": {},
    }
    record = logging.LogRecord(
        "celery.app.trace", 40, "f", 1, "Task %(name)s[%(id)s] raised: %(exc)s", (told,), None
    )

    line = json.loads(JsonFormatter().format(record))

    assert "canary" not in json.dumps(line)
    assert (line["name"], line["id"]) == ("learners.events.deliver_open", "7")


@pytest.mark.parametrize(
    "told, kept",
    [
        ("abcdef01-2345", True),
        ("short", False),
        ("x" * 65, False),
        ("a\nb-injected-line", False),
        ("<script>alert", False),
    ],
)
def test_the_number_of_a_request_is_taken_when_it_is_one(client, lines, told, kept):
    response = client.get("/account/login/", headers={"x-request-id": told})

    number = response["X-Request-ID"]
    assert (number == told) is kept
    [line] = [json.loads(line) for line in lines if '"campus.request"' in line]
    assert line == line | {"request_id": number, "route": "account_login", "method": "GET", "status": 200}
    assert request_id.get() == ""


def test_a_method_of_the_senders_own_making_is_not_written(client, lines):
    client.generic("CANARY-TOKEN", "/account/login/")

    assert "CANARY-TOKEN" not in "".join(line for line in lines if "campus.request" in line)
