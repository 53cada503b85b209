"""What it would mean for the learners of a running cohort to go on with another edition."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from courses.cohorts.models import Cohort
from courses.editions.comparing import Change, changes_between
from courses.editions.models import Edition
from courses.editions.plan import plan_of
from learners.attempts.queries import open_attempts_in
from learners.credentials.eligibility import Standing, each_standing
from learners.progress.models import ActivityProgress


@dataclass(frozen=True)
class Line:
    """One change, and how many learners of the cohort have completed that work already."""

    change: Change
    completed: int


@dataclass(frozen=True)
class Touched:
    """A learner whose standing would be another one."""

    name: str
    enrolment_id: int
    says: str
    lost: tuple[str, ...]
    """Rules that are not met any more, each as the award board says it."""


@dataclass(frozen=True)
class Impact:
    cohort: Cohort
    edition: Edition
    lines: tuple[Line, ...]
    touched: tuple[Touched, ...]
    open_attempts: int
    """Quizzes that somebody takes right now. The move waits for them."""

    @cached_property
    def digest(self) -> str:
        """Changes whenever anything in this report does: who confirms it confirms what was shown."""
        told = repr((self.edition.pk, self.cohort.edition_id, self.lines, self.touched))
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def impact_of(cohort: Cohort, edition: Edition) -> Impact:
    """Nine queries besides the plans, and a few more for each 500 learners."""
    old, new = plan_of(cohort.edition_id), plan_of(edition.pk)
    done = _completed_counts(cohort)
    lines = [Line(change, done.get(change.activity_id, 0)) for change in changes_between(old, new)]
    before, after = each_standing(cohort), each_standing(cohort, plan=new)
    return Impact(cohort, edition, tuple(lines), tuple(_touched(before, after)), open_attempts_in(cohort))


def _completed_counts(cohort: Cohort) -> dict[Any, int]:
    rows = ActivityProgress.objects.filter(enrolment__cohort=cohort, completed_at__isnull=False)
    return dict(rows.values_list("activity").order_by("activity").annotate(count=Count("pk")))


def _touched(before: Iterable[Standing], after: Iterable[Standing]) -> Iterable[Touched]:
    for old, new in zip(before, after, strict=True):
        says, lost = " ".join(_words(old, new)), tuple(_lost(old, new))
        if says or lost:
            yield Touched(old.enrolment.user.name, old.enrolment.pk, says, lost)


def _lost(old: Standing, new: Standing) -> list[str]:
    """Rules that are met today and not then. Whoever meets all loses by a new rule too; the others do not meet it yet."""
    met = {check.key for check in old.checks if check.met}
    lost = (check for check in new.unmet if old.eligible or check.key in met)
    return [
        _("Not met any more: %(rule)s. %(detail)s") % {"rule": check.text, "detail": check.detail}
        for check in lost
    ]


def _words(old: Standing, new: Standing) -> Iterable[str]:
    if old.result.graded and old.result.overall != new.result.overall:
        values = {"before": old.result.overall, "after": new.result.overall}
        yield _("Overall mark %(before)s becomes %(after)s.") % values
    if old.eligible != new.eligible:
        yield _("Meets all rules then.") if new.eligible else _("Does not meet all rules any more.")
    if old.eligible and new.eligible and old.classification != new.classification:
        names = {"before": old.classification or "–", "after": new.classification or "–"}
        yield _("%(before)s becomes %(after)s.") % names
