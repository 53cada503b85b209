"""What an examiner reads before a viva, and nobody else here: the learner's portfolio, and the papers of the internship."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cms.staff.doors import staff_with, taught_by
from cms.staff.internships.doors import ENTER, on_examined
from cms.staff.internships.showing import papers_shown
from cms.staff.internships.vivas.showing import portfolios_of, records_of, title_of
from cms.staff.looks import What, looked
from learners.placements.examining import examined_by
from learners.placements.moving import host_name
from learners.placements.phases import papers_of
from learners.placements.standing import facts_for
from learners.placements.workspace import totals_of
from learners.submissions.views import file_response

PAGE = "cms/staff/internships/{}.html".format


@require_safe
@staff_with(ENTER)
def own(request):
    """Tutors have no desk of internships, so the list is for examiners alone."""
    found = examined_by(request.user).filter(slot__cohort__in=taught_by(request.user))
    rows = found.select_related("slot__cohort", "internship__enrolment__user").order_by(
        "slot__starts_at", "pk"
    )
    return render(request, PAGE("vivas_examined"), {"vivas": rows})


@require_safe
@on_examined
def portfolio(request, viva):
    found = portfolios_of(viva)
    if not found:
        raise Http404(viva.pk)
    looked(request, found[0].user_id, What.WORK, about=found[0].planned.code)
    works = [(title_of(each), each.submission, each.submission.files.order_by("pk")) for each in found]
    return render(request, PAGE("viva_portfolio"), {"viva": viva, "works": works})


@require_safe
@on_examined
def portfolio_file(request, viva, file_id):
    for each in portfolios_of(viva):
        found = each.submission.files.filter(pk=file_id).first()
        if found:
            looked(request, each.user_id, What.WORK, about=each.planned.code)
            return file_response(found.stored_name, found.content_type, f"{each.planned.code}-{found.pk}")
    raise Http404(file_id)


@require_safe
@on_examined
def internship(request, viva, placement_id):
    """Every examiner reads it, so it has nothing that the role table keeps from tutors: no entry of the log, no address."""
    placement = get_object_or_404(records_of(viva), pk=placement_id)
    at, enrolment = now(), viva.internship.enrolment
    looked(request, enrolment.user_id, What.LOGBOOK)
    papers = papers_of(placement, at=at)
    context = {
        "viva": viva,
        "placement": placement,
        "name": host_name(placement),
        "papers": papers,
        "totals": totals_of(facts_for(enrolment), enrolment, at=at),
    } | papers_shown(placement, papers, at=at)
    return render(request, PAGE("viva_internship"), context)
