"""The desk of integrity cases: flag a work, put it to the learner, decide it, decide an appeal."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cms.staff.doors import may_in_cohort, posted_from, reach_of, staff_with
from cms.staff.integrity.forms import FlagForm
from cms.staff.integrity.showing import shown
from cms.staff.integrity.steps import STEPS, forms_for
from cms.staff.learners.doors import on_learner
from cms.staff.looks import What, looked
from courses.editions.plan import plan_of
from learners.enrolment.doors import get_or_post
from learners.grades.queries import Grades
from learners.grades.results import result_lines
from learners.integrity.deciding import UnableToProceed, appeal_until, flag, reply_until
from learners.integrity.queries import cases_in

ROWS = 50


@require_safe
@staff_with("read_submission")
def cases(request):
    found = cases_in(reach_of(request.user, "read_submission"))
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {"page_obj": page, "rows": shown(page, request.user)}
    return render(request, "cms/staff/integrity/list.html", context)


@get_or_post
@on_learner("enter_grade")
def flag_work(request, enrolment):
    plan = plan_of(enrolment.cohort.edition_id)
    works = {line.planned.code: line.planned for line in result_lines(plan, Grades())}
    choices = [(code, planned.title) for code, planned in works.items()]
    form = FlagForm(request.POST or None, works=choices, initial={"work": request.GET.get("work")})
    if form.is_valid():
        try:
            case = _flag(request, enrolment, works[form.cleaned_data["work"]], form.cleaned_data["evidence"])
        except UnableToProceed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("integrity_record", case.pk)
    context = {"form": form, "enrolment": enrolment}
    return render(request, "cms/staff/integrity/flag.html", context, status=422 if form.errors else 200)


def _flag(request, enrolment, planned, evidence: str):
    case = flag(enrolment, activity_id=planned.activity_id, evidence=evidence, by=request.user, at=now())
    log(instance=enrolment, action="campus.integrity_flagged", user=request.user, data={"case": case.pk})
    messages.success(request, _("The case is open. The mark is withheld until it is decided."))
    return case


def _case(request, case_id: int):
    case = cases_in(reach_of(request.user, "read_submission")).filter(pk=case_id).first()
    if case is None:
        raise Http404(case_id)
    return case


@require_safe
@staff_with("read_submission")
def record(request, case_id):
    case = _case(request, case_id)
    looked(request, case.enrolment.user_id, What.CASE, about=case.activity.code, action="read_submission")
    return _page(request, case)


def _page(request, case, **bound):
    forms = forms_for(case, request.user) if _decides(request.user, case) else {}
    [named] = shown([case], request.user)
    context = {
        "learner": named.learner,
        "hidden": named.hidden,
        "case": case,
        "forms": forms | bound,
        "votes": case.votes.select_related("member").order_by("pk"),
        "reply_until": reply_until(case),
        "appeal_until": appeal_until(case),
    }
    return render(request, "cms/staff/integrity/record.html", context, status=422 if bound else 200)


def _decides(user, case) -> bool:
    return may_in_cohort(user, "change_released_grade", case.enrolment.cohort_id)


@posted_from("integrity_record", "case_id")
@staff_with("read_submission")
def step(request, case_id, step):
    case = _case(request, case_id)
    taken = STEPS.get(step)
    if taken is None or not _decides(request.user, case):
        raise Http404(step)
    form = taken.form(request.POST)
    if form.is_valid():
        try:
            taken.rule(case, **taken.values(form), by=request.user, at=now())
        except UnableToProceed as refusal:
            form.add_error(None, str(refusal))
        else:
            log(instance=case, action="campus.integrity_step", user=request.user, data={"step": step})
            messages.success(request, taken.done)
            return redirect("integrity_record", case.pk)
    return _page(request, case, **{step: form})
