"""Release: the marks of a discussion or defence go to the ledger and to the learners, all that are complete together."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.base.errors import RuleError
from courses.cohorts.models import Cohort
from courses.cohorts.queries import locked_cohort
from courses.editions.plan import PlannedActivity
from learners.grades.ledger import record_grade
from learners.grades.releasing import release_marks
from learners.observations.judging import examiners_of
from learners.observations.models import Observation
from learners.observations.seats import Seat, seats_in
from learners.submissions.models import Work


class UnableToRelease(RuleError):
    """A check is open. Nothing was released."""


@dataclass(frozen=True)
class ReleaseCheck:
    seats: tuple[Seat, ...]
    open: tuple[str, ...]
    """Why the marks cannot be released yet, each in one sentence."""
    hints: tuple[str, ...]

    @property
    def to_release(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.mark is not None and not seat.released]

    @property
    def marked(self) -> int:
        return sum(1 for seat in self.seats if seat.mark is not None)


def check_release(cohort: Cohort, planned: PlannedActivity, *, at: datetime) -> ReleaseCheck:
    seats = seats_in(cohort, planned)
    fresh = [seat for seat in seats if not seat.released]
    return ReleaseCheck(tuple(seats), tuple(_open(fresh, at)), tuple(_hints(fresh, at)))


def _open(fresh: list[Seat], at: datetime) -> Iterator[str]:
    if not any(seat.mark is not None for seat in fresh):
        yield _("No mark waits for release.")
    if n := sum(1 for seat in fresh if seat.blocks(at=at) and not seat.apart):
        yield ngettext("%(n)s learner is not judged.", "%(n)s learners are not judged.", n) % {"n": n}
    if n := sum(1 for seat in fresh if seat.apart):
        yield ngettext(
            "%(n)s learner has two marks more than ten points apart.",
            "%(n)s learners have two marks more than ten points apart.",
            n,
        ) % {"n": n}


def _hints(fresh: list[Seat], at: datetime) -> Iterator[str]:
    if n := sum(1 for seat in fresh if seat.mark is None and not seat.blocks(at=at) and not seat.apart):
        yield ngettext(
            "%(n)s learner has more time, or came later: that mark is released later.",
            "%(n)s learners have more time, or came later: their marks are released later.",
            n,
        ) % {"n": n}
    if n := sum(1 for seat in fresh if seat.absent):
        yield ngettext("%(n)s learner was absent and gets 0.", "%(n)s learners were absent and get 0.", n) % {
            "n": n
        }
    told = [each for seat in fresh for each in seat.completed.values() if not each.absence]
    if n := sum(1 for each in told if not each.remark):
        yield ngettext("%(n)s judgement has no remark.", "%(n)s judgements have no remark.", n) % {"n": n}


@transaction.atomic
def release(cohort: Cohort, planned: PlannedActivity, *, by, at: datetime) -> list[Seat]:
    """Write the marks into the ledger and show them. Raises UnableToRelease; released already is left out."""
    cohort = locked_cohort(cohort)  # two presses of the button come one after the other
    check = check_release(cohort, planned, at=at)
    if check.open:
        raise UnableToRelease(" ".join(check.open))
    for seat in check.to_release:
        _record(seat, by=by, at=at)
    release_marks([seat.enrolment for seat in check.to_release], planned.activity_id, by=by, at=at)
    return check.to_release


def _record(seat: Seat, *, by, at: datetime) -> None:
    assert seat.work is not None and seat.mark is not None  # noqa: S101, PT018 -- the checks have passed
    record_grade(
        seat.enrolment,
        activity_id=seat.planned.activity_id,
        points=seat.mark,
        max_points=Decimal(100),
        reason=reason_of(seat),
        by=by,
        at=at,
    )
    Work.objects.filter(pk=seat.work.pk).update(released_at=at)


def reason_of(seat: Seat) -> str:
    """How the mark came about, in words: for the ledger, the results and the learner."""
    if seat.absent:
        return _("You took no part, so the mark is 0: %s") % _absence(seat)
    values = {"names": examiners_of(seat), "mark": seat.mark}
    if seat.is_agreed:
        return _("Agreed by the examiners %(names)s: %(mark)s.") % values
    if seat.rules.is_before_panel:
        return _("Mean of the marks of the examiners %(names)s: %(mark)s.") % values
    return _("Judged by the rubric: %(mark)s.") % values


def _absence(seat: Seat) -> str:
    return seat.completed[Observation.Role.FIRST].absence
