"""Vivas: times that are offered, what each examiner writes, the release."""

from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.staff.doors import cohort_staff_may, may_in_cohort, may_somewhere, posted_from, reach_of, staff_with
from cms.staff.internships.doors import DECIDE, ENTER, READ, coordinates, leads_internship, viva_in_reach
from cms.staff.internships.forms import RecordForm, SlotForm
from cms.staff.internships.vivas.showing import readings
from content.base.errors import RuleError
from courses.cohorts.models import Cohort
from courses.cohorts.roles import marking_scope
from courses.cohorts.schedule import local_moment
from learners.enrolment.doors import get_or_post
from learners.placements import examining
from learners.placements.course import course_of
from learners.placements.examining import Account
from learners.placements.overseeing import vivas_to_release
from learners.placements.views import done
from learners.placements.vivas import Viva, VivaSlot

PAGE = "cms/staff/internships/{}.html".format


@get_or_post
@cohort_staff_may(READ)
def slots(request, cohort):
    decides = coordinates(request.user, cohort.pk)
    form = SlotForm(request.POST or None, cohort=cohort, initial=_next_time(cohort)) if decides else None
    if form and form.is_bound and form.is_valid():
        moment = local_moment(form.cleaned_data.pop("day"), form.cleaned_data.pop("hour"), cohort.time_zone)
        told = {**form.cleaned_data, "starts_at": moment.at, "by": request.user, "at": now()}
        if done(request, form, partial(examining.offer_slot, cohort, **told), _("The time is offered.")):
            return redirect("viva_slots", cohort.code)
    context = {
        "cohort": cohort,
        "form": form,
        "rows": _rows(cohort, request.user),
        "zone": cohort.time_zone,
        "decides": decides,
    }
    return render(request, PAGE("slots"), context, status=422 if form and form.errors else 200)


def _rows(cohort: Cohort, user) -> list[tuple]:
    """Each time with the viva that was booked for it, and whether this person may open that."""
    leads = leads_internship(user, cohort)
    offered = VivaSlot.objects.filter(cohort=cohort, withdrawn_at=None).select_related("first", "second")
    booked = Viva.objects.filter(slot__cohort=cohort, cancelled_at=None)
    vivas = {viva.slot_id: viva for viva in booked.select_related("internship__enrolment__user")}
    return [
        (slot, vivas.get(slot.pk), leads or user.pk in slot.examiners)
        for slot in offered.order_by("starts_at", "pk")
    ]


def _next_time(cohort: Cohort) -> dict:
    """Times are offered in rows: the next one begins where the last ends, with the same panel in the same room."""
    last = VivaSlot.objects.filter(cohort=cohort).order_by("-pk").first()
    if last is None:
        return {}
    begins = (last.starts_at + timedelta(minutes=last.minutes)).astimezone(ZoneInfo(cohort.time_zone))
    return {
        "day": begins.date(),
        "hour": begins.strftime("%H:%M"),
        "minutes": last.minutes,
        "room": last.room,
        "first": last.first_id,
        "second": last.second_id,
    }


@posted_from("viva_slots", "code")
@cohort_staff_may(DECIDE)
def withdraw(request, cohort, slot_id):
    if not coordinates(request.user, cohort.pk):
        raise Http404(slot_id)
    slot = get_object_or_404(VivaSlot, pk=slot_id, cohort=cohort)
    try:
        examining.withdraw_slot(slot, at=now())
    except RuleError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The time is withdrawn."))
    return redirect("viva_slots", cohort.code)


@get_or_post
@staff_with(ENTER)
def viva(request, viva_id):
    found = viva_in_reach(request.user, viva_id)
    own = found.records.filter(examiner=request.user).first()
    criteria = examining.criteria_of(course_of(found.internship.enrolment.cohort.edition_id))
    form = RecordForm(request.POST or None, criteria=criteria, initial=_written(own))
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        account = Account(data["questions"], form.points(), data["reasons"], data["outcome"])
        deed = partial(examining.sign_record, found, account, by=request.user, at=now())
        if done(request, form, deed, _("Your record is signed.")):
            return redirect("viva_record", viva_id)
    return _page(request, found, form, own, criteria)


def _written(own) -> dict:
    if own is None:
        return {}
    points = {f"points_{number}": value for number, value in enumerate(own.points)}
    return {"questions": own.questions, "reasons": own.reasons, "outcome": own.outcome} | points


def _page(request, found, form, own, criteria):
    """An examiner sees the other's record only beside the own one."""
    examines, cohort = request.user.pk in found.slot.examiners, found.internship.enrolment.cohort
    sees = own is not None or not examines or found.outcome
    records = list(found.records.select_related("examiner").order_by("pk")) if sees else []
    begun = now() >= found.slot.starts_at
    context = {
        "viva": found,
        "readings": readings(request.user, found),
        "form": form if examines and begun and not found.outcome else None,
        "begun": begun,
        "records": [(each, list(zip(criteria, each.points, strict=False))) for each in records],
        "differ": len({each.outcome for each in records}) > 1,
        "zone": cohort.time_zone,
    } | _rights(request.user, cohort)
    return render(request, PAGE("viva"), context, status=422 if form.errors else 200)


def _rights(user, cohort: Cohort) -> dict[str, bool]:
    return {"leads": leads_internship(user, cohort), "reads": may_in_cohort(user, READ, cohort.pk)}


@posted_from("viva_record", "viva_id")
@staff_with(ENTER)
def release(request, viva_id):
    try:
        examining.release_viva(viva_in_reach(request.user, viva_id), by=request.user, at=now())
    except RuleError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The mark is in the ledger, and the learner reads it."))
    return redirect("viva_record", viva_id)


@require_safe
@staff_with(READ)
def cohorts(request):
    """Where vivas are offered: the cohorts in reach. Above them what this person releases."""
    reach = reach_of(request.user, READ)
    found = Cohort.objects.all() if reach is None else Cohort.objects.filter(pk__in=reach)
    rows = [each for each in found.order_by("-starts_on", "-pk") if course_of(each.edition_id)]
    marks = may_somewhere(request.user, ENTER)
    to_release = vivas_to_release(marking_scope(request.user)) if marks else []
    return render(request, PAGE("viva_cohorts"), {"cohorts": rows, "to_release": to_release})
