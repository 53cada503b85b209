"""The marks of one exam of a cohort: checks, distribution, release."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cms.staff.doors import posted_from
from cms.staff.marking.doors import marker
from cms.staff.plots import bars_of
from courses.cohorts.models import Cohort
from courses.cohorts.roles import marking_scope
from courses.editions.plan import plan_of
from courses.programme.models import Activity
from learners.attempts.releasing import UnableToRelease, check_release, release_exam


def on_exam(view):
    """Call view(request, cohort, planned) for an exam whose module this person answers for."""

    @marker
    @wraps(view)
    def door(request, cohort_code, code):
        cohort = Cohort.objects.select_related("edition").filter(code=cohort_code).first()
        planned = plan_of(cohort.edition_id).activity(code) if cohort else None
        if cohort is None or planned is None or planned.kind != Activity.Kind.EXAM:
            raise Http404(code)
        if not marking_scope(request.user).leads(cohort.pk, planned.module_code):
            raise Http404(code)
        return view(request, cohort, planned)

    return door


@require_safe
@on_exam
def marks(request, cohort, planned):
    return _page(request, cohort, planned)


@posted_from("exam_marks", "cohort_code", "code")
@on_exam
def release_marks(request, cohort, planned):
    try:
        fresh = release_exam(cohort, planned, by=request.user, at=now())
    except UnableToRelease as refusal:
        messages.error(request, str(refusal))
        return _page(request, cohort, planned, status=409)
    title = f"{cohort.code} {planned.code}"
    log(instance=cohort, action="campus.marks_released", user=request.user, title=title)
    messages.success(
        request, ngettext("%s mark is released.", "%s marks are released.", len(fresh)) % len(fresh)
    )
    return redirect("exam_marks", cohort.code, planned.code)


def _page(request, cohort, planned, status=200):
    check = check_release(cohort, planned, by=request.user)
    context = {
        "cohort": cohort,
        "planned": planned,
        "check": check,
        "bars": bars_of(each.mark for each in check.sittings),
    }
    return render(request, "cms/staff/exams/marks.html", context, status=status)
