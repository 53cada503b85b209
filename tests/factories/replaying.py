"""Rows that were built once by the real rules are put into the tables again as they were: twenty times faster."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from wagtail.models import Locale, Page

Rows = dict[str, list[tuple]]


@dataclass(frozen=True)
class Built:
    counts: dict[str, int]
    """How many rows each table had before."""
    columns: dict[str, list[str]]
    rows: Rows


class Replayed:
    """Calls the builder the first time, and whenever the tables are not as empty as they were then."""

    def __init__(self, build: Callable[[], object]):
        self._build = build
        self._built: dict[tuple, Built] = {}

    def make(self) -> None:
        ground = _ground()
        built = self._built.get(ground)
        if ground is None or (built and not _are_as_before(built)):
            self._build()
        elif built is None:
            self._built[ground] = self._build_and_keep()
        else:
            _put(built)

    def _build_and_keep(self) -> Built:
        before = _all_rows()
        self._build()
        after = _all_rows()
        fresh = {table: [row for row in rows if row not in before[table]] for table, rows in after.items()}
        # Of the root only the number of children changed; it is counted again when the rows are put back.
        fresh[Page._meta.db_table] = [
            row
            for row in fresh[Page._meta.db_table]
            if row[0] not in {old[0] for old in before["wagtailcore_page"]}
        ]
        rows = {table: found for table, found in fresh.items() if found}
        counts = {table: len(before[table]) for table in rows}
        return Built(counts, {table: _columns(table) for table in rows}, rows)


def _ground() -> tuple | None:
    """What the rows stand on: the root page, the language, the numbers of the models. None when there are other pages already.

    A flush gives the models other numbers, and the rows of pages and revisions name theirs.
    """
    pages = list(Page.objects.values_list("pk", "path"))
    if len(pages) != 1:
        return None
    return (*pages[0], Locale.objects.get().pk, *ContentType.objects.order_by("pk").values_list())


def _are_as_before(built: Built) -> bool:
    with connection.cursor() as cursor:
        for table, count in built.counts.items():
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
            if cursor.fetchone()[0] != count:
                return False
    return True


@transaction.atomic  # a row may come before the one that it points at; keys are checked in the end
def _put(built: Built) -> None:
    with connection.cursor() as cursor:
        for table, rows in built.rows.items():
            names = ", ".join(f'"{name}"' for name in built.columns[table])
            one = f"({', '.join(['%s'] * len(built.columns[table]))})"
            values = ", ".join([one] * len(rows))
            cursor.execute(
                f'INSERT INTO "{table}" ({names}) VALUES {values}', [cell for row in rows for cell in row]
            )
    children = Page.objects.filter(depth=2).count()
    Page.objects.filter(depth=1).update(numchild=children)


def _all_rows() -> Rows:
    return {
        table: _rows(table)
        for table in sorted(connection.introspection.django_table_names(only_existing=True))
    }


def _rows(table: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return [tuple(row) for row in cursor.fetchall()]


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
        return [column[0] for column in cursor.description]
