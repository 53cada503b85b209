"""The learner's pages of the internship: workspace, proposal, agreement, plan, midpoint, viva."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.base.errors import RuleError
from learners.enrolment.access import zone_of
from learners.enrolment.doors import get_or_post
from learners.placements import agreeing, changing, examining, planning, proposing, reviewing
from learners.placements.doors import on_internship, on_placement
from learners.placements.forms import (
    MidpointForm,
    OfferedForm,
    PlanForm,
    ProposalForm,
    SignForm,
    UploadForm,
    WordsForm,
    proposed_values,
)
from learners.placements.models import HostOffer, Placement
from learners.placements.moving import host_name
from learners.placements.papers import Signature
from learners.placements.vivas import LASTING, VivaSlot
from learners.placements.workspace import objectives_of, open_offers, principle_choices, workspace_of

PAGE = "learners/placements/{}.html".format
_LEARNER = Signature.Party.LEARNER


def done(request, form, deed, said) -> bool:
    """Whether the deed was done; if not, the form says why and keeps what was typed."""
    try:
        deed()
    except RuleError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, said)
    return True


def shown(request, page: str, context: dict, *forms):
    wrong = any(form.errors for form in forms)
    return render(request, PAGE(page), context, status=422 if wrong else 200)


def step_page(request, enrolment, planned):
    """The addresses of the steps in the plan of weeks lead into the workspace."""
    places = {"hours": "internship_hours", "viva": "internship_viva"}
    return redirect(places.get(planned.rules.get("step"), "internship"))


@require_safe
@on_internship
def workspace(request, enrolment):
    context = {"space": workspace_of(enrolment, at=now()), "zone": zone_of(enrolment)}
    return render(request, PAGE("workspace"), context)


@require_safe
@on_internship
def offers(request, enrolment):
    return render(request, PAGE("offers"), {"offers": open_offers(at=now())})


@get_or_post
@on_internship
def propose(request, enrolment):
    offer = _offer(request.GET.get("offer", ""))
    form = _proposal_form(request, offer)
    if form.is_bound and form.is_valid():
        deed = partial(proposing.propose, enrolment, form.proposal(), offer=offer, at=now())
        if done(request, form, deed, _("Your proposal is with the co-ordinator.")):
            return redirect("internship")
    return shown(request, "proposal", {"form": form, "offer": offer}, form)


def _offer(raw: str) -> HostOffer | None:
    if not raw:
        return None
    if not raw.isdecimal() or len(raw) > 9:
        raise Http404(raw)
    return get_object_or_404(HostOffer.objects.select_related("host"), pk=raw)


def _proposal_form(request, offer):
    data = request.POST if request.method == "POST" else None
    if offer is None:
        return ProposalForm(data)
    return OfferedForm(data, offer=offer, initial={"task": offer.task, "mode": offer.mode})


@get_or_post
@on_placement
def proposal(request, placement):
    data = request.POST if request.method == "POST" else None
    form = ProposalForm(data, initial=proposed_values(placement))
    if form.is_bound and form.is_valid():
        deed = partial(proposing.change_proposal, placement, form.proposal(), at=now())
        if done(request, form, deed, _("Your proposal is with the co-ordinator.")):
            return redirect("internship")
    editable = placement.state in (Placement.State.PROPOSED, Placement.State.RETURNED)
    context = {"form": form, "placement": placement, "name": host_name(placement), "editable": editable}
    return shown(request, "proposal" if editable else "proposed", context, form)


@get_or_post
@on_placement
def withdraw(request, placement):
    if request.method == "POST":
        try:
            proposing.withdraw_proposal(placement, at=now())
        except RuleError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Your proposal is withdrawn."))
    return redirect("internship")


@get_or_post
@on_placement
def agreement(request, placement):
    newest = agreeing.newest_agreement(placement)
    if newest is None:
        raise Http404(placement.pk)
    uploads = "upload-party" in request.POST
    form = SignForm(None if uploads else request.POST or None, initial={"sha256": newest.sha256})
    upload = UploadForm(*((request.POST, request.FILES) if uploads else (None, None)))
    if (_uploaded if uploads else _signed)(request, newest, upload if uploads else form):
        return redirect("placement_agreement", placement.pk)
    context = _of_agreement(placement, newest) | {"form": form, "upload": upload}
    return shown(request, "agreement", context, form, upload)


def _of_agreement(placement, newest) -> dict:
    missing = agreeing.missing_parties(newest)
    return {
        "placement": placement,
        "name": host_name(placement),
        "agreement": newest,
        "versions": placement.agreements.filter(dropped_at=None).order_by("-number"),
        "signatures": newest.signatures.order_by("pk"),
        "missing": [Signature.Party(party).label for party in missing],
        "may_sign": _LEARNER in missing,
        "may_upload": bool(set(missing) - {Signature.Party.PROGRAMME}),
        "consent": agreeing.consent_of(newest, _LEARNER),
        "zone": zone_of(placement.internship.enrolment),
    }


def _signed(request, newest, form) -> bool:
    if not (form.is_bound and form.is_valid()):
        return False
    told = {"name": form.cleaned_data["name"], "sha256": form.cleaned_data["sha256"]}
    deed = partial(agreeing.sign_in_account, newest, party=_LEARNER, by=request.user, at=now(), **told)
    return done(request, form, deed, _("You have signed the agreement."))


def _uploaded(request, newest, form) -> bool:
    if not form.is_valid():
        return False
    data = form.cleaned_data
    told = {"party": data["party"], "name": data["name"], "signed_pdf": data["way"] == "pdf"}
    deed = partial(
        agreeing.upload_signed, newest, data=data["file"].read(), by=request.user, at=now(), **told
    )
    return done(request, form, deed, _("The signed page is kept. The office compares it when it signs."))


@require_safe
@on_placement
def agreement_pdf(request, placement, number):
    found = get_object_or_404(placement.agreements, number=number)
    return pdf_response(agreeing.document_of(found), f"agreement-{placement.pk}-{number}")


def pdf_response(data: bytes | None, name: str) -> HttpResponse:
    if data is None:
        raise Http404(name)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@get_or_post
@on_placement
def plan(request, placement):
    newest = planning.newest_plan(placement)
    initial = (
        {name: getattr(newest, name) for name in ("resources", "capstone", "meetings")} if newest else {}
    )
    data = request.POST if request.method == "POST" else None
    form = PlanForm(data, principles=principle_choices(), plan=newest, initial=initial)
    if form.is_bound and form.is_valid():
        deed = partial(planning.send_plan, placement, form.written(), at=now())
        if done(request, form, deed, _("Your plan is with the supervisor and the co-ordinator.")):
            return redirect("placement_plan", placement.pk)
    context = {"form": form, "plan": newest, "placement": placement, "name": host_name(placement)}
    return shown(request, "plan", context, form, *form.aims)


@get_or_post
@on_placement
def midpoint(request, placement):
    found, at = reviewing.midpoint_of(placement), now()
    objectives, before = objectives_of(placement), _midpoint_values(found)
    form = MidpointForm(request.POST or None, objectives=objectives, initial=before)
    if form.is_bound and form.is_valid():
        deed = partial(reviewing.send_review, placement, form.review(), at=at)
        if done(request, form, deed, _("Your part is sent. Your supervisor writes next.")):
            return redirect("placement_midpoint", placement.pk)
    editable = reviewing.midpoint_is_open(placement, at=at) and not (found and found.supervisor_at)
    progress = reviewing.progress_of(found) if found else []
    context = {"form": form, "midpoint": found, "progress": progress, "editable": editable}
    return shown(request, "midpoint", context | {"name": host_name(placement)}, form)


def _midpoint_values(found) -> dict:
    if found is None:
        return {}
    texts = {name: getattr(found, name) for name in ("works", "does_not", "changes", "wellbeing", "remarks")}
    return texts | {f"progress_{number}": value for number, value in found.progress.items()}


@get_or_post
@on_placement
def unsafe(request, placement):
    form = WordsForm(request.POST or None)
    if form.is_bound and form.is_valid():
        deed = partial(changing.report_unsafe, placement, reason=form.cleaned_data["text"], at=now())
        if done(
            request, form, deed, _("The co-ordinator reads it today. Do not go back until you hear from us.")
        ):
            return redirect("internship")
    return shown(request, "unsafe", {"form": form, "name": host_name(placement)}, form)


@get_or_post
@on_internship
def viva(request, enrolment):
    if request.method == "POST":
        _book(request, enrolment)
        return redirect("internship_viva")
    internship, at = getattr(enrolment, "internship", None), now()
    booked = examining.viva_of(internship)
    over = bool(booked and booked.outcome in LASTING)
    context = {
        "viva": booked,
        "over": over,
        "slots": [] if over else examining.free_slots(enrolment.cohort, at=at),
        "zone": zone_of(enrolment),
        "cohort_zone": enrolment.cohort.time_zone,
    }
    return render(request, PAGE("viva"), context)


def _book(request, enrolment) -> None:
    raw = request.POST.get("slot", "")
    slot = (
        VivaSlot.objects.filter(pk=raw, cohort=enrolment.cohort).first()
        if raw.isdecimal() and len(raw) < 10
        else None
    )
    if slot is None:
        messages.error(request, _("Choose a time."))
        return
    try:
        examining.book_viva(enrolment, slot, at=now())
    except RuleError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your viva is booked. You get a mail with the time and the place."))
