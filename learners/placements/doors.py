"""The doors of the internship: its learner, for the own placements; its supervisor, by a personal link."""

from functools import wraps

from django.http import Http404
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache

from learners.enrolment.doors import enrolled
from learners.placements.course import course_of
from learners.placements.linking import Standing, knock
from learners.placements.models import Placement


def on_internship(view):
    """Call view(request, enrolment, …) where the edition has an internship."""

    @enrolled
    @wraps(view)
    def door(request, enrolment, *args, **kwargs):
        if course_of(enrolment.cohort.edition_id) is None:
            raise Http404(request.path)
        return view(request, enrolment, *args, **kwargs)

    return door


def on_placement(view):
    """Call view(request, placement, …) for one of the own placements; a foreign one does not exist."""

    @on_internship
    @wraps(view)
    def door(request, enrolment, placement_id, **kwargs):
        rows = Placement.objects.select_related("internship__enrolment__cohort", "host")
        placement = rows.filter(pk=placement_id, internship__enrolment=enrolment).first()
        if placement is None:
            raise Http404(placement_id)
        placement.internship.enrolment = enrolment  # with its account, which was read for the session
        return view(request, placement, **kwargs)

    return door


def by_link(view):
    """Call view(request, placement, token) while the link is open. Every other link gets one page without any data."""

    @never_cache
    @wraps(view)
    def door(request, token, **kwargs):
        met = knock(token, at=now())
        if met.placement is None:
            return shut(request, met.standing, token)
        response = view(request, met.placement, token, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return door


def shut(request, standing: str, token: str, sent: bool | None = None):
    """sent: whether a new link was mailed, where somebody has asked for one."""
    context = {"standing": standing, "token": token, "sent": sent, "expired": standing == Standing.EXPIRED}
    status = 404 if standing == Standing.UNKNOWN else 410
    return render(request, "learners/placements/link_shut.html", context, status=status)
