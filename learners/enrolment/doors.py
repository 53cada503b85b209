"""The door of every learner's page: signed in, enrolled, and only things of the own edition."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from courses.editions.plan import PlannedActivity, plan_of
from learners.enrolment.models import Enrolment
from learners.enrolment.queries import current_enrolment, last_enrolment

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
"""For pages with a form: what changes nothing, and what sends it."""


def enrolled(view):
    """Call view(request, enrolment, …). Strangers go to the sign-in; people without a place are told so."""

    @wraps(view)
    @login_required
    def door(request, *args, **kwargs):
        enrolment = current_enrolment(request.user)
        if enrolment is None:
            context = {"has_left": last_enrolment(request.user) is not None}
            return render(request, "learners/enrolment/not_enrolled.html", context, status=403)
        return view(request, enrolment, *args, **kwargs)

    return door


def once_enrolled(view):
    """Like enrolled, and open to those who have left: for what they keep, such as their awards."""

    @wraps(view)
    @login_required
    def door(request, *args, **kwargs):
        enrolment = current_enrolment(request.user) or last_enrolment(request.user)
        if enrolment is None:
            return render(request, "learners/enrolment/not_enrolled.html", status=403)
        return view(request, enrolment, *args, **kwargs)

    return door


def planned_or_404(enrolment: Enrolment, code: str, *, kind: str | None = None) -> PlannedActivity:
    planned = plan_of(enrolment.cohort.edition_id).activity(code)
    if planned is None or (kind and planned.kind != kind):
        raise Http404(code)
    return planned
