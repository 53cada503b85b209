"""The desk of internships: how all stand, one placement with its steps, the sector report."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cms.staff.doors import reach_of, staff_with
from cms.staff.internships.doors import READ, coordinates, deed_on_placement, may_open_viva, on_placement
from cms.staff.internships.showing import papers_shown
from cms.staff.internships.steps import FIRST, STEPS, steps_for
from content.base.errors import RuleError
from courses.cohorts.schedule import current_week
from learners.placements import agreeing
from learners.placements.log.views import evidence_response
from learners.placements.moving import host_name
from learners.placements.overseeing import oversight
from learners.placements.papers import Signature
from learners.placements.phases import final_phases, papers_of, phases_of
from learners.placements.reporting import sector_report
from learners.placements.standing import facts_for
from learners.placements.views import pdf_response
from learners.placements.workspace import lines_of, totals_of

PAGE = "cms/staff/internships/{}.html".format
ROWS = 50
PAPERS = {"plan", "midpoint", "evaluation"}
"""Steps that decide about a paper: it is read above them."""


@require_safe
@staff_with(READ)
def desk(request):
    name = request.GET.get("name", "").strip()[:100]
    rows = oversight(reach_of(request.user, READ), at=now(), name=name)
    if request.GET.get("show") == "risk":
        rows = [row for row in rows if row.risks or row.waits]
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {"page_obj": page, "name": name, "show": request.GET.get("show", ""), "count": len(rows)}
    return render(request, PAGE("desk"), context)


@require_safe
@staff_with(READ)
def report(request):
    return render(request, PAGE("report"), {"report": sector_report(reach_of(request.user, READ))})


@require_safe
@on_placement
def record(request, placement):
    return _page(request, placement)


def _page(request, placement, **bound):
    at, enrolment = now(), placement.internship.enrolment
    papers, facts = papers_of(placement, at=at), facts_for(enrolment)
    decides = coordinates(request.user, enrolment.cohort_id)
    steps = steps_for(placement, papers, request.user, bound) if decides else []
    context = {
        "placement": placement, "name": host_name(placement), "enrolment": enrolment, "papers": papers,
        "phases": phases_of(placement, papers) + final_phases(facts, week=current_week(enrolment.cohort, at=at)),
        "viva": facts.viva, "opens_viva": bool(facts.viva and may_open_viva(request.user, facts.viva)), "totals": totals_of(facts, enrolment, at=at),
        "first": [step for step in steps if step.name in FIRST], "more": [step for step in steps if step.name not in FIRST],
        "to_read": PAPERS.intersection(step.name for step in steps),
        "lines": [line for line in lines_of(facts, at=at) if line.entry.placement_id == placement.pk],
        "bound": list(bound.values()), "decides": decides,
    } | papers_shown(placement, papers, at=at)  # fmt: skip
    return render(request, PAGE("record"), context, status=422 if bound else 200)


@deed_on_placement
def step(request, placement, step):
    taken, at = STEPS.get(step), now()
    papers = papers_of(placement, at=at)
    if taken is None or not taken.is_open(placement, papers):
        raise Http404(step)
    form = taken.form(request.POST, prefix=step)
    if form.is_valid():
        try:
            taken.take(placement, papers, form, request.user, at)
        except RuleError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _taken(request, placement, step)
    return _page(request, placement, **{step: form})


def _taken(request, placement, step):
    enrolment = placement.internship.enrolment
    log(instance=enrolment, action="campus.internship_step", user=request.user, data={"step": step})
    messages.success(request, STEPS[step].done)
    newest = enrolment.internship.placements.order_by("-pk").first()
    return redirect("internship_record", newest.pk if step == "project" else placement.pk)


@require_safe
@on_placement
def agreement_pdf(request, placement, number):
    found = get_object_or_404(placement.agreements, number=number)
    return pdf_response(agreeing.document_of(found), f"agreement-{placement.pk}-{number}")


@require_safe
@on_placement
def signed_page(request, placement, signature_id):
    found = get_object_or_404(Signature, pk=signature_id, agreement__placement=placement)
    data = agreeing.FOLDER.read(found.stored_name)
    if data is None:
        raise Http404(signature_id)
    ending = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}[found.content_type]
    response = HttpResponse(data, content_type=found.content_type)
    response["Content-Disposition"] = f'attachment; filename="signed-{found.pk}.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@on_placement
def evidence(request, placement, entry_id):
    return evidence_response(get_object_or_404(placement.entries, pk=entry_id))
