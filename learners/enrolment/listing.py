"""Learners and requests as staff look for them."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from learners.enrolment.models import Enrolment, Extension


def enrolments_in(cohort_ids: Collection[int] | None) -> QuerySet[Enrolment]:
    """Of these cohorts, or of all for None, by name."""
    places = Enrolment.objects.select_related("user", "cohort")
    if cohort_ids is not None:
        places = places.filter(cohort__in=cohort_ids)
    return places.order_by("user__name", "pk")


def matching(places: QuerySet[Enrolment], *, name: str = "", cohort: str = "") -> QuerySet[Enrolment]:
    if cohort:
        places = places.filter(cohort__code=cohort)
    if name:
        places = places.filter(Q(user__name__icontains=name) | Q(user__email__icontains=name))
    return places


def waiting_requests(cohort_ids: Collection[int] | None) -> list[Extension]:
    """Requests for more time that nobody has decided, the oldest first."""
    waiting = Extension.objects.filter(state=Extension.State.WAITING)
    if cohort_ids is not None:
        waiting = waiting.filter(enrolment__cohort__in=cohort_ids)
    return list(
        waiting.select_related("enrolment__user", "enrolment__cohort", "activity").order_by("asked_at", "pk")
    )
