"""What every test stands on: a site without migrations, empty caches, a shut network."""

import socket

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from wagtail.models import Locale, Page, Site, Task, Workflow, WorkflowTask

from content.maturity import queries as maturity
from courses.editions import plan, questions, texts
from tests import machines  # noqa: F401 -- its profile must be known before the command line names it


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The rows that Wagtail's own data migrations would have made."""
    with django_db_blocker.unblock():
        make_wagtail_root()


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
    ):
        function.cache_clear()


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
