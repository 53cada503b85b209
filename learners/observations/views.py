"""The learner's page of a discussion or defence."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.assessments.rulebook import is_observed
from learners.enrolment.access import NotOpen, require_open, zone_of
from learners.enrolment.doors import enrolled, get_or_post, planned_or_404
from learners.observations.briefing import briefing_of
from learners.observations.contributing import save_contribution
from learners.observations.forms import ContributionForm
from learners.progress.completing import open_activity


def observed_page(request, enrolment, planned):
    try:
        open_activity(enrolment, planned, at=now())
    except NotOpen as refusal:
        return _not_open(request, planned, refusal)
    return _page(request, enrolment, planned)


@get_or_post
@enrolled
def contribution(request, enrolment, code):
    planned = planned_or_404(enrolment, code)
    if not is_observed(planned.rules):
        raise Http404(code)
    if request.method != "POST":  # somebody who signed in on the way
        return redirect("activity", planned.code)
    try:
        require_open(enrolment, planned, at=now())
    except NotOpen as refusal:
        return _not_open(request, planned, refusal)
    form = ContributionForm(request.POST)
    if form.is_valid() and _kept(request, enrolment, planned, form):
        return redirect("activity", planned.code)
    return _page(request, enrolment, planned, form, status=422)


def _kept(request, enrolment, planned, form) -> bool:
    try:
        save_contribution(enrolment, planned, text=form.cleaned_data["text"], at=now())
    except RuleError as error:
        form.add_error("text", str(error))
        return False
    messages.success(request, _("Your text is kept. You can change it until your part is judged."))
    return True


def _not_open(request, planned, refusal):
    context = {"planned": planned, "refusal": refusal}
    return render(request, "learners/progress/not_open.html", context, status=403)


def _page(request, enrolment, planned, form=None, status=200):
    briefing = briefing_of(enrolment, planned, at=now())
    told = briefing.seat.contribution
    context = {
        "planned": planned,
        "briefing": briefing,
        "form": form or ContributionForm(initial={"text": told.text if told else ""}),
        "zone": zone_of(enrolment),
    }
    return render(request, "learners/observations/observed.html", context, status=status)
