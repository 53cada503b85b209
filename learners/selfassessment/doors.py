"""The doors of the self-assessment: the owner's, the trial's of a visitor, the link's of a colleague."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache

from learners.selfassessment.models import Assessment
from learners.selfassessment.queries import respondent_by_link

TRIAL = "maturity_trial"
"""Under this key the session of a visitor knows the run."""


def own_run(view):
    """Call view(request, assessment). Somebody else's does not exist."""

    @wraps(view)
    @login_required
    def door(request, assessment_id, **kwargs):
        runs = Assessment.objects.select_related("activity", "enrolment__cohort", "owner")
        run = runs.filter(pk=assessment_id, owner=request.user).first()
        if run is None:
            raise Http404(assessment_id)
        return view(request, run, **kwargs)

    return door


def by_link(view):
    """Call view(request, respondent) for a link that holds. Any other shows one page without data."""

    @never_cache
    @wraps(view)
    def door(request, token, **kwargs):
        respondent = respondent_by_link(token, at=now())
        if respondent is None:
            return render(request, "learners/selfassessment/no_link.html", status=404)
        return view(request, respondent, token=token, **kwargs)

    return door


def trial_of(request) -> Assessment | None:
    """What the visitor of this browser has tried."""
    return Assessment.objects.filter(pk=request.session.get(TRIAL), owner=None).first()
