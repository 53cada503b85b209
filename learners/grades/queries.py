"""Which grade counts now: the last line of the ledger for each activity."""

from collections.abc import Iterable

from learners.enrolment.models import Enrolment
from learners.grades.models import GradeEvent


def current_grades(enrolment: Enrolment) -> dict[int, GradeEvent]:
    """Activity -> the line that counts. One query."""
    return grades_of([enrolment]).get(enrolment.pk, {})


def grades_of(enrolments: Iterable[Enrolment]) -> dict[int, dict[int, GradeEvent]]:
    """Enrolment -> activity -> the line that counts. One query for all of them."""
    grades: dict[int, dict[int, GradeEvent]] = {}
    ids = [enrolment.pk for enrolment in enrolments]
    for line in GradeEvent.objects.filter(enrolment__in=ids).order_by("pk"):
        grades.setdefault(line.enrolment_id, {})[line.activity_id] = line
    return grades
