"""Whose enrolment it is."""

from django.db.models import Count

from learners.enrolment.models import Enrolment, Extension, HeldPlace

OPEN_STATES = (Enrolment.State.ACTIVE, Enrolment.State.COMPLETED)
TAKING_A_PLACE = (Enrolment.State.ACTIVE, Enrolment.State.INTERRUPTED, Enrolment.State.COMPLETED)


def current_enrolment(user) -> Enrolment | None:
    """The learner's latest enrolment that may still be entered, with its cohort. One query."""
    places = Enrolment.objects.filter(user=user, state__in=OPEN_STATES).select_related("cohort")
    enrolment = places.order_by("-enrolled_at", "-pk").first()
    if enrolment is not None:
        enrolment.user = user  # read already for the session; a join would read it again
    return enrolment


def extensions_of(enrolment: Enrolment) -> list[Extension]:
    """What was asked and granted, the latest first."""
    return list(enrolment.extensions.select_related("activity", "decided_by").order_by("-asked_at", "-pk"))


def taken_places() -> tuple[dict[int, int], dict[int, int]]:
    """For each cohort: how many learners have a place, and how many places are held for offers. Two queries."""
    taken = Enrolment.objects.filter(state__in=TAKING_A_PLACE).values_list("cohort").order_by("cohort")
    held = HeldPlace.objects.values_list("cohort").order_by("cohort")
    return dict(taken.annotate(count=Count("pk"))), dict(held.annotate(count=Count("pk")))
