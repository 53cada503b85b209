"""The people of a cohort: who they are, a file of more people, a file of all of them."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.staff.doors import cohort_staff_may, may_in_cohort
from cms.staff.files import file_response
from cms.staff.people.forms import PeopleFilter, RosterForm, chosen_lines
from cms.staff.people.showing import roster_page
from learners.enrolment.doors import get_or_post
from learners.enrolment.enrolling import places_left
from learners.enrolment.exporting import export_csv, export_xlsx, rows_to_correct_csv, template_csv
from learners.enrolment.importing import (
    UnableToImport,
    confirm_roster,
    drop_roster,
    is_small,
    leave_out,
    receive_roster,
    take_back,
)
from learners.enrolment.models import RosterImport
from learners.enrolment.queries import open_rosters_of, people_of
from learners.enrolment.roster_tables import UnreadableRoster
from learners.enrolment.roster_work import work_on
from learners.enrolment.sheets import CSV_TYPE, XLSX_TYPE
from learners.enrolment.tasks import work_on_roster

ROWS = 50
_FORMS = {
    "csv": (export_csv, CSV_TYPE),
    "xlsx": (export_xlsx, XLSX_TYPE),
}


@require_safe
@cohort_staff_may("see_cohort_names")
def people(request, cohort):
    filters = PeopleFilter(request.GET)
    asked = filters.cleaned_data if filters.is_valid() else {}
    context = {
        "cohort": cohort,
        "filters": filters,
        "filtered": any(asked.values()),
        "page_obj": Paginator(people_of(cohort, **asked), ROWS).get_page(request.GET.get("page")),
        "places_left": places_left(cohort),
        "shows_contact": may_in_cohort(request.user, "read_contact_data", cohort.pk),
        "may_export": may_in_cohort(request.user, "export_cohort_data", cohort.pk),
    }
    if may_in_cohort(request.user, "enrol_learner", cohort.pk):
        context |= {"may_enrol": True, "open_rosters": open_rosters_of(cohort)[:5]}
    return render(request, "cms/staff/people/people.html", context)


@get_or_post
@cohort_staff_may("export_cohort_data")
def export(request, cohort, form):
    if form not in _FORMS:
        raise Http404(form)
    if request.method != "POST":
        return redirect("cohort_people", cohort.code)
    make, content_type = _FORMS[form]
    return file_response(make(cohort, by=request.user, at=now()), content_type, f"{cohort.code}.{form}")


@get_or_post
@cohort_staff_may("enrol_learner")
def upload(request, cohort):
    form = RosterForm(request.POST, request.FILES) if request.method == "POST" else RosterForm()
    if form.is_valid():
        try:
            received = receive_roster(cohort, form.upload, by=request.user, at=now())
            return _begin(received)
        except UnreadableRoster as refusal:
            form.add_error("file" if form.cleaned_data["file"] else "rows", str(refusal))
    context = {"cohort": cohort, "form": form, "places_left": places_left(cohort)}
    status = 422 if form.is_bound else 200
    return render(request, "cms/staff/people/upload.html", context, status=status)


@require_safe
@cohort_staff_may("enrol_learner")
def template(request, cohort):
    return file_response(template_csv(), CSV_TYPE, "people.csv")


@require_safe
@cohort_staff_may("enrol_learner")
def roster(request, cohort, roster_id):
    """Reading, preview, progress and result have one address, so a reload never loses anything."""
    return roster_page(request, _roster(cohort, roster_id))


@get_or_post
@cohort_staff_may("enrol_learner")
def confirm(request, cohort, roster_id):
    chosen = _roster(cohort, roster_id)
    if request.method == "POST":
        try:
            return _begin(confirm_roster(chosen, by=request.user, at=now()))
        except UnableToImport as refusal:
            messages.error(request, str(refusal))
    return redirect("roster", cohort.code, roster_id)


@get_or_post
@cohort_staff_may("enrol_learner")
def drop(request, cohort, roster_id):
    chosen = _roster(cohort, roster_id)
    if request.method != "POST":
        return redirect("roster", cohort.code, roster_id)
    try:
        drop_roster(chosen, by=request.user, at=now())
    except UnableToImport as refusal:
        messages.error(request, str(refusal))
        return redirect("roster", cohort.code, roster_id)
    messages.success(request, _("The file is dropped. Nobody was enrolled."))
    return redirect("cohort_people", cohort.code)


@get_or_post
@cohort_staff_may("enrol_learner")
def choose(request, cohort, roster_id):
    """Leave rows out, or take them in again."""
    chosen = _roster(cohort, roster_id)
    if request.method == "POST":
        deed = take_back if "take_back" in request.POST else leave_out
        try:
            if not deed(chosen, chosen_lines(request.POST)):
                messages.warning(request, _("Choose at least one row."))
        except UnableToImport as refusal:
            messages.error(request, str(refusal))
    return redirect("roster", cohort.code, roster_id)


@require_safe
@cohort_staff_may("enrol_learner")
def rows_to_correct(request, cohort, roster_id):
    chosen = _roster(cohort, roster_id)
    return file_response(rows_to_correct_csv(chosen), CSV_TYPE, f"{cohort.code}-to-correct.csv")


def _roster(cohort, roster_id: int) -> RosterImport:
    """A file of this very cohort; one of another cohort does not exist here."""
    rosters = RosterImport.objects.select_related("cohort", "uploaded_by", "confirmed_by")
    return get_object_or_404(rosters, pk=roster_id, cohort=cohort)


def _begin(chosen: RosterImport):
    """A small file is done while the person waits; what is left goes on in the background."""
    if not is_small(chosen) or work_on(chosen.pk, at=now(), steps=1):
        transaction.on_commit(partial(work_on_roster.delay, chosen.pk), robust=True)
    return redirect("roster", chosen.cohort.code, chosen.pk)
