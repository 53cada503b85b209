"""Reading many rows without holding all of them."""

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


def in_parts(rows: QuerySet[M], *, size: int = 500) -> Iterator[list[M]]:
    """All rows in their order: one query for the keys, one for each part. What is deleted meanwhile is left out.

    size: 500 learners with all their marks are some 10 MB.
    """
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), size):
        wanted = keys[start : start + size]
        found = rows.in_bulk(wanted)
        yield [found[key] for key in wanted if key in found]
