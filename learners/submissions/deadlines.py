"""Until when a learner may hand in, and what that costs, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from courses.assessments.lateness import Lateness, in_words, lateness
from courses.assessments.rulebook import WorkRules
from courses.editions.plan import PlannedActivity
from learners.enrolment.access import words, zone_of
from learners.enrolment.dates import learner_dates
from learners.enrolment.models import Enrolment


@dataclass(frozen=True)
class Deadline:
    """The dates of one work for one learner, extensions included."""

    due_at: datetime
    reason: str
    free_until: datetime
    """The end of the grace: until then a version can be replaced without loss of marks."""
    counts_until: datetime
    zone: str
    resit: bool = False

    @property
    def due(self) -> str:
        return words(self.due_at, self.zone)

    @property
    def free(self) -> str:
        return words(self.free_until, self.zone)


def deadline_of(enrolment: Enrolment, planned: PlannedActivity, rules: WorkRules) -> Deadline:
    granted = learner_dates(enrolment)
    dates = granted.of(planned)
    return Deadline(
        due_at=dates.due_at,
        reason=dates.reason,
        free_until=rules.late.free_until(dates.due_at),
        counts_until=rules.late.counts_until(dates.due_at),
        zone=zone_of(enrolment),
        resit=granted.resit_of(planned) is not None,
    )


def cost_in_words(deadline: Deadline, rules: WorkRules, *, at: datetime) -> str:
    """What handing in at this moment means for the mark. Nothing before the due date."""
    late = lateness(at, due_at=deadline.due_at, policy=rules.late)
    if not late.late:
        return ""
    if late.too_late:
        return _("The deadline was %(due)s. Work handed in now is recorded with 0.") % {"due": deadline.due}
    if not late.points:
        return _("The deadline was %(due)s. You can still hand in until %(free)s without loss of marks.") % {
            "due": deadline.due,
            "free": deadline.free,
        }
    return _("The deadline was %(due)s. %(points)s points are taken off if you hand in now.") % {
        "due": deadline.due,
        "points": late.points,
    }


def lateness_of(handed_in_at: datetime, due_at: datetime, rules: WorkRules) -> Lateness:
    return lateness(handed_in_at, due_at=due_at, policy=rules.late)


def lateness_in_words(late: Lateness, rules: WorkRules) -> str:
    return in_words(late, rules.late)


TURNAROUND = timedelta(days=14)
"""Until when work is marked (specification 1.10, marking)."""


def promised_at(handed_in_at: datetime, due_at: datetime) -> datetime:
    """When its learner has the mark at the latest: counted from the due date, or from a later hand-in."""
    return max(handed_in_at, due_at) + TURNAROUND
