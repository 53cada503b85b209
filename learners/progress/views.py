"""The lesson page of a learner."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from courses.editions.plan import plan_of
from courses.editions.texts import frozen_lesson
from learners.enrolment.access import NotOpen
from learners.enrolment.doors import enrolled, planned_or_404
from learners.progress.completing import complete, open_activity


def lesson(request, enrolment, planned):
    try:
        progress = open_activity(enrolment, planned, at=now())
    except NotOpen as refusal:
        return _not_open(request, planned, refusal)
    plan = plan_of(enrolment.cohort.edition_id)
    before, after = plan.neighbours(planned)
    context = {
        "planned": planned,
        "module": plan.module(planned.module_code),
        "text": frozen_lesson(planned),
        "completed": progress.completed_at is not None,
        "before": before,
        "after": after,
    }
    return render(request, "learners/progress/lesson.html", context)


def _not_open(request, planned, refusal):
    context = {"planned": planned, "refusal": refusal}
    return render(request, "learners/progress/not_open.html", context, status=403)


@enrolled
def complete_lesson(request, enrolment, code):
    planned = planned_or_404(enrolment, code, kind="lesson")
    if request.method != "POST":  # somebody who signed in on the way
        return redirect("activity", code)
    try:
        complete(enrolment, planned, by=request.user, at=now())
    except NotOpen as refusal:
        return _not_open(request, planned, refusal)
    _before, after = plan_of(enrolment.cohort.edition_id).neighbours(planned)
    messages.success(request, _("“%s” is completed.") % planned.title)
    return redirect(reverse("activity", args=[after.code]) if after else reverse("this_week"))
