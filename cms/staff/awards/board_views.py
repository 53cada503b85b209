"""The board ratifies, its minutes, and the progress of issuing a cohort."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cms.staff.awards.forms import RatifyForm
from cms.staff.doors import staff_may
from courses.cohorts.models import Cohort
from learners.credentials.awarding import award_board
from learners.credentials.dossier import dossier_zip, file_name
from learners.credentials.models import AwardKind, BoardMeeting, IssuingItem, IssuingRun
from learners.credentials.queries import dossier_of, latest_certificate
from learners.credentials.ratifying import UnableToRatify, minutes_csv, ratify
from learners.credentials.register import register_rows
from learners.enrolment.doors import get_or_post
from learners.enrolment.models import Enrolment
from learners.enrolment.sheets import CSV_TYPE, csv_file


@get_or_post
@staff_may("issue_certificate")
def ratify_results(request, code):
    cohort = get_object_or_404(Cohort, code=code)
    form = RatifyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            ratify(cohort, **form.cleaned_data, by=request.user, at=now())
        except UnableToRatify as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("The results are ratified. What the board saw is kept in the minutes.")
            )
            return redirect("award_board", code)
    return _ratify_page(request, cohort, form)


def _ratify_page(request, cohort, form):
    context = {
        "cohort": cohort,
        "form": form,
        "board": award_board(cohort, viewer=request.user),
        "meetings": cohort.board_meetings.select_related("ratified_by").order_by("-pk"),
    }
    return render(request, "cms/staff/awards/ratify.html", context, status=422 if form.is_bound else 200)


@require_safe
@staff_may("check_eligibility")
def minutes(request, code, meeting_id):
    meeting = get_object_or_404(BoardMeeting, pk=meeting_id, cohort__code=code)
    response = HttpResponse(minutes_csv(meeting), content_type=CSV_TYPE)
    name = f"minutes-{code}-{meeting.held_on:%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@staff_may("list_credentials")
def register(request):
    """The register of awards, six fields of each, for the registrar's books. Who took it is logged."""
    rows = register_rows()
    by = request.user
    log(instance=by, action="campus.register_exported", user=by, title=by.name, data={"rows": len(rows) - 1})
    response = HttpResponse(csv_file(rows), content_type=CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="register-of-awards-{now():%Y-%m-%d}.csv"'
    return response


@require_safe
@staff_may("read_submission")
def dossier(request, code, enrolment_id):
    """Everything behind the latest certificate of a learner. Who took it is logged."""
    enrolment = get_object_or_404(Enrolment, pk=enrolment_id, cohort__code=code)
    certificate = latest_certificate(enrolment)
    if certificate is None:
        raise Http404(enrolment_id)
    kept = dossier_of(certificate)
    if kept is None:
        messages.warning(
            request, _("The dossier of this older certificate is being made. Try again in five minutes.")
        )
        return redirect("award_record", code, enrolment_id)
    content = dossier_zip(kept)
    by, name = request.user, enrolment.user.name
    log(instance=certificate, action="campus.dossier_opened", user=by, title=name)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{file_name(certificate)}"'
    return response


@require_safe
@staff_may("check_eligibility")
def run_progress(request, code, run_id):
    run = get_object_or_404(IssuingRun, pk=run_id, cohort__code=code)
    waiting = Q(state=IssuingItem.State.WAITING)
    counts = run.items.aggregate(all=Count("pk"), waiting=Count("pk", filter=waiting))
    refused = run.items.filter(state=IssuingItem.State.REFUSED).select_related("proposal__enrolment__user")
    context = {
        "run": run,
        "cohort": run.cohort,
        "all": counts["all"],
        "value": counts["all"] - counts["waiting"],
        "refused": refused.order_by("pk"),
        "exits": run.items.exclude(proposal__kind=AwardKind.CERTIFICATE).exists(),
    }
    return render(request, "cms/staff/awards/run.html", context)
