"""The desk of work without a mark: proposals are approved or returned, exercises get feedback."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cms.staff.doors import posted_from
from cms.staff.marking.doors import marker
from cms.staff.tasks.doors import on_handed, on_task
from cms.staff.tasks.forms import ReplyForm, WaiverForm
from content.base.errors import RuleError
from courses.assessments.rulebook import work_rules
from courses.cohorts.roles import marking_scope
from learners.enrolment.doors import get_or_post
from learners.submissions.answering import handed_by, task_piles
from learners.submissions.replying import reply_to, waive
from learners.submissions.views import file_response

PAGE = "cms/staff/tasks/{}.html".format


@require_safe
@marker
def piles(request):
    return render(request, PAGE("piles"), {"piles": task_piles(marking_scope(request.user))})


@require_safe
@on_task
def learners(request, cohort, planned):
    rows = handed_by(cohort, planned)
    context = {
        "cohort": cohort,
        "planned": planned,
        "rules": work_rules(planned.rules),
        "rows": sorted(rows, key=lambda row: not row.submission or row.answered or row.settled),
    }
    return render(request, PAGE("learners"), context)


@get_or_post
@on_handed
def learner(request, planned, handed):
    if request.method != "POST" or handed.work is None:
        return _page(request, planned, handed)
    form = ReplyForm(request.POST)
    if not form.is_valid() or not _replied(request, handed, form):
        return _page(request, planned, handed, form=form, status=422)
    return redirect("task_learners", handed.enrolment.cohort.code, planned.code)


def _replied(request, handed, form) -> bool:
    decision = request.POST.get("deed", "")
    try:
        reply_to(handed.work, decision=decision, **form.cleaned_data, by=request.user, at=now())
    except RuleError as error:
        form.add_error("note", str(error))
        return False
    log(
        instance=handed.enrolment,
        action="campus.task_answered",
        user=request.user,
        data={"decision": decision},
    )
    messages.success(request, _("Your answer is sent to %s.") % handed.enrolment.user.name)
    return True


@posted_from("task_learner", "cohort_code", "code", "enrolment_id")
@on_handed
def waive_approval(request, planned, handed):
    form = WaiverForm(request.POST)
    if not form.is_valid() or not _waived(request, planned, handed, form):
        return _page(request, planned, handed, waiver=form, status=422)
    return redirect("task_learners", handed.enrolment.cohort.code, planned.code)


def _waived(request, planned, handed, form) -> bool:
    try:
        waive(handed.enrolment, planned, reason=form.cleaned_data["reason"], by=request.user, at=now())
    except RuleError as error:
        form.add_error("reason", str(error))
        return False
    log(instance=handed.enrolment, action="campus.approval_waived", user=request.user)
    messages.success(request, _("The approval is not needed any more. The learner is told."))
    return True


@require_safe
@on_handed
def file(request, planned, handed, file_id):
    found = handed.submission.files.filter(pk=file_id).first() if handed.submission else None
    if found is None:
        raise Http404(file_id)
    return file_response(found.stored_name, found.content_type, f"{planned.code}-{found.pk}")


def _page(request, planned, handed, *, form=None, waiver=None, status=200):
    newest = handed.submission
    context = {
        "planned": planned,
        "handed": handed,
        "rules": work_rules(planned.rules),
        "files": list(newest.files.order_by("pk")) if newest else [],
        "form": form or ReplyForm(initial={"seen": newest.number if newest else 1}),
        "waiver": waiver or WaiverForm(),
    }
    return render(request, PAGE("learner"), context, status=status)
