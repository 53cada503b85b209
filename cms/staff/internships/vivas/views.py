"""Vivas: times that are offered, what each examiner writes, the release."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.staff.doors import cohort_staff_may, posted_from, reach_of, staff_with
from cms.staff.internships.doors import DECIDE, READ, coordinates
from cms.staff.internships.forms import RecordForm, SlotForm
from content.base.errors import RuleError
from courses.cohorts.models import Cohort
from courses.cohorts.roles import cohorts_taught_by, teaches
from courses.cohorts.schedule import local_moment
from learners.enrolment.doors import get_or_post
from learners.placements import examining
from learners.placements.course import course_of
from learners.placements.examining import Account
from learners.placements.views import done
from learners.placements.vivas import Viva, VivaSlot

PAGE = "cms/staff/internships/{}.html".format
ENTER = "enter_grade"


@get_or_post
@cohort_staff_may(READ)
def slots(request, cohort):
    decides = coordinates(request.user, cohort.pk)
    form = SlotForm(request.POST or None, cohort=cohort) if decides else None
    if form and form.is_bound and form.is_valid():
        moment = local_moment(form.cleaned_data.pop("day"), form.cleaned_data.pop("hour"), cohort.time_zone)
        told = {**form.cleaned_data, "starts_at": moment.at, "by": request.user, "at": now()}
        if done(request, form, partial(examining.offer_slot, cohort, **told), _("The time is offered.")):
            return redirect("viva_slots", cohort.code)
    context = {
        "cohort": cohort,
        "form": form,
        "rows": _rows(cohort),
        "zone": cohort.time_zone,
        "decides": decides,
    }
    return render(request, PAGE("slots"), context, status=422 if form and form.errors else 200)


def _rows(cohort: Cohort) -> list[tuple]:
    """Each time with the viva that was booked for it. Two queries."""
    offered = VivaSlot.objects.filter(cohort=cohort, withdrawn_at=None).select_related("first", "second")
    booked = Viva.objects.filter(slot__cohort=cohort, cancelled_at=None)
    vivas = {viva.slot_id: viva for viva in booked.select_related("internship__enrolment__user")}
    return [(slot, vivas.get(slot.pk)) for slot in offered.order_by("starts_at", "pk")]


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


def _viva(request, viva_id: int) -> Viva:
    """For its two examiners and for the leader of the module; for the others it does not exist."""
    rows = Viva.objects.select_related(
        "slot__first", "slot__second", "internship__enrolment__user", "internship__enrolment__cohort"
    )
    viva = rows.filter(
        pk=viva_id, cancelled_at=None, slot__cohort__in=cohorts_taught_by(request.user)
    ).first()
    if viva is None or not (request.user.pk in viva.slot.examiners or _leads(request.user, viva)):
        raise Http404(viva_id)
    return viva


def _leads(user, viva: Viva) -> bool:
    cohort = viva.internship.enrolment.cohort
    course = course_of(cohort.edition_id)
    return course is not None and teaches(user, cohort, course.module_code)


@get_or_post
@staff_with(ENTER)
def viva(request, viva_id):
    found = _viva(request, viva_id)
    own = found.records.filter(examiner=request.user).first()
    criteria = examining.criteria_of(course_of(found.internship.enrolment.cohort.edition_id))
    form = RecordForm(request.POST or None, criteria=criteria, initial=_written(own))
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        account = Account(data["questions"], form.points(), data["reasons"], data["outcome"])
        deed = partial(examining.sign_record, found, account, by=request.user, at=now())
        if done(request, form, deed, _("Your record is signed.")):
            return redirect("viva_record", viva_id)
    return _page(request, found, form, own)


def _written(own) -> dict:
    if own is None:
        return {}
    points = {f"points_{number}": value for number, value in enumerate(own.points)}
    return {"questions": own.questions, "reasons": own.reasons, "outcome": own.outcome} | points


def _page(request, found, form, own):
    """An examiner sees the other's record only beside the own one."""
    examines = request.user.pk in found.slot.examiners
    sees = own is not None or not examines or found.outcome
    context = {
        "viva": found,
        "form": form if examines and not found.outcome else None,
        "records": found.records.select_related("examiner").order_by("pk") if sees else [],
        "leads": _leads(request.user, found),
        "zone": found.internship.enrolment.cohort.time_zone,
    }
    return render(request, PAGE("viva"), context, status=422 if form.errors else 200)


@posted_from("viva_record", "viva_id")
@staff_with(ENTER)
def release(request, viva_id):
    try:
        examining.release_viva(_viva(request, viva_id), by=request.user, at=now())
    except RuleError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The mark is in the ledger, and the learner reads it."))
    return redirect("viva_record", viva_id)


@require_safe
@staff_with(READ)
def cohorts(request):
    """Where vivas are offered: the cohorts in reach."""
    reach = reach_of(request.user, READ)
    found = Cohort.objects.all() if reach is None else Cohort.objects.filter(pk__in=reach)
    rows = [each for each in found.order_by("-starts_on", "-pk") if course_of(each.edition_id)]
    return render(request, PAGE("viva_cohorts"), {"cohorts": rows})
