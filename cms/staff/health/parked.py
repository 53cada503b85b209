"""Work that was given up, in words that name no person."""

import re
from dataclasses import dataclass
from datetime import datetime

from learners.events.queries import parked_deliveries
from learners.events.telling import kind_of

MOST_SHOWN = 50
_ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")


@dataclass(frozen=True)
class Parked:
    pk: int
    what: str
    receiver: str
    at: datetime
    error: str


def parked_work() -> list[Parked]:
    """The latest, by the kind of event: its words hold reasons that are nobody's business here. Texts of errors quote mail servers, and those quote addresses of people: they are covered."""
    rows = parked_deliveries().select_related("event__activity")[:MOST_SHOWN]
    return [
        Parked(
            pk=row.pk,
            what=kind_of(row.event),
            receiver=row.receiver.rpartition(".")[2],
            at=row.event.at,
            error=_ADDRESS.sub("…@…", row.last_error)[:200],
        )
        for row in rows
    ]
