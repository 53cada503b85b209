"""The desk of learners: who is silent, one page per person, more time, leaving, moving."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cms.staff.doors import may_somewhere, reach_of, staff_with
from cms.staff.learners.doors import deed_on_learner, on_learner, reaches
from cms.staff.learners.forms import (
    ALL_WORK,
    ExtendForm,
    ExtraTimeForm,
    IdentityForm,
    LearnerFilter,
    LeaveForm,
    MoveForm,
    OutstandingForm,
    SettlementForm,
)
from cms.staff.learners.showing import Record
from courses.cohorts.queries import all_cohorts
from learners.credentials.views import transcript_response
from learners.enrolment.doors import planned_or_404
from learners.enrolment.extending import (
    UnableToExtend,
    end_extra_time,
    extend_activity,
    extend_plan,
    grant_extra_time,
)
from learners.enrolment.moving import UnableToMove, defer, interrupt, resume, transfer, withdraw
from learners.enrolment.names import NotPrintable
from learners.enrolment.queries import enrolments_in, matching
from learners.progress.silence import days_silent, level_of, silent, with_last_deed

ROWS = 50


@require_safe
@staff_with("see_cohort_names")
def learners(request):
    reach = reach_of(request.user, "see_cohort_names")
    cohorts = [each for each in all_cohorts() if reach is None or each.pk in reach]
    by_address = may_somewhere(request.user, "read_contact_data")
    filters = LearnerFilter(request.GET, cohorts=cohorts, by_address=by_address)
    asked = filters.cleaned_data if filters.is_valid() else {}
    page = Paginator(_found(reach, asked, by_address), ROWS).get_page(request.GET.get("page"))
    at = now()
    for enrolment in page:
        enrolment.silent_days = days_silent(enrolment, enrolment.last_deed_at, at=at)
        enrolment.silence = level_of(enrolment.silent_days)
    context = {"filters": filters, "filtered": any(asked.values()), "page_obj": page}
    return render(request, "cms/staff/learners/list.html", context)


def _found(reach, asked, by_address: bool):
    places = enrolments_in(reach)
    name, cohort = asked.get("name", ""), asked.get("cohort", "")
    places = matching(places, name=name, cohort=cohort, by_address=by_address)
    days = asked.get("silent")
    return silent(places, days=int(days), at=now()) if days else with_last_deed(places)


@require_safe
@on_learner("see_cohort_names")
def record(request, enrolment):
    return record_page(request, enrolment)


@require_safe
@on_learner("download_certificate")
def transcript(request, enrolment):
    try:
        return transcript_response(enrolment)
    except NotPrintable as refusal:
        messages.error(request, str(refusal))
        return redirect("learner_record", enrolment.pk)


def record_page(request, enrolment, **bound):
    """The record; `bound` holds a form that was refused."""
    shown = Record(enrolment, request.user, now())
    context = {
        "record": shown,
        "enrolment": enrolment,
        "extend_form": ExtendForm(works=shown.works),
        "extra_form": ExtraTimeForm(
            initial=_extra(shown.accommodation), reads_reason=shown.shows_health_reason
        ),
        "identity_form": IdentityForm(),
        "leave_form": LeaveForm(),
        "move_form": MoveForm(enrolment=enrolment),
        "owed_form": OutstandingForm(),
        "settlement_form": SettlementForm(),
    } | bound
    return render(request, "cms/staff/learners/record.html", context, status=422 if bound else 200)


def _extra(accommodation) -> dict:
    if accommodation is None:
        return {"percent": 0}
    return {"percent": accommodation.extra_time_percent, "reason": accommodation.reason}


@deed_on_learner("grant_extension")
def extend(request, enrolment):
    form = ExtendForm(request.POST, works=Record(enrolment, request.user, now()).works)
    if form.is_valid():
        try:
            _extend(request, enrolment, **form.cleaned_data)
        except UnableToExtend as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("learner_record", enrolment.pk)
    return record_page(request, enrolment, extend_form=form)


def _extend(request, enrolment, *, what, days, reason) -> None:
    given = {"days": days, "reason": reason, "by": request.user, "at": now()}
    if what == ALL_WORK:
        extend_plan(enrolment, **given)
        messages.success(request, _("All remaining work has %s more days.") % days)
    else:
        planned = planned_or_404(enrolment, what)
        extend_activity(enrolment, planned, **given)
        messages.success(
            request, _("“%(title)s” has %(days)s more days.") % {"title": planned.title, "days": days}
        )
    log(instance=enrolment, action="campus.extended", user=request.user, data={"what": what, "days": days})


@deed_on_learner("grant_extension")
def extra_time(request, enrolment):
    reads = reaches(request.user, "read_accommodation_reason", enrolment)
    form = ExtraTimeForm(request.POST, reads_reason=reads)
    if form.is_valid():
        try:
            _set_extra_time(request, enrolment, form)
        except UnableToExtend as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("learner_record", enrolment.pk)
    return record_page(request, enrolment, extra_form=form)


def _set_extra_time(request, enrolment, form) -> None:
    percent = form.cleaned_data["percent"]
    if percent:
        grant_extra_time(enrolment, **form.cleaned_data, by=request.user, at=now())
    else:
        end_extra_time(enrolment, by=request.user, at=now())
    log(instance=enrolment, action="campus.extra_time", user=request.user, data={"percent": percent})
    messages.success(request, _("Saved. It holds for every attempt that starts from now on."))


def _leaving(rule, done):
    """The view of one way out or back."""

    @deed_on_learner("enrol_learner")
    def view(request, enrolment):
        form = LeaveForm(request.POST)
        if form.is_valid():
            try:
                rule(enrolment, reason=form.cleaned_data["reason"], by=request.user, at=now())
            except UnableToMove as refusal:
                form.add_error(None, str(refusal))
            else:
                log(instance=enrolment, action="campus.enrolment_changed", user=request.user)
                messages.success(request, done % enrolment.user.name)
                return redirect("learner_record", enrolment.pk)
        return record_page(request, enrolment, leave_form=form)

    return view


withdraw_learner = _leaving(withdraw, _("%s is withdrawn. The record stays."))
interrupt_learner = _leaving(interrupt, _("The studies of %s are interrupted. The place is kept."))
resume_learner = _leaving(resume, _("%s studies again."))


@deed_on_learner("enrol_learner")
def move(request, enrolment):
    form = MoveForm(request.POST, enrolment=enrolment)
    if form.is_valid():
        cohort, reason = form.cleaned_data["cohort"], form.cleaned_data["reason"]
        rule = defer if cohort.starts_on > enrolment.cohort.starts_on else transfer
        try:
            rule(enrolment, cohort, reason=reason, by=request.user, at=now())
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
        else:
            log(instance=enrolment, action="campus.enrolment_changed", user=request.user)
            messages.success(request, _("Moved to %s. Results and progress are kept.") % cohort.title)
            return redirect("learner_record", enrolment.pk)
    return record_page(request, enrolment, move_form=form)
