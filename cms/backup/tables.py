"""What is in the tables: how many rows, and a digest of all of them, which knows no order.

The digest is the sum of the digests of the rows. It tells two states apart, and costs one reading of the table.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

WIDTH = 1 << 128
HALF = 1 << 64


@dataclass(frozen=True)
class TableState:
    rows: int
    digest: str


def states_in_postgresql(cursor: Any) -> dict[str, TableState]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
    found = {}
    for (table,) in cursor.fetchall():
        cursor.execute(_SUM.format(table=table.replace('"', '""')))
        rows, left, right = cursor.fetchone()
        found[table] = TableState(rows, f"{int(left) % HALF:016x}{int(right) % HALF:016x}")
    return found


_SUM = """
SELECT count(*),
  coalesce(sum(('x' || left(digest, 16))::bit(64)::bigint::numeric), 0),
  coalesce(sum(('x' || right(digest, 16))::bit(64)::bigint::numeric), 0)
FROM (SELECT md5(line::text) AS digest FROM "{table}" AS line) AS lines
"""


def states_in_sqlite(cursor: Any) -> dict[str, TableState]:
    """With the tables that a full-text index keeps its words in, without the index itself, which holds nothing."""
    cursor.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    )
    return {table: _state(cursor, table) for (table,) in cursor.fetchall()}


def _state(cursor: Any, table: str) -> TableState:
    quoted = table.replace('"', '""')
    cursor.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 -- a name from the database's own list # nosec B608
    rows = total = 0
    for row in cursor:
        rows += 1
        total += int.from_bytes(hashlib.sha256(repr(tuple(row)).encode()).digest()[:16])
    return TableState(rows, f"{total % WIDTH:032x}")


def differing(one: dict[str, TableState], other: dict[str, TableState]) -> list[str]:
    """Tables that only one of them has, or that hold something else."""
    return sorted(table for table in one.keys() | other.keys() if one.get(table) != other.get(table))
