"""When the marks of an exam reach its learners: all together, when everything is marked."""

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
from courses.cohorts.roles import marking_scope
from courses.editions.plan import PlannedActivity
from learners.attempts.models import QuizAttempt
from learners.attempts.queries import attempts_of_cohort, late_answers
from learners.enrolment.models import Enrolment
from learners.grades.queries import grades_of, shown_marks
from learners.grades.releasing import release_marks
from learners.grades.results import percent


class UnableToRelease(RuleError):
    """A check is open. Nothing was released."""


@dataclass(frozen=True)
class Sitting:
    """One learner's exam. A number stands for the learner until the release."""

    attempt: QuizAttempt
    mark: Decimal | None
    """In per cent; None while a written answer waits for its marker."""

    @property
    def is_open(self) -> bool:
        return self.attempt.submitted_at is None


@dataclass(frozen=True)
class ReleaseCheck:
    sittings: tuple[Sitting, ...]
    open: tuple[str, ...]
    """Why the marks cannot be released yet, each in one sentence."""
    hints: tuple[str, ...]

    @property
    def marked(self) -> int:
        return sum(1 for each in self.sittings if each.mark is not None)


def check_release(cohort: Cohort, planned: PlannedActivity, *, by) -> ReleaseCheck:
    """Five queries, however many learners sat the exam."""
    attempts = attempts_of_cohort(cohort, planned.activity_id)
    grades = grades_of({attempt.enrolment for attempt in attempts})
    sittings = [_sitting(attempt, grades, planned.activity_id) for attempt in attempts]
    late = late_answers(marking_scope(by), reader=by).filter(
        item__attempt__enrolment__cohort=cohort,
        item__attempt__edition_activity__activity=planned.activity_id,
    )
    return ReleaseCheck(tuple(sittings), tuple(_open(sittings)), tuple(_hints(late.count())))


def released_sittings(check: ReleaseCheck, activity_id: int) -> list[Sitting]:
    """Those whose learner reads the mark already, by name. One query."""
    known = shown_marks({each.attempt.enrolment_id for each in check.sittings}, activity_id)
    found = [each for each in check.sittings if (each.attempt.enrolment_id, each.attempt.resit) in known]
    return sorted(found, key=lambda each: (each.attempt.enrolment.user.name, each.attempt.number))


def _sitting(attempt: QuizAttempt, grades, activity_id: int) -> Sitting:
    own = grades[attempt.enrolment_id]
    line = (own.resit if attempt.resit else own.first).get(activity_id)
    known = attempt.points is not None and line is not None
    return Sitting(attempt, percent(line).quantize(Decimal("0.1")) if known and line else None)


def _open(sittings: list[Sitting]) -> Iterator[str]:
    if not sittings:
        yield _("Nobody has sat this exam yet.")
    if n := sum(1 for each in sittings if each.is_open):
        yield ngettext("%(n)s learner is still writing.", "%(n)s learners are still writing.", n) % {"n": n}
    if n := sum(1 for each in sittings if each.mark is None and not each.is_open):
        yield ngettext(
            "%(n)s exam has written answers that wait for their marker.",
            "%(n)s exams have written answers that wait for their marker.",
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
    check = check_release(cohort, planned, by=by)
    if check.open:
        raise UnableToRelease(" ".join(check.open))
    fresh = []
    for resit in (False, True):
        sat = [each.attempt.enrolment for each in check.sittings if each.attempt.resit == resit]
        fresh += release_marks(sat, planned.activity_id, by=by, at=at, resit=resit)
    return fresh
