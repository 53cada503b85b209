"""What a late hand-in costs (specification 1.10): a day of grace, then points for each started day, then nothing counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DAY = timedelta(days=1)


@dataclass(frozen=True)
class LatePolicy:
    grace_hours: int = 24
    points_a_day: int = 5
    most_days: int = 7

    def free_until(self, due_at: datetime) -> datetime:
        """The last moment without loss of marks."""
        return due_at + timedelta(hours=self.grace_hours)

    def counts_until(self, due_at: datetime) -> datetime:
        """The last moment at which the work earns anything."""
        return self.free_until(due_at) + self.most_days * DAY


@dataclass(frozen=True)
class Lateness:
    """How late one hand-in is, measured at the due date that holds for this learner, extensions included."""

    late: bool
    """After the due date, with or without a cost."""
    days: int
    """Started days after the grace. 0: nothing is taken off."""
    points: int
    """Taken off the mark of 100."""
    too_late: bool
    """The work is recorded with 0."""


def lateness(handed_in_at: datetime, *, due_at: datetime, policy: LatePolicy) -> Lateness:
    """A day starts with its first second: the end of a day still belongs to it."""
    beyond = handed_in_at - policy.free_until(due_at)
    days = max(0, -(-beyond // DAY))
    too_late = days > policy.most_days
    return Lateness(
        late=handed_in_at > due_at,
        days=days,
        points=0 if too_late else days * policy.points_a_day,
        too_late=too_late,
    )


def late_mark(mark: Decimal, late: Lateness) -> Decimal:
    """The mark of 100 that counts. It never falls below 0."""
    return Decimal(0) if late.too_late else max(Decimal(0), mark - late.points)


def in_words(late: Lateness, policy: LatePolicy) -> str:
    """What the lateness costs, in one sentence; nothing for work in time."""
    if late.too_late:
        return ngettext(
            "Handed in more than %(days)s day after the grace, so the mark is 0.",
            "Handed in more than %(days)s days after the grace, so the mark is 0.",
            policy.most_days,
        ) % {"days": policy.most_days}
    if late.points:
        return ngettext(
            "%(days)s day late after the grace: %(points)s points off.",
            "%(days)s days late after the grace: %(points)s points off.",
            late.days,
        ) % {"days": late.days, "points": late.points}
    return _("Handed in after the due date, within the grace: no points off.") if late.late else ""
