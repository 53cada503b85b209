"""Work that nobody handed in: 0 once it cannot count any more (specification 1.10, late)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from courses.assessments.rulebook import is_marked_in_writing, work_rules
from courses.cohorts.models import Cohort
from courses.editions.plan import PlannedActivity, plan_of
from learners.enrolment.access import words, zone_of
from learners.enrolment.dates import LearnerDates, dates_of_many, learner_dates
from learners.enrolment.models import Enrolment
from learners.grades.ledger import record_grade
from learners.grades.queries import current_grades, grades_of
from learners.grades.releasing import release_marks
from learners.submissions.models import Submission

WATCHED = timedelta(weeks=60)
"""So long after its start a cohort is looked at; by then its marks are ratified."""


def record_missing(*, at: datetime) -> int:
    """Write the noughts that are due, and show them; how many. Safe to run twice, and two at once."""
    cohorts = Cohort.objects.exclude(published_at=None).filter(starts_on__lte=at, starts_on__gte=at - WATCHED)
    return sum(_record_in(cohort, at=at) for cohort in cohorts.order_by("pk"))


def _record_in(cohort: Cohort, *, at: datetime) -> int:
    works = [planned for planned in plan_of(cohort.edition_id).activities if _counts(planned)]
    places = Enrolment.objects.filter(cohort=cohort, state=Enrolment.State.ACTIVE)
    learners = list(places.select_related("cohort", "user__profile").order_by("pk")) if works else []
    return sum(_record(enrolment, planned, at=at) for enrolment, planned in _missing(learners, works, at))


def _counts(planned: PlannedActivity) -> bool:
    return bool(planned.component) and is_marked_in_writing(planned.rules)


def _missing(
    learners: list[Enrolment], works: list[PlannedActivity], at: datetime
) -> Iterator[tuple[Enrolment, PlannedActivity]]:
    """Five queries, however many learners and works."""
    dates, grades = dates_of_many(learners), grades_of(learners)
    handed_in = Submission.objects.filter(work__enrolment__in=learners).order_by()
    there = set(handed_in.values_list("work__enrolment_id", "work__activity_id"))
    for enrolment in learners:
        own = grades[enrolment.pk]
        for planned in works:
            key = planned.activity_id
            known = (enrolment.pk, key) in there or key in own.first or key in own.withheld
            if not known and _is_over(enrolment, dates[enrolment.pk], planned, at):
                yield enrolment, planned


def _is_over(enrolment: Enrolment, dates: LearnerDates, planned: PlannedActivity, at: datetime) -> bool:
    """Who came to the cohort after the due date is left to the module leader."""
    due_at = dates.first(planned).due_at
    late = work_rules(planned.rules).late
    return late.counts_until(due_at) < at and enrolment.enrolled_at < due_at


@transaction.atomic
def _record(enrolment: Enrolment, planned: PlannedActivity, *, at: datetime) -> bool:
    # Handing in locks the same row, so nobody hands in between the look and the nought.
    Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    fresh = Submission.objects.filter(work__enrolment=enrolment, work__activity=planned.activity_id)
    grades, dates = current_grades(enrolment), learner_dates(enrolment)
    if fresh.exists() or planned.activity_id in grades.first or not _is_over(enrolment, dates, planned, at):
        return False
    until = work_rules(planned.rules).late.counts_until(dates.first(planned).due_at)
    record_grade(
        enrolment,
        activity_id=planned.activity_id,
        points=Decimal(0),
        max_points=Decimal(100),
        reason=_("Nothing was handed in until %s, so the mark is 0.")
        % words(until, zone_of(enrolment), at=at),
        by=None,
        at=at,
    )
    release_marks([enrolment], planned.activity_id, by=None, at=at)
    return True
