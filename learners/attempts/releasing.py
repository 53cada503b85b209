"""When the marks of an exam reach its learners: all together, when everything is marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.base.errors import RuleError
from courses.assessments.sampling import Verdict
from courses.cohorts.models import Cohort
from courses.cohorts.queries import locked_cohort
from courses.cohorts.roles import MarkingScope, marking_scope
from courses.editions.plan import PlannedActivity
from learners.attempts.models import SittingModeration
from learners.attempts.moderating import sample_of, verdicts_on
from learners.attempts.queries import late_answers
from learners.attempts.sittings import Sitting, sittings_in
from learners.enrolment.models import Enrolment
from learners.grades.releasing import release_marks


class UnableToRelease(RuleError):
    """A check is open. Nothing was released."""


@dataclass(frozen=True)
class ReleaseCheck:
    sittings: tuple[Sitting, ...]
    sample: tuple[Sitting, ...]
    """What a moderator looks at."""
    verdicts: dict[int, SittingModeration]
    """By attempt."""
    open: tuple[str, ...]
    """Why the marks cannot be released yet, each in one sentence."""
    hints: tuple[str, ...]

    @property
    def marked(self) -> int:
        return sum(1 for each in self.sittings if each.attempt.points is not None)

    @property
    def to_release(self) -> int:
        return sum(1 for each in self.sittings if not each.released)

    @property
    def released(self) -> list[Sitting]:
        """Those whose learner reads the mark already, by name."""
        found = [each for each in self.sittings if each.released]
        return sorted(found, key=lambda each: (each.attempt.enrolment.user.name, each.attempt.number))


def check_release(cohort: Cohort, planned: PlannedActivity, scope: MarkingScope, *, reader) -> ReleaseCheck:
    """Eight queries, however many learners sat the exam."""
    sittings = sittings_in(cohort, planned)
    sample = sample_of(sittings)
    verdicts = verdicts_on(sittings)
    late = late_answers(scope, reader=reader).filter(
        item__attempt__enrolment__cohort=cohort,
        item__attempt__edition_activity__activity=planned.activity_id,
    )
    return ReleaseCheck(
        tuple(sittings),
        tuple(sample),
        verdicts,
        (*_open(sittings), *_unmoderated(sample, verdicts)),
        tuple(_hints(late.count())),
    )


def _open(sittings: list[Sitting]) -> Iterator[str]:
    if not sittings:
        yield _("Nobody has sat this exam yet.")
    if n := sum(1 for each in sittings if each.is_open):
        yield ngettext("%(n)s learner is still writing.", "%(n)s learners are still writing.", n) % {"n": n}
    if n := sum(1 for each in sittings if each.waits):
        yield ngettext(
            "%(n)s exam has written answers that wait for their marker.",
            "%(n)s exams have written answers that wait for their marker.",
            n,
        ) % {"n": n}


def _unmoderated(sample: list[Sitting], verdicts: dict[int, SittingModeration]) -> Iterator[str]:
    if n := sum(1 for each in sample if each.attempt.pk not in verdicts):
        yield ngettext(
            "%(n)s exam of the sample waits for the moderator.",
            "%(n)s exams of the sample wait for the moderator.",
            n,
        ) % {"n": n}
    told = [verdicts[each.attempt.pk] for each in sample if each.attempt.pk in verdicts]
    if n := sum(1 for verdict in told if verdict.verdict == Verdict.LOOK_AGAIN):
        yield ngettext(
            "%(n)s exam is to be looked at again by its markers.",
            "%(n)s exams are to be looked at again by their markers.",
            n,
        ) % {"n": n}


def _hints(late: int) -> Iterator[str]:
    if late:
        yield ngettext(
            "%(n)s late answer was not decided. After the release it cannot count any more.",
            "%(n)s late answers were not decided. After the release they cannot count any more.",
            late,
        ) % {"n": late}


@transaction.atomic
def release_exam(cohort: Cohort, planned: PlannedActivity, *, by, at: datetime) -> list[Enrolment]:
    """Show everybody the mark; those for whom it is new. Raises UnableToRelease."""
    cohort = locked_cohort(cohort)  # two presses of the button come one after the other
    check = check_release(cohort, planned, marking_scope(by), reader=by)
    if check.open:
        raise UnableToRelease(" ".join(check.open))
    fresh = []
    for resit in (False, True):
        sat = [each.attempt.enrolment for each in check.sittings if each.attempt.resit == resit]
        fresh += release_marks(sat, planned.activity_id, by=by, at=at, resit=resit)
    return fresh
