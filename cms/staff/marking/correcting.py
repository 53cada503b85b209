"""The correction of a released mark: asked for by one person, decided by a second one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cms.staff.doors import posted_from, staff_with
from cms.staff.marking.doors import corrections_for, on_released_work
from cms.staff.marking.forms import CorrectionForm
from content.base.errors import RuleError
from learners.enrolment.doors import get_or_post
from learners.grades.queries import current_grades
from learners.submissions.correcting import ask_correction, decide_correction, open_correction


@require_safe
@staff_with("change_released_grade")
def corrections(request):
    return render(request, "cms/staff/marking/corrections.html", {"rows": corrections_for(request.user)})


@get_or_post
@on_released_work
def correction(request, released):
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_correction(released.work, **form.cleaned_data, by=request.user, at=now())
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            log(instance=released.work.enrolment, action="campus.correction_asked", user=request.user)
            messages.success(request, _("A second person has to confirm it."))
            return redirect("marking_correction", released.work.code)
    return _page(request, released, form, status=422 if form.errors else 200)


@posted_from("marking_correction", "code")
@on_released_work
def decide(request, released):
    asked = open_correction(released.work)
    if asked is None:
        messages.info(request, _("There is no correction to decide."))
        return redirect("marking_correction", released.work.code)
    try:
        decided = decide_correction(
            asked, confirm=request.POST.get("deed") == "confirm", by=request.user, at=now()
        )
    except RuleError as error:
        messages.error(request, str(error))
    else:
        log(instance=released.work.enrolment, action="campus.correction_decided", user=request.user)
        messages.success(
            request, _("The mark is corrected.") if decided.confirmed else _("The mark stays as it was.")
        )
    return redirect("marking_correction", released.work.code)


def _page(request, released, form, status):
    work = released.work
    grades = current_grades(work.enrolment)
    context = {
        "released": released,
        "form": form,
        "open": open_correction(work),
        "line": (grades.resit if work.resit else grades.first).get(work.activity_id),
        "earlier": work.corrections.exclude(decided_at=None)
        .select_related("asked_by", "decided_by")
        .order_by("-pk"),
    }
    return render(request, "cms/staff/marking/correction.html", context, status=status)
