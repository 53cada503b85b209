"""What a learner reads after the marks are released, and the next step that the learner takes from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.assessments.rulebook import FrozenCriterion
from learners.enrolment.models import Enrolment
from learners.grades.queries import released_grades
from learners.submissions.deadlines import lateness_in_words
from learners.submissions.models import Mark, NextStep, Work
from learners.submissions.standing import Standing, standing_of


class NotReleased(RuleError):
    """There is no feedback to answer yet."""


@dataclass(frozen=True)
class Judged:
    criterion: FrozenCriterion
    points: tuple[int, ...]
    """Of each marker, in their order."""
    words: str
    """The anchor of the rubric that the points are next to."""


@dataclass(frozen=True)
class Feedback:
    standing: Standing
    counts: Decimal | None
    """The mark in the ledger; empty while it is withheld."""
    reason: str
    late: str
    judged: tuple[Judged, ...]
    comments: tuple[Mark, ...]
    next_step: str

    @property
    def heading(self) -> str:
        """Of the three parts: one level lower where each of two markers has a heading."""
        return "h3" if len(self.comments) > 1 else "h2"

    @property
    def corrected(self) -> bool:
        return self.counts is not None and self.counts != self.standing.counted


def feedback_on(enrolment: Enrolment, work: Work | None) -> Feedback | None:
    """Nothing before the release."""
    standing = standing_of(work.code) if work and work.released_at else None
    if work is None or standing is None:
        return None
    grades = released_grades(enrolment)
    line = (grades.resit if work.resit else grades.first).get(work.activity_id)
    marks = sorted(standing.completed.values(), key=lambda mark: mark.pk)
    step = NextStep.objects.filter(work=work).first()
    return Feedback(
        standing=standing,
        counts=line.points if line else None,
        reason=line.reason if line else "",
        late=lateness_in_words(standing.late, standing.rules),
        judged=tuple(_judged(standing.rules.criteria, marks)),
        comments=tuple(mark for mark in marks if mark.strength or mark.gap or mark.next_step),
        next_step=step.text if step else "",
    )


def _judged(criteria: Sequence[FrozenCriterion], marks: Sequence[Mark]) -> list[Judged]:
    rows = []
    for place, criterion in enumerate(criteria):
        points = tuple(mark.points[place] for mark in marks)
        rows.append(Judged(criterion, points, criterion.level(round(sum(points) / len(points)))))
    return rows


@transaction.atomic
def write_next_step(work: Work, *, text: str, at: datetime) -> NextStep:
    """One for each work; a later one takes its place. Raises NotReleased."""
    if work.released_at is None:
        raise NotReleased(_("There is no feedback to this work yet."))
    return NextStep.objects.update_or_create(work=work, defaults={"text": text, "written_at": at})[0]
