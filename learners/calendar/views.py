"""The learner's dates: the list, the calendar, more time."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from learners.calendar.feed import (
    calendar_file,
    deadlines,
    enrolment_of_token,
    reset_calendar,
    subscribe_address,
)
from learners.calendar.forms import MoreTimeForm
from learners.enrolment.access import words, zone_of
from learners.enrolment.dates import due_at, learner_dates
from learners.enrolment.doors import enrolled, get_or_post, planned_or_404
from learners.enrolment.extending import (
    UnableToExtend,
    ask_for_more_time,
    automatic_left,
    extend_by_rule,
)
from learners.enrolment.models import Accommodation
from learners.enrolment.queries import extensions_of
from learners.progress.queries import progress_outline


@require_safe
@enrolled
def dates(request, enrolment):
    context = {
        "tasks": deadlines(progress_outline(enrolment, at=now())),
        "extensions": extensions_of(enrolment),
        "automatic_left": automatic_left(enrolment),
        "accommodation": Accommodation.objects.filter(enrolment=enrolment).first(),
        "zone": zone_of(enrolment),
        "subscribe": subscribe_address(enrolment),
        "published": enrolment.cohort.published_at,
    }
    return render(request, "learners/calendar/dates.html", context)


@require_safe
def feed(request, token):
    enrolment = enrolment_of_token(token)
    if enrolment is None:
        raise Http404("No calendar has this address.")
    return _calendar(enrolment)


@require_safe
@enrolled
def download(request, enrolment):
    return _calendar(enrolment, disposition="attachment")


def _calendar(enrolment, disposition="inline"):
    response = HttpResponse(calendar_file(enrolment, at=now()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'{disposition}; filename="dates.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


@get_or_post
@enrolled
def reset_address(request, enrolment):
    if request.method == "POST":
        reset_calendar(enrolment)
        messages.success(request, _("The old calendar address does not work any more. Subscribe again."))
    return redirect("dates")


@get_or_post
@enrolled
def more_time(request, enrolment, code):
    planned = _with_deadline(enrolment, code)
    form = MoreTimeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_more_time(enrolment, planned, **form.cleaned_data, by=request.user, at=now())
        except UnableToExtend as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your request was sent. You get an answer within two working days."))
            return redirect("dates")
    return _more_time_page(request, enrolment, planned, form)


def _more_time_page(request, enrolment, planned, form):
    context = {
        "planned": planned,
        "dates": learner_dates(enrolment).of(planned),
        "automatic_left": automatic_left(enrolment),
        "form": form,
        "zone": zone_of(enrolment),
    }
    status = 422 if form.errors else 200
    return render(request, "learners/calendar/more_time.html", context, status=status)


@get_or_post
@enrolled
def take_72_hours(request, enrolment, code):
    planned = _with_deadline(enrolment, code)
    if request.method != "POST":  # somebody who signed in on the way
        return redirect("more_time", code)
    try:
        extend_by_rule(enrolment, planned, by=request.user, at=now())
    except UnableToExtend as refusal:
        messages.error(request, str(refusal))
        return redirect("more_time", code)
    values = {"title": planned.title, "date": words(due_at(enrolment, planned), zone_of(enrolment), at=now())}
    messages.success(request, _("“%(title)s” is now due on %(date)s.") % values)
    return redirect("dates")


def _with_deadline(enrolment, code):
    planned = planned_or_404(enrolment, code)
    if planned.kind == "lesson":
        raise Http404(code)
    return planned
