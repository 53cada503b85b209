"""The marks of one exam of a cohort: checks, distribution, release."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cms.staff.doors import posted_from
from cms.staff.exams.showing import moderation_rows
from cms.staff.marking.doors import on_exam, on_markers_exam
from cms.staff.plots import bars_of
from courses.cohorts.roles import marking_scope
from learners.attempts.models import QuizAttempt
from learners.attempts.releasing import UnableToRelease, check_release, release_exam
from learners.submissions.correcting import UnableToCorrect, thread_of_mark


@require_safe
@on_markers_exam
def marks(request, cohort, planned, scope):
    return _page(request, cohort, planned, scope)


@posted_from("exam_marks", "cohort_code", "code")
@on_exam
def release_marks(request, cohort, planned):
    try:
        fresh = release_exam(cohort, planned, by=request.user, at=now())
    except UnableToRelease as refusal:
        messages.error(request, str(refusal))
        return _page(request, cohort, planned, marking_scope(request.user), status=409)
    title = f"{cohort.code} {planned.code}"
    log(instance=cohort, action="campus.marks_released", user=request.user, title=title)
    messages.success(
        request, ngettext("%s mark is released.", "%s marks are released.", len(fresh)) % len(fresh)
    )
    return redirect("exam_marks", cohort.code, planned.code)


@posted_from("exam_marks", "cohort_code", "code")
@on_exam
def correct(request, cohort, planned, attempt_id):
    """To the page where one person asks for another mark and a second one confirms it."""
    attempts = QuizAttempt.objects.filter(
        enrolment__cohort=cohort, edition_activity__activity=planned.activity_id
    )
    attempt = get_object_or_404(attempts.select_related("enrolment"), pk=attempt_id)
    try:
        work = thread_of_mark(attempt.enrolment, planned.activity_id, resit=attempt.resit)
    except UnableToCorrect as refusal:
        messages.error(request, str(refusal))
        return redirect("exam_marks", cohort.code, planned.code)
    return redirect("marking_correction", work.code)


def _page(request, cohort, planned, scope, status=200):
    check = check_release(cohort, planned, scope, reader=request.user)
    leads = scope.leads(cohort.pk, planned.module_code)
    context = {
        "cohort": cohort,
        "planned": planned,
        "check": check,
        "leads": leads,
        "rows": moderation_rows(check.sample, check, request.user),
        "released": moderation_rows(check.released, check, request.user) if leads else [],
        "bars": bars_of(each.mark for each in check.sittings),
    }
    return render(request, "cms/staff/exams/marks.html", context, status=status)
