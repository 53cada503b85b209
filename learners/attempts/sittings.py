"""The sittings of one exam in one cohort: a number stands for each learner until the mark is released."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from courses.cohorts.models import Cohort
from courses.editions.plan import PlannedActivity
from learners.attempts.models import AttemptItem, QuizAttempt
from learners.attempts.queries import attempts_of_cohort
from learners.grades.queries import Grades, grades_of, shown_marks
from learners.grades.results import percent


@dataclass(frozen=True)
class Sitting:
    number: int
    """Its place in an order that says nothing of the learner."""
    attempt: QuizAttempt
    mark: Decimal | None
    """In per cent, as the ledger has it; None while a written answer waits, and while the mark is withheld."""
    markers: frozenset[int]
    """Who has marked an answer of it."""
    released: bool
    """Its learner reads the mark."""

    @property
    def is_open(self) -> bool:
        return self.attempt.submitted_at is None

    @property
    def waits(self) -> bool:
        """Handed in, and a written answer of it is not marked."""
        return not self.is_open and self.attempt.points is None


def sittings_in(cohort: Cohort, planned: PlannedActivity) -> list[Sitting]:
    """Five queries, however many learners sat the exam."""
    attempts = attempts_of_cohort(cohort, planned.activity_id)
    grades = grades_of({attempt.enrolment for attempt in attempts})
    shown = shown_marks({attempt.enrolment_id for attempt in attempts}, planned.activity_id)
    markers = _markers(cohort, planned.activity_id)
    return [
        Sitting(
            number=number,
            attempt=attempt,
            mark=_mark(attempt, grades[attempt.enrolment_id], planned.activity_id),
            markers=frozenset(markers[attempt.pk]),
            released=(attempt.enrolment_id, attempt.resit) in shown,
        )
        for number, attempt in enumerate(attempts, start=1)
    ]


def _mark(attempt: QuizAttempt, grades: Grades, activity_id: int) -> Decimal | None:
    line = (grades.resit if attempt.resit else grades.first).get(activity_id)
    known = attempt.points is not None and line is not None
    return percent(line).quantize(Decimal("0.1")) if known and line else None


def _markers(cohort: Cohort, activity_id: int) -> dict[int, set[int]]:
    marked = AttemptItem.objects.filter(
        attempt__enrolment__cohort=cohort,
        attempt__edition_activity__activity=activity_id,
        marked_by__isnull=False,
    )
    markers = defaultdict(set)
    for attempt_id, marker_id in marked.values_list("attempt_id", "marked_by_id").distinct():
        markers[attempt_id].add(marker_id)
    return markers
