"""Whose enrolment it is."""

from learners.enrolment.models import Enrolment

OPEN_STATES = (Enrolment.State.ACTIVE, Enrolment.State.COMPLETED)


def current_enrolment(user) -> Enrolment | None:
    """The learner's latest enrolment that may still be entered, with its cohort and edition. One query."""
    return (
        Enrolment.objects.filter(user=user, state__in=OPEN_STATES)
        .select_related("cohort", "user__profile")
        .order_by("-enrolled_at", "-pk")
        .first()
    )
