"""The page of one work of a cohort: checks, distribution, release."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cms.staff.doors import posted_from
from cms.staff.marking.doors import on_module
from cms.staff.marking.showing import mark_rows
from cms.staff.plots import bars_of
from content.base.errors import RuleError
from courses.cohorts.roles import marking_scope
from learners.submissions.calibrating import scripts_of
from learners.submissions.releasing import check_release, release


@require_safe
@on_module
def marks(request, cohort, planned):
    return _page(request, cohort, planned)


@posted_from("marks_of_work", "cohort_code", "code")
@on_module
def release_marks(request, cohort, planned):
    try:
        released = release(cohort, planned, by=request.user, at=now())
    except RuleError as error:
        messages.error(request, str(error))
        return _page(request, cohort, planned, status=409)
    log(
        instance=cohort,
        action="campus.marks_released",
        user=request.user,
        title=f"{cohort.code} {planned.code}",
    )
    text = ngettext("%s mark is released.", "%s marks are released.", len(released)) % len(released)
    messages.success(request, text)
    return redirect("marks_of_work", cohort.code, planned.code)


def _page(request, cohort, planned, status=200):
    check = check_release(cohort, planned, at=now())
    context = {
        "cohort": cohort,
        "planned": planned,
        "check": check,
        "rows": mark_rows(check, marking_scope(request.user), request.user),
        "bars": bars_of(each.counted for each in check.standings),
        "scripts": scripts_of(cohort, planned.activity_id),
    }
    return render(request, "cms/staff/marking/marks.html", context, status=status)
