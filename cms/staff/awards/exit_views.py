"""Statements of attainment and records of participation at the award desk."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cms.staff.awards.forms import DeclineForm, ExitFilter, RevocationForm
from cms.staff.awards.reviewing import APPROVE_EXITS, PROPOSE_EXITS, review_or_carry_out
from cms.staff.doors import posted_from, staff_may
from content.base.errors import RuleError
from courses.cohorts.models import Cohort
from learners.credentials.awarding import Award, propose, require_proposal
from learners.credentials.exit_awarding import exit_awards_of, exit_board
from learners.credentials.exit_awards import ExitAward
from learners.credentials.exit_issuing import approve_exit_award
from learners.credentials.issuing import decline_award
from learners.credentials.revoking import ask_for_revocation, confirm_revocation
from learners.enrolment.doors import get_or_post
from learners.enrolment.models import Enrolment

ROWS = 50


@dataclass(frozen=True)
class Deed:
    fits: Callable[[Award, Any], bool]
    do: Callable[..., Any]
    """do(award, form, by, at)."""
    told: Any
    form: type[forms.Form] = forms.Form


def _decline(award, form, by, at):
    decline_award(require_proposal(award), by=by, at=at, reason=form.cleaned_data["reason"])


def _ask(award, form, by, at):
    if award.certificate is None:
        raise Http404(award.name)
    ask_for_revocation(award.certificate, by=by, at=at, reason=form.cleaned_data["reason"])


def _confirm(award, form, by, at):
    if award.revocation is None:
        raise Http404(award.name)
    confirm_revocation(award.revocation, by=by, at=at)


DEEDS = {
    "propose": Deed(
        Award.can_be_proposed_by,
        lambda award, form, by, at: propose(award, by=by, at=at),
        _("It is proposed. A second person has to approve it."),
    ),
    "approve": Deed(
        Award.can_be_decided_by,
        lambda award, form, by, at: approve_exit_award(require_proposal(award), by=by, at=at),
        _("It is issued. The learner gets a mail within a minute."),
    ),
    "decline": Deed(
        Award.can_be_decided_by, _decline, _("It is declined. It may be proposed again."), DeclineForm
    ),
    "revoke": Deed(
        lambda award, user: award.state == "issued" and award.revocation is None,
        _ask,
        _("The revocation is asked for. A second person has to confirm it."),
        RevocationForm,
    ),
    "confirm": Deed(
        Award.revocation_can_be_confirmed_by,
        _confirm,
        _("It is revoked. Whoever checks it reads that."),
    ),
}


@require_safe
@staff_may("check_eligibility")
def exit_list(request, code):
    cohort = get_object_or_404(Cohort, code=code)
    board, filters = exit_board(cohort, viewer=request.user, at=now()), ExitFilter(request.GET)
    asked = filters.cleaned_data if filters.is_valid() else {}
    context = {
        "cohort": cohort,
        "board": board,
        "filters": filters,
        "filtered": any(asked.values()),
        "page_obj": Paginator(board.matching(**asked), ROWS).get_page(request.GET.get("page")),
    }
    return render(request, "cms/staff/awards/exit_list.html", context)


@get_or_post
@staff_may("issue_certificate")
def propose_exits(request, code):
    cohort = get_object_or_404(Cohort, code=code)
    return review_or_carry_out(request, exit_board(cohort, viewer=request.user, at=now()), PROPOSE_EXITS)


@get_or_post
@staff_may("issue_certificate")
def approve_exits(request, code):
    cohort = get_object_or_404(Cohort, code=code)
    return review_or_carry_out(request, exit_board(cohort, viewer=request.user, at=now()), APPROVE_EXITS)


@require_safe
@staff_may("check_eligibility")
def exit_award(request, code, enrolment_id, key):
    return _page(request, _award(code, enrolment_id, key))


def _deed(name: str, action: str):
    """The view of one deed."""
    deed = DEEDS[name]

    @staff_may(action)
    @posted_from("exit_award", "code", "enrolment_id", "key")
    def view(request, code, enrolment_id, key):
        award = _award(code, enrolment_id, key)
        form = deed.form(request.POST)
        if not form.is_valid():
            return _page(request, award, bound={name: form})
        try:
            deed.do(award, form, request.user, now())
        except RuleError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, deed.told)
        return redirect("exit_award", code, enrolment_id, key)

    return view


propose_exit = _deed("propose", "issue_certificate")
approve_exit = _deed("approve", "issue_certificate")
decline_exit = _deed("decline", "issue_certificate")
revoke_exit = _deed("revoke", "revoke_certificate")
confirm_exit = _deed("confirm", "revoke_certificate")


def _award(code: str, enrolment_id: int, key: str) -> Award:
    places = Enrolment.objects.select_related("user__profile", "cohort")
    enrolment = get_object_or_404(places, pk=enrolment_id, cohort__code=code)
    for award in exit_awards_of(enrolment, at=now()):
        if isinstance(award.standing, ExitAward) and award.standing.key == key:
            return award
    raise Http404(key)


def _page(request, award: Award, *, bound: dict | None = None):
    bound = bound or {}
    context = {
        "award": award,
        "cohort": award.enrolment.cohort,
        "may": {name for name, deed in DEEDS.items() if deed.fits(award, request.user)},
        "decline_form": bound.get("decline") or DeclineForm(),
        "revocation_form": bound.get("revoke") or RevocationForm(),
        "own_proposal": award.waits_for_another_than(request.user),
    }
    return render(request, "cms/staff/awards/exit_award.html", context, status=422 if bound else 200)
