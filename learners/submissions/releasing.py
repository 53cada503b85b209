"""Release: after all checks the marks go to the ledger and to the learners, all of one work together."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.base.errors import RuleError
from courses.assessments.sampling import Verdict
from courses.cohorts.models import Cohort
from courses.cohorts.queries import locked_cohort
from courses.editions.plan import PlannedActivity
from learners.enrolment.access import words
from learners.enrolment.models import Enrolment
from learners.events.recording import record_for_each
from learners.grades.ledger import record_grade
from learners.grades.releasing import release_marks
from learners.submissions.deadlines import lateness_in_words
from learners.submissions.models import Moderation, Work
from learners.submissions.moderating import sample_of, verdicts_on
from learners.submissions.standing import Standing, standings_in


class UnableToRelease(RuleError):
    """A check is open. Nothing was released."""


@dataclass(frozen=True)
class ReleaseCheck:
    """What one work of a cohort lacks before its marks go out."""

    standings: tuple[Standing, ...]
    sample: tuple[Standing, ...]
    verdicts: dict[int, Moderation]
    open: tuple[str, ...]
    """Why the marks cannot be released yet, each in one sentence."""
    hints: tuple[str, ...]
    """What does not hinder it, but is worth a look."""

    @property
    def to_release(self) -> list[Standing]:
        return [each for each in self.standings if not each.work.released_at]

    @property
    def marked(self) -> int:
        return sum(1 for each in self.standings if each.mark is not None)


def check_release(cohort: Cohort, planned: PlannedActivity, *, at: datetime) -> ReleaseCheck:
    """Seven queries, however many works."""
    found = standings_in(cohort, planned.activity_id)
    fresh = [each for each in found if not each.work.released_at]
    moderated = [each for each in fresh if each.rules.is_moderated]
    sample = sample_of(moderated)
    verdicts = verdicts_on(moderated)
    return ReleaseCheck(
        tuple(found),
        tuple(sample),
        verdicts,
        tuple(_open(fresh, sample, verdicts, at)),
        tuple(_hints(fresh, at)),
    )


def _open(
    fresh: list[Standing], sample: list[Standing], verdicts: dict[int, Moderation], at: datetime
) -> Iterator[str]:
    if not fresh:
        yield _("No mark waits for release.")
    yield from _unmarked(fresh, at)
    yield from _unmoderated(sample, verdicts)


def _unmarked(fresh: list[Standing], at: datetime) -> Iterator[str]:
    if n := sum(1 for each in fresh if each.can_change(at=at)):
        yield ngettext(
            "%(n)s work can still be replaced by its learner.",
            "%(n)s works can still be replaced by their learners.",
            n,
        ) % {"n": n}
    if n := sum(1 for each in fresh if each.mark is None and not each.apart):
        yield ngettext("%(n)s work is not marked.", "%(n)s works are not marked.", n) % {"n": n}
    if n := sum(1 for each in fresh if each.apart):
        yield ngettext(
            "%(n)s work has two marks more than ten points apart.",
            "%(n)s works have two marks more than ten points apart.",
            n,
        ) % {"n": n}


def _unmoderated(sample: list[Standing], verdicts: dict[int, Moderation]) -> Iterator[str]:
    if n := sum(1 for each in sample if each.work.pk not in verdicts):
        yield ngettext(
            "%(n)s work of the sample waits for the moderator.",
            "%(n)s works of the sample wait for the moderator.",
            n,
        ) % {"n": n}
    told = [verdicts[each.work.pk] for each in sample if each.work.pk in verdicts]
    if n := sum(1 for verdict in told if verdict.verdict == Verdict.LOOK_AGAIN):
        yield ngettext(
            "%(n)s work is to be looked at again by its marker.",
            "%(n)s works are to be looked at again by their markers.",
            n,
        ) % {"n": n}


def _hints(fresh: list[Standing], at: datetime) -> Iterator[str]:
    reviewed = [each for each in fresh if each.rules.peer_reviews]
    ends = [each.free_until + timedelta(days=each.rules.peer_review_days) for each in reviewed]
    if ends and at < max(ends):
        yield _(
            "Learners can review these works until %s. The quality of their reviews is a part of the marks, so "
            "release them afterwards."
        ) % words(max(ends), reviewed[0].work.enrolment.cohort.time_zone, at=at)
    firsts = [each.completed["first"] for each in fresh if "first" in each.completed]
    if n := sum(1 for mark in firsts if not mark.next_step):
        yield ngettext("%(n)s feedback names no next step.", "%(n)s feedbacks name no next step.", n) % {
            "n": n
        }


@transaction.atomic
def release(cohort: Cohort, planned: PlannedActivity, *, by, at: datetime) -> list[Work]:
    """Write the marks into the ledger and show them. Raises UnableToRelease; released already is left out."""
    cohort = locked_cohort(cohort)  # two presses of the button come one after the other
    check = check_release(cohort, planned, at=at)
    if check.open:
        raise UnableToRelease(" ".join(check.open))
    released = [_record(standing, by=by, at=at) for standing in check.to_release]
    for resit in (False, True):
        learners = [work.enrolment for work in released if work.resit == resit]
        _show(learners, planned.activity_id, resit=resit, by=by, at=at)
    return released


def _show(learners: list[Enrolment], activity_id: int, *, resit: bool, by, at: datetime) -> None:
    told = {each.pk for each in release_marks(learners, activity_id, by=by, at=at, resit=resit)}
    # Somebody who was shown a nought for missing work is told of the mark that takes its place.
    again = [each for each in learners if each.pk not in told]
    record_for_each("grade.released", again, activity_id=activity_id, by=by, at=at)


def _record(standing: Standing, *, by, at: datetime) -> Work:
    work, counted = standing.work, standing.counted
    assert counted is not None  # noqa: S101 -- the checks have passed
    record_grade(
        work.enrolment,
        activity_id=work.activity_id,
        points=counted,
        max_points=Decimal(100),
        reason=reason_of(standing),
        by=by,
        at=at,
        resit=work.resit,
    )
    Work.objects.filter(pk=work.pk).update(released_at=at)
    return work


def reason_of(standing: Standing) -> str:
    """How the mark came about, in words: for the ledger, the results and the learner."""
    two = standing.rules.is_marked_twice
    if two and "third" in standing.completed:
        made = _("Two blind marks were more than ten points apart. A third marker decided: %(mark)s.")
    elif two:
        made = _("Mean of two blind marks: %(mark)s.")
    else:
        made = _("Marked by the rubric: %(mark)s.")
    late = lateness_in_words(standing.late, standing.rules)
    return " ".join(part for part in (made % {"mark": standing.mark}, late) if part)
