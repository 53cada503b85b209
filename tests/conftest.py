"""What every test stands on: a site without migrations, empty caches, a shut network."""

import gc
import socket

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from wagtail.models import Locale, Page, Site, Task, Workflow, WorkflowTask

from content.maturity import queries as maturity
from courses.editions import plan, questions, texts
from learners.credentials import edition_behind
from learners.search import frozen
from tests import machines  # noqa: F401 -- its profile must be known before the command line names it


def pytest_collection_finish():
    """All modules are there: no collection of garbage need go through their objects again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The rows that Wagtail's own data migrations would have made."""
    with django_db_blocker.unblock():
        make_search_table()
        make_wagtail_root()


_FTS, _ENTRY = "wagtailsearch_indexentry_fts", "wagtailsearch_indexentry"
_COLUMNS = "autocomplete, body, title"


def make_search_table() -> None:
    """Without migrations Django makes an ordinary table of what SQLite needs as a full-text one, as Wagtail's migration does."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [_FTS])
        if "VIRTUAL" in cursor.fetchone()[0]:
            return
        new = ", ".join(f"NEW.{name}" for name in _COLUMNS.split(", "))
        changed = ", ".join(f"{name} = NEW.{name}" for name in _COLUMNS.split(", "))
        for deed, body in {
            "INSERT": f"INSERT INTO {_FTS} ({_COLUMNS}, rowid) VALUES ({new}, NEW.id)",
            "UPDATE": f"UPDATE {_FTS} SET {changed} WHERE rowid = NEW.id",
            "DELETE": f"DELETE FROM {_FTS} WHERE rowid = OLD.id",
        }.items():
            if deed == "INSERT":
                cursor.execute(f"DROP TABLE {_FTS}")
                cursor.execute(f"CREATE VIRTUAL TABLE {_FTS} USING fts5({_COLUMNS})")
            cursor.execute(f"CREATE TRIGGER fts_{deed} AFTER {deed} ON {_ENTRY} BEGIN {body}; END")


@pytest.fixture
def search_index(db):
    """Call it after the rows are made: nothing indexes itself in tests."""
    return lambda: call_command("update_index", verbosity=0)


def make_wagtail_root() -> Page:
    locale, _made = Locale.objects.get_or_create(language_code="en")
    root = Page.objects.filter(depth=1).first()
    if root is None:
        root = Page.add_root(title="Root", slug="root", locale=locale)
    Page.objects.filter(depth=2, slug="home").delete()
    Site.objects.all().delete()
    # Real migrations bring Wagtail's own groups and workflow; without migrations there are none.
    WorkflowTask.objects.all().delete()
    Workflow.objects.all().delete()
    Task.objects.all().delete()
    Group.objects.all().delete()
    return root


@pytest.fixture(autouse=True)
def _root_page_of_transactional_tests(request):
    """A test that commits empties all tables afterwards, and with them Wagtail's root page."""
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or bool(marker and marker.kwargs.get("transaction"))
    if commits:
        request.getfixturevalue("transactional_db")
        make_wagtail_root()


@pytest.fixture(autouse=True)
def _empty_caches():
    empty_caches()


def empty_caches() -> None:
    """Row numbers come again after a rolled back test, so nothing may be kept by number."""
    cache.clear()
    for function in (
        plan.plan_of,
        plan.frozen_page,
        questions.frozen_pool,
        texts.rendered,
        maturity.sheet_of,
        edition_behind.known_edition,
        frozen.words_of,
    ):
        function.cache_clear()


@pytest.fixture(scope="module")
def shared_rows(django_db_setup, django_db_blocker):
    """For a fixture of a file that makes rows once for all its tests: each test leaves them as they were, and the last one none."""
    with django_db_blocker.unblock(), transaction.atomic():
        empty_caches()  # what the last test of another file kept by number
        yield
        transaction.set_rollback(True)
    empty_caches()


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """No test may reach beyond this machine."""
    connect = socket.socket.connect

    def guarded(self, address):
        host = address[0] if isinstance(address, tuple) else "local"
        if host not in ("127.0.0.1", "::1", "localhost", "local"):
            raise AssertionError(f"A test tried to reach {host}.")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
