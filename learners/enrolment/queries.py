"""Whose enrolment it is."""

from learners.enrolment.models import Enrolment

OPEN_STATES = (Enrolment.State.ACTIVE, Enrolment.State.COMPLETED)


def current_enrolment(user) -> Enrolment | None:
    """The learner's latest enrolment that may still be entered, with its cohort. One query."""
    places = Enrolment.objects.filter(user=user, state__in=OPEN_STATES).select_related("cohort")
    enrolment = places.order_by("-enrolled_at", "-pk").first()
    if enrolment is not None:
        enrolment.user = user  # read already for the session; a join would read it again
    return enrolment
