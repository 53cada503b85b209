"""The cohort desk: cohorts, their weeks and dates, places, holidays, publication."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cms.staff.cohorts.forms import CohortForm, DatesForm, HolidayForm, PlacesForm, RoomForm, StartForm
from cms.staff.cohorts.showing import cohort_rows, initial_dates
from cms.staff.doors import posted_from, staff_may
from courses.cohorts.checking import differences_from, findings_of, weeks_of
from courses.cohorts.models import Cohort
from courses.cohorts.queries import earlier_cohort
from courses.cohorts.schedule import cohort_dates, holidays_of, overrides_of
from courses.cohorts.scheduling import (
    UnableToSchedule,
    add_holiday,
    create_cohort,
    move_start,
    remove_holiday,
    set_room,
)
from courses.editions.plan import plan_of
from learners.admissions.queries import has_intake
from learners.enrolment.announcing import back_to_rule, change_dates, publish_dates
from learners.enrolment.doors import get_or_post
from learners.enrolment.enrolling import UnableToEnrol, change_places, places_left

RIGHT = "enrol_learner"
"""Who runs cohorts (specification 1.12): the role that enrols."""


def deed_on_cohort(view):
    """Call view(request, cohort, …) for addresses of deeds."""

    @staff_may(RIGHT)
    @posted_from("cohort", "code")
    @wraps(view)
    def door(request, code, **kwargs):
        return view(request, _cohort(code), **kwargs)

    return door


def _cohort(code):
    return get_object_or_404(Cohort.objects.select_related("edition"), code=code)


@require_safe
@staff_may(RIGHT)
def cohorts(request):
    return render(request, "cms/staff/cohorts/list.html", {"rows": cohort_rows()})


@get_or_post
@staff_may(RIGHT)
def new_cohort(request):
    form = CohortForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cohort = create_cohort(**form.cleaned_data, holidays=[], at=now())
        except UnableToSchedule as refusal:
            form.add_error(None, str(refusal))
        else:
            log(instance=cohort, action="campus.cohort_created", user=request.user)
            return redirect("cohort", cohort.code)
    status = 422 if form.errors else 200
    return render(request, "cms/staff/cohorts/new.html", {"form": form}, status=status)


@require_safe
@staff_may(RIGHT)
def cohort(request, code):
    return _page(request, _cohort(code))


def _page(request, found, **bound):
    """The cohort; `bound` holds a form that was refused."""
    earlier, weeks = earlier_cohort(found), weeks_of(found)
    context = {
        "cohort": found,
        "weeks": weeks,
        "findings": findings_of(found, weeks),
        "holidays": holidays_of(found),
        "places_left": places_left(found),
        "has_intake": has_intake(found),
        "earlier": earlier,
        "differences": differences_from(earlier, found) if earlier else [],
    } | (_forms_of(found) | bound)
    return render(request, "cms/staff/cohorts/cohort.html", context, status=422 if bound else 200)


def _forms_of(cohort) -> dict:
    return {
        "holiday_form": HolidayForm(),
        "start_form": StartForm(initial={"starts_on": cohort.starts_on}),
        "places_form": PlacesForm(initial={"capacity": cohort.capacity}),
        "room_form": RoomForm(initial={"room_url": cohort.room_url}),
    }


@deed_on_cohort
def start(request, cohort):
    form = StartForm(request.POST)
    if form.is_valid():
        try:
            move_start(cohort, **form.cleaned_data, at=now())
        except UnableToSchedule as refusal:
            form.add_error("starts_on", str(refusal))
        else:
            log(instance=cohort, action="campus.dates_changed", user=request.user)
            return redirect("cohort", cohort.code)
    return _page(request, cohort, start_form=form)


@deed_on_cohort
def room(request, cohort):
    form = RoomForm(request.POST)
    if not form.is_valid():
        return _page(request, cohort, room_form=form)
    set_room(cohort, url=form.cleaned_data["room_url"])
    log(instance=cohort, action="campus.room_changed", user=request.user)
    return redirect("cohort", cohort.code)


@deed_on_cohort
def places(request, cohort):
    form = PlacesForm(request.POST)
    if form.is_valid():
        try:
            changed = change_places(cohort, **form.cleaned_data, by=request.user, at=now())
        except UnableToEnrol as refusal:
            form.add_error("capacity", str(refusal))
        else:
            log(instance=cohort, action="campus.places_changed", user=request.user)
            messages.success(request, _("The cohort has %s places now.") % changed.capacity)
            return redirect("cohort", cohort.code)
    return _page(request, cohort, places_form=form)


@deed_on_cohort
def publish(request, cohort):
    try:
        publish_dates(cohort, by=request.user, at=now())
    except UnableToSchedule as refusal:
        messages.error(request, str(refusal))
    else:
        log(instance=cohort, action="campus.schedule_published", user=request.user)
        messages.success(request, _("The dates are published. Everybody who is enrolled gets a mail."))
    return redirect("cohort", cohort.code)


@deed_on_cohort
def holiday(request, cohort):
    form = HolidayForm(request.POST)
    if form.is_valid():
        try:
            add_holiday(cohort, form.holiday(), at=now())
        except UnableToSchedule as refusal:
            form.add_error(None, str(refusal))
        else:
            log(instance=cohort, action="campus.holiday_changed", user=request.user)
            return redirect("cohort", cohort.code)
    return _page(request, cohort, holiday_form=form)


@deed_on_cohort
def no_holiday(request, cohort):
    chosen = [
        each for each in holidays_of(cohort) if each.first_on.isoformat() == request.POST.get("first_on")
    ]
    if not chosen:
        raise Http404("There is no such holiday.")
    try:
        remove_holiday(cohort, first_on=chosen[0].first_on, at=now())
    except UnableToSchedule as refusal:
        messages.error(request, str(refusal))
    else:
        log(instance=cohort, action="campus.holiday_changed", user=request.user)
    return redirect("cohort", cohort.code)


@get_or_post
@staff_may(RIGHT)
def dates(request, code, activity_code):
    found, planned = _planned(code, activity_code)
    override = overrides_of(found).get(planned.activity_id)
    initial = initial_dates(override, found.time_zone)
    form = DatesForm(request.POST or None, initial=initial, zone=found.time_zone)
    if request.method == "POST" and form.is_valid() and _dates_changed(request, found, planned, form):
        return redirect("cohort", code)
    context = {
        "cohort": found,
        "planned": planned,
        "form": form,
        "override": override,
        "dates": cohort_dates(found, planned, override),
    }
    return render(request, "cms/staff/cohorts/dates.html", context, status=422 if form.errors else 200)


def _dates_changed(request, found, planned, form) -> bool:
    moments = form.moments()
    values = {name: moment and moment.at for name, moment in moments.items()}
    try:
        change_dates(found, planned, **values, reason=form.cleaned_data["reason"], by=request.user, at=now())
    except UnableToSchedule as refusal:
        form.add_error(None, str(refusal))
        return False
    for moment in moments.values():
        if moment and moment.note:
            messages.warning(request, moment.note)
    log(instance=found, action="campus.dates_changed", user=request.user, data={"activity": planned.code})
    messages.success(request, _("“%s” has its own dates now.") % planned.title)
    return True


@deed_on_cohort
def dates_by_rule(request, cohort, activity_code):
    cohort, planned = _planned(cohort.code, activity_code)
    try:
        back_to_rule(cohort, planned, by=request.user, at=now())
    except UnableToSchedule as refusal:
        messages.error(request, str(refusal))
    else:
        log(
            instance=cohort, action="campus.dates_changed", user=request.user, data={"activity": planned.code}
        )
    return redirect("cohort", cohort.code)


def _planned(code, activity_code):
    found = _cohort(code)
    planned = plan_of(found.edition_id).activity(activity_code)
    if planned is None:
        raise Http404(activity_code)
    return found, planned
