"""For tests that change what the triggers hold: as somebody who owns the database could."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from learners.audit.guards import missing_guards, put_guards, take_guards_away


@contextmanager
def tampering() -> Iterator[None]:
    """The triggers are away inside, and back afterwards where they were."""
    guarded = not missing_guards(connection)
    _settle()
    take_guards_away(connection)
    try:
        yield
    finally:
        _settle()
        if guarded:
            put_guards(connection)


def _settle() -> None:
    """PostgreSQL changes no table while checks of its foreign keys wait for the end of the transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
