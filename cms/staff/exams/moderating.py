"""One exam of the sample before its moderator: the written answers with their marks, and never whose they are."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from cms.staff.exams.forms import SittingVerdictForm
from cms.staff.exams.showing import sitting_or_404
from cms.staff.marking.doors import on_markers_exam
from learners.attempts.moderating import UnableToModerate, moderate
from learners.attempts.releasing import check_release
from learners.enrolment.doors import get_or_post


@get_or_post
@on_markers_exam
def sitting(request, cohort, planned, scope, attempt_id):
    check = check_release(cohort, planned, scope, reader=request.user)
    desk = sitting_or_404(check, planned, attempt_id, request.user)
    if request.method != "POST":
        form = SittingVerdictForm(initial={"seen": str(desk.sitting.attempt.points)})
        return _page(request, cohort, desk, form)
    form = SittingVerdictForm(request.POST)
    if not form.is_valid() or not _kept(request, desk, form):
        return _page(request, cohort, desk, form, status=422)
    if desk.following:
        return redirect("moderate_exam", cohort.code, planned.code, desk.following)
    return redirect("exam_marks", cohort.code, planned.code)


def _kept(request, desk, form) -> bool:
    data = form.cleaned_data
    try:
        moderate(
            desk.sitting,
            verdict=data["verdict"],
            note=data["verdict_note"],
            seen=data["seen"],
            by=request.user,
            at=now(),
        )
    except UnableToModerate as refusal:
        form.add_error("verdict_note", str(refusal))
        return False
    messages.success(request, _("Your verdict is kept."))
    return True


def _page(request, cohort, desk, form, status=200):
    context = {"cohort": cohort, "desk": desk, "form": form}
    return render(request, "cms/staff/exams/sitting.html", context, status=status)
