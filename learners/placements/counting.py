"""How many hours count, and when the rest will be there. Pure: it reads what it is given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import ceil

from learners.placements.logbook import AT_HOST, QUARTERS, HoursEntry

CONFIRM_WITHIN = timedelta(days=21)
"""Unconfirmed hours do not count after that, unless the co-ordinator decides otherwise."""
LOOK_BACK = timedelta(days=28)
_State = HoursEntry.State
DEAD = (_State.REJECTED, _State.WITHDRAWN)


@dataclass(frozen=True)
class Sums:
    """In quarter hours."""

    confirmed_host: int = 0
    confirmed_reflection: int = 0
    waiting: int = 0
    queried: int = 0
    lapsed: int = 0
    most_reflection: int = 80

    @property
    def counted(self) -> int:
        """Confirmed, of planning, reflection and portfolio only what the rules let count."""
        return self.confirmed_host + min(self.confirmed_reflection, self.most_reflection)

    @property
    def expected(self) -> int:
        """With what still waits."""
        return self.counted + self.waiting + self.queried


def is_lapsed(entry: HoursEntry, *, at: datetime) -> bool:
    """The supervisor did not decide within 21 days."""
    return entry.state in (_State.WAITING, _State.QUERIED) and at > entry.logged_at + CONFIRM_WITHIN


def sums_of(entries: Iterable[HoursEntry], *, most_reflection: int, at: datetime) -> Sums:
    told = dict.fromkeys(("confirmed_host", "confirmed_reflection", "waiting", "queried", "lapsed"), 0)
    for entry in entries:
        if name := _heap(entry, at):
            told[name] += entry.quarters
    return Sums(**told, most_reflection=most_reflection)


def confirmed_sums(entries: Iterable[HoursEntry], *, most_reflection: int) -> Sums:
    """Only what a supervisor or the co-ordinator has confirmed: it does not depend on the day."""
    confirmed = [entry for entry in entries if entry.state == _State.CONFIRMED]
    host = sum(entry.quarters for entry in confirmed if entry.is_at_host)
    rest = sum(entry.quarters for entry in confirmed if not entry.is_at_host)
    return Sums(confirmed_host=host, confirmed_reflection=rest, most_reflection=most_reflection)


def _heap(entry: HoursEntry, at: datetime) -> str:
    if entry.state == _State.CONFIRMED:
        return "confirmed_host" if entry.category in AT_HOST else "confirmed_reflection"
    if is_lapsed(entry, at=at):
        return "lapsed"
    return entry.state if entry.state in ("waiting", "queried") else ""


def forecast(entries: Iterable[HoursEntry], *, total: int, today: date) -> date | None:
    """The day on which the total is there at the pace of the last four weeks; nothing without a pace, or when it is there."""
    logged = [entry for entry in entries if entry.state not in DEAD and entry.done_on <= today]
    done = sum(entry.quarters for entry in logged)
    if not logged or done >= total:
        return None
    first = max(min(entry.done_on for entry in logged), today - LOOK_BACK + timedelta(days=1))
    recent = sum(entry.quarters for entry in logged if entry.done_on >= first)
    if not recent:
        return None
    days = max(7, (today - first).days + 1)
    return today + timedelta(days=ceil((total - done) * days / recent))


def in_hours(quarters: int) -> str:
    """“2.5”: without noughts behind the point."""
    return f"{(Decimal(quarters) / QUARTERS).normalize():f}"


def live_contacts(entries: Iterable[HoursEntry]) -> int:
    """With the supervisor, confirmed: remote placements need six. Two on one day are one."""
    return len(
        {entry.done_on for entry in entries if entry.with_supervisor and entry.state == _State.CONFIRMED}
    )
