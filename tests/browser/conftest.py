"""One browser, one server, one site for all browser tests."""

import os
import shutil
import threading
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.visiting import Visitor
from tests.browser.world import World, make_world
from tests.conftest import empty_caches, make_wagtail_root

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--renderer-process-limit=1",  # else each window starts three
]


def pytest_itemcollected(item):
    item.add_marker(pytest.mark.browser)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """They share a browser and a site, which each process makes once when they stand side by side."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """Rows that a server in another thread sees, so they are really written, and flushed in the end."""
    empty_caches()  # this is made before what is emptied before each test
    with django_db_blocker.unblock():
        make_wagtail_root()  # a test that commits may have run before, and emptied all tables
        made = make_world(tmp_path_factory.mktemp("site") / "library")
        yield made
        call_command("flush", verbosity=0, interactive=False)
        make_wagtail_root()


@pytest.fixture(scope="package")
def server(world) -> Iterator[str]:
    server = LiveServer("localhost")
    yield server.url
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(5)  # until it has seen that the browser is gone and has closed its socket
    server.stop()


@pytest.fixture(scope="package")
def browser(server) -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail(
            "The browser tests need Chromium: install it so that 'chromium' is on the PATH.", pytrace=False
        )
    # Playwright keeps an event loop in this thread. Django takes each query for one from a coroutine then, and
    # would open a second connection: to an empty database in memory.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    connection = connections[DEFAULT_DB_ALIAS]
    with sync_playwright() as playwright:
        connections[DEFAULT_DB_ALIAS] = connection
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=SWITCHES)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def transactional_db(world):
    """The site stands for the whole package, so nothing is flushed after each test."""


@pytest.fixture(autouse=True)
def _root_page_of_transactional_tests():
    """The site has its root page."""


@pytest.fixture
def visit(browser, server, transactional_db):
    """Open a window: visit() for a stranger, visit("learner@demo.example") for somebody who is signed in."""
    contexts = []

    def visit(email: str | None = None, *, script: str = "", **options) -> Visitor:
        context = browser.new_context(base_url=server, reduced_motion="reduce", **options)
        if script:
            context.add_init_script(script)  # the browser compiles it once, not for each page
        context.set_default_timeout(10_000)
        contexts.append(context)
        visitor = Visitor(context.new_page(), server)
        if email:
            visitor.become(email)
        return visitor

    yield visit
    for context in contexts:
        context.close()
