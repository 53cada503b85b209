"""Which integrity cases there are, and against whom one stands."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from learners.enrolment.models import Enrolment
from learners.integrity.models import IntegrityCase


def cases_in(cohort_ids: Collection[int] | None) -> QuerySet[IntegrityCase]:
    """Open ones first, the oldest first; of these cohorts, or of all for None."""
    cases = IntegrityCase.objects.select_related(
        "enrolment__user", "enrolment__cohort", "activity", "flagged_by", "informed_by", "decided_by"
    )
    if cohort_ids is not None:
        cases = cases.filter(enrolment__cohort__in=cohort_ids)
    return cases.order_by("decided_at", "flagged_at", "pk")


def open_cases(cohort_ids: Collection[int] | None) -> QuerySet[IntegrityCase]:
    return cases_in(cohort_ids).exclude(state__in=(IntegrityCase.State.DECIDED, IntegrityCase.State.CLOSED))


def cases_of(enrolment: Enrolment) -> list[IntegrityCase]:
    """What the learner may know of: from the letter on."""
    told = IntegrityCase.objects.filter(enrolment=enrolment, informed_at__isnull=False)
    return list(told.select_related("activity").order_by("-informed_at", "-pk"))


def integrity_of(enrolments: Iterable[Enrolment]) -> dict[int, list[IntegrityCase]]:
    """Enrolment -> its cases. One query for all of them."""
    cases: dict[int, list[IntegrityCase]] = {enrolment.pk: [] for enrolment in enrolments}
    for case in IntegrityCase.objects.filter(enrolment__in=cases).order_by("pk"):
        cases[case.enrolment_id].append(case)
    return cases
