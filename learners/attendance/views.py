"""The learner's page of a webinar."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from content.markdown import render_markdown
from courses.editions.plan import frozen_page
from courses.programme.models import Activity
from learners.attendance.attending import attend, attendance_of
from learners.attendance.forms import AttendanceForm
from learners.enrolment.access import NotOpen, require_open, words, zone_of
from learners.enrolment.dates import due_at
from learners.enrolment.doors import enrolled, get_or_post, planned_or_404
from learners.progress.completing import open_activity


def webinar_page(request, enrolment, planned):
    try:
        open_activity(enrolment, planned, at=now())
    except NotOpen as refusal:
        return _not_open(request, planned, refusal)
    return _page(request, enrolment, planned)


@get_or_post
@enrolled
def attendance(request, enrolment, code):
    planned = planned_or_404(enrolment, code, kind=Activity.Kind.LIVE_SESSION)
    if request.method != "POST":  # somebody who signed in on the way
        return redirect("activity", planned.code)
    try:
        require_open(enrolment, planned, at=now())
    except NotOpen as refusal:
        return _not_open(request, planned, refusal)
    form = AttendanceForm(request.POST)
    if form.is_valid() and _noted(request, enrolment, planned, form):
        return redirect("activity", planned.code)
    return _page(request, enrolment, planned, form, status=422)


def _not_open(request, planned, refusal):
    context = {"planned": planned, "refusal": refusal}
    return render(request, "learners/progress/not_open.html", context, status=403)


def _noted(request, enrolment, planned, form) -> bool:
    try:
        attend(enrolment, planned, **form.cleaned_data, at=now())
    except RuleError as error:
        form.add_error("response", str(error))
        return False
    messages.success(request, _("Noted. The webinar is completed."))
    return True


def _page(request, enrolment, planned, form=None, status=200):
    noted = attendance_of(enrolment, planned)
    initial = {"way": noted.way, "response": noted.response} if noted else None
    context = {
        "planned": planned,
        "noted": noted,
        "brief": render_markdown(frozen_page(planned.revision_id).brief),
        "room_url": enrolment.cohort.room_url,
        "words": planned.rules["response_words"],
        "due": words(due_at(enrolment, planned), zone_of(enrolment), at=now()),
        "form": form or AttendanceForm(initial=initial),
        "zone": zone_of(enrolment),
    }
    return render(request, "learners/attendance/webinar.html", context, status=status)
