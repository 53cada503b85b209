"""The door of a learner's record: staff with a right over all learners, or over those whom they teach."""

from functools import wraps

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from cms.accounts.roles import Grant, grants_of, may, may_in
from cms.staff.doors import refused, staff_only
from courses.cohorts.roles import cohorts_taught_by
from learners.enrolment.models import Enrolment


def taught_by(user) -> set[int]:
    """The cohorts that the person teaches. One query a request."""
    if not hasattr(user, "_campus_taught"):
        user._campus_taught = set(cohorts_taught_by(user))
    return user._campus_taught


def reach_of(user, action: str) -> set[int] | None:
    """The cohorts to which the right extends; None for all of them."""
    return None if may(user, action) else taught_by(user)


def staff_with(action: str):
    """For staff whose role has the action, for all learners or for the own ones."""

    def decorate(view):
        @staff_only
        @wraps(view)
        def door(request, *args, **kwargs):
            if may(request.user, action) or Grant.ASSIGNED in grants_of(request.user, action):
                return view(request, *args, **kwargs)
            return refused(request, action)

        return door

    return decorate


def on_learner(action: str):
    """Call view(request, enrolment). A learner whom the right does not reach does not exist."""

    def decorate(view):
        @staff_with(action)
        @wraps(view)
        def door(request, enrolment_id, **kwargs):
            places = Enrolment.objects.select_related("user__profile", "cohort__edition")
            enrolment = places.filter(pk=enrolment_id).first()
            if enrolment is None or not reaches(request.user, action, enrolment):
                raise Http404(enrolment_id)
            return view(request, enrolment, **kwargs)

        return door

    return decorate


def reaches(user, action: str, enrolment: Enrolment) -> bool:
    return may_in(user, action, enrolment.cohort_id, teaches_in=taught_by(user))


def deed_on_learner(action: str):
    """For addresses of deeds. A sign-in on the way opens them by GET: that leads to the record and changes nothing."""

    def decorate(view):
        @require_http_methods(["GET", "HEAD", "POST"])
        @on_learner(action)
        @wraps(view)
        def door(request, enrolment):
            if request.method != "POST":
                return redirect("learner_record", enrolment.pk)
            return view(request, enrolment)

        return door

    return decorate
