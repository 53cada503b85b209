"""How a test asks an address: as whom, what came back, and what it left behind in the database."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.test import Client, override_settings

from tests.security.doors import PEOPLE

NOTED = frozenset(("learners_look", "wagtailcore_modellogentry"))
"""Who has looked, and who has taken a file: what a look leaves behind, and nothing else."""

TOKEN, FOREIGN_TOKEN = "a" * CSRF_SECRET_LENGTH, "b" * CSRF_SECRET_LENGTH

_WRITES = re.compile(
    r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+"?(\w+)', re.I
)
_HIDDEN_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


class Browser(Client):
    """The test client without its copy of every template's context: thousands of pages are asked for.

    It forgets what one page has to tell on the next one, so that an answer hangs on nothing but its question.
    """

    def request(self, **request):
        response = self.handler(self._base_environ(**request))
        if response.cookies:
            self.cookies.update(response.cookies)
            self.cookies.pop("messages", None)
        return response


def browsers(world, **options) -> dict[str, Browser]:
    made = {person: Browser(raise_request_exception=False, **options) for person in PEOPLE}
    for person, user in world.people.items():
        if user:
            made[person].force_login(user)
    return made


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def without_redirects() -> override_settings:
    """Wagtail looks for a redirect whenever nothing is found. That takes a sixth of the time, and is no matter of rights."""
    middleware = [each for each in settings.MIDDLEWARE if not each.startswith("wagtail.contrib.redirects")]
    return override_settings(MIDDLEWARE=middleware)


@dataclass
class Watch:
    """The tables that statements wrote to while it was on."""

    but: frozenset[str]
    tables: list[str] = field(default_factory=list)

    def __call__(self, execute, sql, parameters, many, context):
        found = _WRITES.match(sql)
        if found and found.group(1) not in self.but:
            self.tables.append(found.group(1))
        return execute(sql, parameters, many, context)


@contextmanager
def watched(*, but: frozenset[str] = frozenset()) -> Iterator[list[str]]:
    watch = Watch(NOTED | but)
    with connection.execute_wrapper(watch):
        yield watch.tables


def state_of_rows() -> dict[str, tuple[int, str]]:
    """Of each table: how many rows there are, and a digest of all that is in them."""
    state = {}
    tables = {
        model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed
    }
    with connection.cursor() as cursor:
        for table in sorted(tables & set(connection.introspection.table_names(cursor)) - NOTED):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = sorted(map(repr, cursor.fetchall()))
            state[table] = len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return state


def body_of(response) -> str:
    return response.getvalue().decode(errors="replace")


def plain(response) -> tuple[int, str]:
    """Status and text, without the token of the form and the object that was asked for."""
    return response.status_code, _HIDDEN_TOKEN.sub("", body_of(response))
