"""The gradebook: a cohort with the marks of each learner, and its files."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cms.staff.doors import cohort_staff_may, may_in_cohort, reach_of, staff_with
from cms.staff.files import file_response
from cms.staff.gradebook.forms import GradebookFilter
from courses.cohorts.queries import all_cohorts
from learners.enrolment.doors import get_or_post
from learners.enrolment.queries import people_of
from learners.enrolment.sheets import CSV_TYPE, XLSX_TYPE
from learners.grades.gradebook import gradebook_csv, gradebook_of, gradebook_xlsx

ROWS = 50
_FORMS = {"csv": (gradebook_csv, CSV_TYPE), "xlsx": (gradebook_xlsx, XLSX_TYPE)}


@require_safe
@staff_with("read_released_grade")
def cohorts(request):
    reach = reach_of(request.user, "read_released_grade")
    known = [cohort for cohort in all_cohorts() if reach is None or cohort.pk in reach]
    return render(request, "cms/staff/gradebook/cohorts.html", {"cohorts": known})


@require_safe
@cohort_staff_may("read_released_grade")
def gradebook(request, cohort):
    book = gradebook_of(cohort, unreleased=_reads_all(request.user, cohort))
    filters = GradebookFilter(request.GET)
    asked = filters.cleaned_data if filters.is_valid() else {}
    page = Paginator(_found(book, cohort, asked), ROWS).get_page(request.GET.get("page"))
    if not asked.get("marks"):
        page.object_list = book.rows(page.object_list)
    context = {"cohort": cohort, "book": book, "filters": filters, "filtered": any(asked.values())}
    return render(
        request, "cms/staff/gradebook/gradebook.html", context | {"page_obj": page} | _rights(request, cohort)
    )


def _found(book, cohort, asked):
    """Learners, or rows where the marks decide: then everybody's marks have to be read."""
    people = people_of(cohort, name=asked.get("name", ""))
    if not asked.get("marks"):
        return people
    return [row for row in book.each_row(people) if row.standing == asked["marks"]]


def _rights(request, cohort) -> dict:
    return {"may_export": may_in_cohort(request.user, "export_cohort_data", cohort.pk)}


def _reads_all(user, cohort) -> bool:
    return may_in_cohort(user, "read_unreleased_grade", cohort.pk)


@get_or_post
@cohort_staff_may("export_cohort_data")
def export(request, cohort, form):
    if form not in _FORMS:
        raise Http404(form)
    if request.method != "POST":
        return redirect("gradebook", cohort.code)
    make, content_type = _FORMS[form]
    content = make(cohort, unreleased=_reads_all(request.user, cohort), by=request.user, at=now())
    return file_response(content, content_type, f"{cohort.code}-marks.{form}")
