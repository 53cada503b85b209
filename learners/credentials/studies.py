"""What awards look at of a learner's studies, read once for all rules of all awards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from courses.editions.plan import Plan, plan_of
from learners.enrolment.models import Enrolment
from learners.grades.queries import Grades, grades_of
from learners.integrity.models import IntegrityCase
from learners.integrity.queries import integrity_of
from learners.progress.models import ActivityProgress


@dataclass(frozen=True)
class Studies:
    enrolment: Enrolment
    plan: Plan
    completed: dict[int, datetime]
    """Activity -> when it was completed."""
    grades: Grades
    cases: list[IntegrityCase]


def studies_of(
    enrolments: Iterable[Enrolment], *, plan: Plan | None = None, grades: dict[int, Grades] | None = None
) -> dict[int, Studies]:
    """By enrolment. Four queries, however many there are; two when grades are given.

    plan: of another edition. grades: the released ones, for the eyes of the learner; all of them otherwise.
    """
    enrolments = list(enrolments)
    completed: dict[int, dict[int, datetime]] = {each.pk: {} for each in enrolments}
    rows = ActivityProgress.objects.filter(enrolment__in=list(completed), completed_at__isnull=False)
    for pk, activity_id, completed_at in rows.values_list("enrolment_id", "activity_id", "completed_at"):
        if completed_at:
            completed[pk][activity_id] = completed_at
    grades = grades_of(enrolments) if grades is None else grades
    cases = integrity_of(enrolments)
    return {
        each.pk: Studies(
            each, plan or plan_of(each.cohort.edition_id), completed[each.pk], grades[each.pk], cases[each.pk]
        )
        for each in enrolments
    }
