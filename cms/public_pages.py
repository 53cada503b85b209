"""What a learner gets who opens the public page of a lesson: the text of the own edition."""

from django.shortcuts import redirect

from courses.editions.plan import plan_of
from courses.programme.models import ActivityPage
from learners.enrolment.queries import current_enrolment


def to_own_edition(page, request):
    """A redirect for learners whose edition has the activity; nothing for everybody else."""
    if not isinstance(page, ActivityPage) or not request.user.is_authenticated:
        return None
    enrolment = current_enrolment(request.user)
    if enrolment is None or plan_of(enrolment.cohort.edition_id).activity(page.code) is None:
        return None
    return redirect("activity", page.code)
