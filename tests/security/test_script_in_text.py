"""Every field that people fill holds a script; every page that shows such a field is opened in a real browser; nothing runs."""

import logging
import re
import shutil
from collections.abc import Iterator
from itertools import count

import pytest
from django.apps import apps
from django.contrib.staticfiles import finders
from django.db import DatabaseError, models, transaction
from playwright.sync_api import sync_playwright

from tests.browser.conftest import SWITCHES
from tests.security.asking import browsers, taken_back
from tests.security.doors import OPENED, PEOPLE, doors
from tests.security.test_stored_text import OWN, published_vectors

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
HERE = "http://testserver"
ADMIN = (
    "audit-log/", "questionbank/", "question/", "question/inspect/1/", "question/preview/1/", "question/use/1/", "rubric/",
    "glossaryterm/", "openresource/", "mailtext/", "users/", "pages/", "reports/site-history/", "images/",
)  # fmt: skip
MACHINES = re.compile(
    r"(code|key|kind|digest|sha256|name_hash|salt|hash|previous|head|checksum|signature|public_key|stored_name|evidence_name|"
    r"evidence_type|content_type|time_zone|language|locale|component|scope|verb|deed|roles|action|about|origin|receiver|version|"
    r"area|interrupted_from|module_code|country|region|printed_in|file_sha256|frame_text|password|after|data|date|pages|email)$"
)
"""Fields that a program fills, or whose words are held to a list. A country or a region is one of those it is chosen from."""


def vectors() -> list[str]:
    return [*OWN, *published_vectors()]


def poison() -> int:
    """A script into each field of text of each row of the world, as many as it takes, each time others. How many fields."""
    following, all_of_them, filled = count(), vectors(), 0
    for model in apps.get_models():
        if (
            model._meta.app_label not in ("cms", "content", "courses", "learners")
            or not model.objects.exists()
        ):
            continue
        for column in filter(is_for_people, model._meta.local_fields):
            start = next(following) * 7 % len(all_of_them)
            filled += _fill(model, column, all_of_them[start:] + all_of_them[:start])
    return filled


def is_for_people(column) -> bool:
    is_text = (
        type(column) in (models.CharField, models.TextField) and not column.choices and not column.unique
    )
    return is_text and not MACHINES.match(column.name)


def _fill(model, column, texts: list[str]) -> bool:
    limit = column.max_length or 20_000
    fitting = [text for text in texts if len(text) <= limit]
    while len(" ".join(fitting)) > limit:
        fitting.pop()
    try:
        with transaction.atomic():
            return bool(model.objects.update(**{column.name: " ".join(fitting)}))
    except DatabaseError:  # a law of the table knows better
        return False


def rendered(world) -> dict[str, tuple[dict[str, str], bytes]]:
    """Each page by an address that tells who sees it: its policy and its bytes."""
    everybody, shown = browsers(world), {}
    asked = [(f"/admin/{end}", "superuser") for end in ADMIN]
    for door in doors(world):
        may = [person for person in PEOPLE if door.answer_to(person) == OPENED]
        if door.method == "get" and may and door.route != "staff/design/":
            asked.append((door.address, may[-1]))
    for address, person in asked:
        with taken_back():
            response = everybody[person].get(address)
            body = response.getvalue()
        is_page = response.status_code == 200 and response["Content-Type"].startswith("text/html")
        if is_page and "Content-Disposition" not in response:
            policy = response.headers.get("Content-Security-Policy", "")
            shown[f"{address}{'&' if '?' in address else '?'}as={person}"] = policy, body
    return shown


@pytest.fixture(scope="module")
def pages(shared_world, django_db_blocker):
    logging.disable(logging.ERROR)
    with django_db_blocker.unblock(), taken_back():
        filled = poison()
        shown = rendered(shared_world)
    logging.disable(logging.NOTSET)
    return filled, shown


@pytest.fixture
def chromium(pages) -> Iterator:
    """Only when the pages are there: nobody asks the database while Playwright's loop runs in this thread."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), headless=True, args=SWITCHES
        )
        yield browser
        browser.close()


def visit(chromium, shown, *, with_policy: bool) -> dict[str, list[str]]:
    """What happened on each page that no page of ours does: a dialog, a request elsewhere, a script that was refused."""
    found: dict[str, list[str]] = {}
    now_at = [""]

    def note(what: str) -> None:
        found.setdefault(now_at[0], []).append(what)

    def answer(route):
        address = route.request.url.removeprefix(HERE)
        if not route.request.url.startswith(f"{HERE}/"):
            note(route.request.url)
            return route.abort()
        if address in shown:
            policy, body = shown[address]
            headers = {"Content-Type": "text/html; charset=utf-8"} | (
                {"Content-Security-Policy": policy} if with_policy else {}
            )
            return route.fulfill(body=body, headers=headers)
        script = re.match(r"/static/([\w./-]+\.m?js)", address)
        place = finders.find(script[1]) if script else None
        return route.fulfill(path=place) if place else route.abort()

    context = chromium.new_context()
    context.route("**/*", answer)
    page = context.new_page()
    page.on("dialog", lambda dialog: (note(dialog.message), dialog.dismiss()))
    page.on("console", lambda line: note(line.text) if "Content Security Policy" in line.text else None)
    for address in shown:
        now_at[0] = address
        page.goto(HERE + address, wait_until="load", timeout=10_000)
    context.close()
    return found


def test_the_scripts_really_stand_on_the_pages(pages):
    filled, shown = pages
    holding = [address for address, (_policy, body) in shown.items() if b"alert(" in body]

    assert filled >= 140
    assert len(holding) >= 120


def test_no_script_runs_even_without_a_policy(pages, chromium):
    _filled, shown = pages

    assert visit(chromium, shown, with_policy=False) == {}


def test_the_policy_has_nothing_to_refuse(pages, chromium):
    """A third of the pages: the same policy stands on all, as test_headers shows."""
    _filled, shown = pages

    assert visit(chromium, dict(list(shown.items())[::3]), with_policy=True) == {}


def test_the_hook_sees_a_script_that_runs_and_one_that_is_refused(chromium):
    """Or the others would prove nothing."""
    page = b"<script>alert(1)</script><img src=//elsewhere.example/x onerror=alert(2)>"
    shown = {"/x": ("default-src 'none'", page)}

    bare, held = (visit(chromium, shown, with_policy=with_policy) for with_policy in (False, True))

    assert {key: sorted(what) for key, what in bare.items()} == {
        "/x": ["1", "2", "http://elsewhere.example/x"]
    }
    assert {"1", "2"}.isdisjoint(held["/x"])
    assert any("Executing inline script violates" in each for each in held["/x"])
