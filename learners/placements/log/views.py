"""The learner's hours log: add, change, withdraw, with the sums and what the supervisor said."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.base.errors import RuleError
from learners.enrolment.access import zone_of
from learners.enrolment.doors import get_or_post
from learners.placements import entering
from learners.placements.counting import in_hours
from learners.placements.doors import on_internship
from learners.placements.forms import HoursForm
from learners.placements.logbook import HoursEntry
from learners.placements.moving import host_name
from learners.placements.standing import facts_for
from learners.placements.workspace import lines_of, objectives_of, placements_at_work, totals_of

PAGE = "learners/placements/{}.html".format


@get_or_post
@on_internship
def hours(request, enrolment):
    facts, at = facts_for(enrolment), now()
    at_work = placements_at_work(facts)
    chosen = _chosen(request, at_work)
    form = _form(request, enrolment, facts, chosen, at_work, at)
    if request.method == "POST":
        logged = _logged(request, form, chosen, at)
        if _wants_json(request):
            return _told(form, logged)
        if logged:
            return redirect("internship_hours")
    context = {
        "form": form, "at_work": at_work, "totals": totals_of(facts, enrolment, at=at), "lines": lines_of(facts, at=at),
        "zone": zone_of(enrolment), "owner": enrolment.pk,
    }  # fmt: skip
    return render(request, PAGE("hours"), context, status=422 if form.errors else 200)


def _chosen(request, at_work):
    """The placement that the entry belongs to: the only one, or the one that was chosen."""
    named = request.POST.get("placement") or request.GET.get("placement")
    found = [each for each in at_work if str(each.pk) == named]
    return (found or at_work or [None])[0]


def _form(request, enrolment, facts, chosen, at_work, at):
    """The objective and the kind of the last entry stand there: most days are like the day before."""
    last = next((each for each in reversed(facts.entries) if chosen and each.placement_id == chosen.pk), None)
    initial = {"done_on": entering.today_of(enrolment, at=at), "client_id": uuid4()}
    if last:
        initial |= {"objective": last.objective, "category": last.category}
    return HoursForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        objectives=objectives_of(chosen),
        placements=[(each.pk, host_name(each)) for each in at_work],
        initial=initial,
    )


def _logged(request, form, placement, at):
    """The entry, or nothing; the form then says why."""
    if placement is None:
        form.add_error(None, _("No hours can be logged before all have signed the agreement."))
    if not form.is_valid() or placement is None:
        return None
    try:
        entry = entering.log_hours(placement, form.work(), at=at)
    except RuleError as refusal:
        form.add_error(None, str(refusal))
        return None
    if not _wants_json(request):
        messages.success(
            request, _("%s hours are logged. Your supervisor confirms them.") % in_hours(entry.quarters)
        )
    return entry


def _told(form, entry):
    if entry is None:
        errors = [text for texts in form.errors.values() for text in texts]
        return JsonResponse({"saved": False, "message": " ".join(errors)}, status=409)
    return JsonResponse({"saved": True, "message": _("%s hours are logged.") % in_hours(entry.quarters)})


def _wants_json(request) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _own_entry(enrolment, entry_id: int) -> HoursEntry:
    rows = HoursEntry.objects.select_related("placement__internship", "placement__host")
    entry = rows.filter(pk=entry_id, placement__internship__enrolment=enrolment).first()
    if entry is None:
        raise Http404(entry_id)
    return entry


@get_or_post
@on_internship
def change(request, enrolment, entry_id):
    entry = _own_entry(enrolment, entry_id)
    initial = {name: getattr(entry, name) for name in HoursForm.base_fields if hasattr(entry, name)}
    data = request.POST if request.method == "POST" else None
    form = HoursForm(data, request.FILES or None, objectives=objectives_of(entry.placement), initial=initial)
    if form.is_bound and form.is_valid():
        try:
            entering.change_entry(entry, form.work(), at=now())
        except RuleError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The entry is changed. Your supervisor reads it again."))
            return redirect("internship_hours")
    return render(request, PAGE("entry"), {"form": form, "entry": entry}, status=422 if form.errors else 200)


@get_or_post
@on_internship
def withdraw(request, enrolment, entry_id):
    entry = _own_entry(enrolment, entry_id)
    if request.method == "POST":
        try:
            entering.withdraw_entry(entry, at=now())
        except RuleError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The entry is withdrawn."))
    return redirect("internship_hours")


@require_safe
@on_internship
def evidence(request, enrolment, entry_id):
    return evidence_response(_own_entry(enrolment, entry_id))


def evidence_response(entry: HoursEntry) -> HttpResponse:
    """Handed over to be saved, never shown by the site."""
    data = entering.FOLDER.read(entry.evidence_name)
    if data is None:
        raise Http404(entry.pk)
    response = HttpResponse(data, content_type=entry.evidence_type)
    ending = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}[entry.evidence_type]
    response["Content-Disposition"] = f'attachment; filename="evidence-{entry.pk}.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
