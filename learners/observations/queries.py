"""Reads of discussions and defences over many cohorts."""

from collections.abc import Collection

from django.db.models import Count, F, Q

from learners.enrolment.models import Enrolment
from learners.enrolment.queries import OPEN_STATES
from learners.submissions.models import Work


def learners_in(cohort_ids: Collection[int]) -> dict[int, int]:
    """How many study in each cohort. One query."""
    places = Enrolment.objects.filter(cohort__in=cohort_ids, state__in=OPEN_STATES).order_by("cohort")
    return dict(places.values_list("cohort").annotate(count=Count("pk")))


def judged_in(cohort_ids: Collection[int]) -> dict[tuple[int, int], tuple[int, int]]:
    """Cohort and activity -> how many learners have a completed judgement, and how many marks are released. One query."""
    works = Work.objects.filter(
        enrolment__cohort__in=cohort_ids,
        enrolment__state__in=OPEN_STATES,
        observations__completed_at__isnull=False,
    )
    rows = works.values(cohort=F("enrolment__cohort"), of=F("activity")).annotate(
        judged=Count("pk", distinct=True),
        released=Count("pk", distinct=True, filter=Q(released_at__isnull=False)),
    )
    return {(row["cohort"], row["of"]): (row["judged"], row["released"]) for row in rows.order_by()}
