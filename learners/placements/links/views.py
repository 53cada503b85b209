"""The supervisor's pages behind a personal link: without an account, without JavaScript, nothing of the learner but the placement."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.base.errors import RuleError
from learners.enrolment.doors import get_or_post
from learners.placements import agreeing, confirming, evaluating, planning, reviewing
from learners.placements.counting import in_hours
from learners.placements.doors import by_link, shut
from learners.placements.linking import Standing, knock, send_again
from learners.placements.links.forms import (
    EvaluationForm,
    RemarksForm,
    SignatureForm,
    evaluation_values,
)
from learners.placements.links.waiting import waiting_for_supervisor
from learners.placements.moving import host_name
from learners.placements.views import pdf_response

PAGE = "learners/placements/{}.html".format


def _context(placement, token) -> dict:
    learner = placement.internship.enrolment.user.name
    return {"placement": placement, "token": token, "learner": learner, "host": host_name(placement)}


@get_or_post
@by_link
def supervise(request, placement, token):
    if request.method == "POST":
        return _acted(request, placement, token)
    waiting = waiting_for_supervisor(placement, at=now())
    context = _context(placement, token) | {
        "waiting": waiting,
        "sign": SignatureForm(initial={"sha256": waiting.agreement.sha256 if waiting.agreement else ""}),
        "consent": agreeing.consent_of(waiting.agreement, "host") if waiting.agreement else "",
        "objectives": sorted(waiting.plan.objectives.all(), key=lambda each: each.number)
        if waiting.plan
        else [],
        "progress": reviewing.progress_of(waiting.midpoint) if waiting.midpoint else [],
    }
    return render(request, PAGE("supervise"), context)


def _acted(request, placement, token):
    """Whatever was sent, the page comes again and says what was done."""
    deed = _DEEDS.get(request.POST.get("deed", ""))
    try:
        if deed:
            messages.success(request, deed(request, placement, now()))
    except RuleError as refusal:
        messages.error(request, str(refusal))
    return redirect("supervise", token)


def _sign(request, placement, at) -> str:
    form, agreement = SignatureForm(request.POST), agreeing.newest_agreement(placement)
    if not form.is_valid() or agreement is None:
        raise RuleError(_first_error(form))
    data = form.cleaned_data
    agreeing.sign_by_link(agreement, name=data["name"], sha256=data["sha256"], at=at)
    return _("You have signed the agreement for the host.")


def _plan(request, placement, at) -> str:
    plan = planning.newest_plan(placement)
    if plan is None:
        raise RuleError(_("There is no plan to approve."))
    if request.POST.get("answer", "").strip():
        planning.return_plan(plan, answer=request.POST["answer"][:2000], by=None, at=at)
        return _("The learner reads what is to be changed.")
    planning.approve_plan_as_supervisor(plan, at=at)
    return _("You have approved the plan.")


def _hours(request, placement, at) -> str:
    chosen = [int(raw) for raw in request.POST.getlist("entry") if raw.isdecimal() and len(raw) < 10]
    done = confirming.confirm_hours(placement, chosen, at=at)
    if not done:
        raise RuleError(_("No entry was confirmed: none was chosen, or they are decided already."))
    return _("Confirmed: %s hours.") % in_hours(sum(entry.quarters for entry in done))


def _query(request, placement, at) -> str:
    raw = request.POST.get("asked", "")
    if not raw.isdecimal() or len(raw) > 9:
        raise RuleError(_("Choose the entry about which you have a question."))
    confirming.query_hours(placement, int(raw), note=request.POST.get("note", ""), at=at)
    return _("The learner reads your question and changes the entry.")


def _remarks(request, placement, at) -> str:
    form = RemarksForm(request.POST)
    if not form.is_valid():
        raise RuleError(_first_error(form))
    reviewing.remark_as_supervisor(placement, remarks=form.cleaned_data["text"], at=at)
    return _("Your remarks are sent to the co-ordinator and the learner.")


def _first_error(form) -> str:
    return next((str(text) for texts in form.errors.values() for text in texts), _("Load the page again."))


_DEEDS = {"sign": _sign, "plan": _plan, "hours": _hours, "query": _query, "midpoint": _remarks}


@require_safe
@by_link
def agreement_pdf(request, placement, token, number):
    found = get_object_or_404(placement.agreements, number=number)
    return pdf_response(agreeing.document_of(found), f"agreement-{placement.pk}-{number}")


@get_or_post
@by_link
def evaluation(request, placement, token):
    at, found = now(), evaluating.evaluation_of(placement)
    if not evaluating.evaluation_is_open(placement, at=at) or (found and found.approved_at):
        return redirect("supervise", token)
    form = EvaluationForm(request.POST or None, initial=evaluation_values(found))
    if form.is_bound and form.is_valid():
        save = partial(evaluating.save_judgement, placement, form.judgement(), at=at)
        if _tried(request, save):
            return redirect("supervisor_check", token)
    context = _context(placement, token) | {"form": form}
    return render(request, PAGE("evaluation"), context, status=422 if form.errors else 200)


def _tried(request, deed) -> bool:
    try:
        deed()
    except RuleError as refusal:
        messages.error(request, str(refusal))
        return False
    return True


@get_or_post
@by_link
def check(request, placement, token):
    found = evaluating.evaluation_of(placement)
    if found is None or found.approved_at:
        return redirect("supervise", token)
    if request.method == "POST":
        send = partial(
            evaluating.send_evaluation, placement, name=request.POST.get("name", "")[:120], at=now()
        )
        return redirect("supervisor_receipt" if _tried(request, send) else "supervisor_check", token)
    confirmed = waiting_for_supervisor(placement, at=now()).confirmed
    context = _context(placement, token) | {"evaluation": found, "answers": evaluating.answers_of(found)}
    context |= {"gaps": evaluating.gaps_in(found), "confirmed": confirmed}
    return render(request, PAGE("check"), context)


@require_safe
@by_link
def receipt(request, placement, token):
    found = evaluating.evaluation_of(placement)
    if found is None or not found.sent_at:
        return redirect("supervise", token)
    context = _context(placement, token) | {"evaluation": found, "answers": evaluating.answers_of(found)}
    return render(request, PAGE("receipt"), context)


@never_cache
@get_or_post
def new_link(request, token):
    """For an expired link. The mail goes to the registered address, whoever asks."""
    at = now()
    met = knock(token, at=at)
    if request.method != "POST" or met.standing != Standing.EXPIRED or met.link is None:
        return redirect("supervise", token)
    return shut(request, met.standing, token, sent=send_again(met.link, at=at))
