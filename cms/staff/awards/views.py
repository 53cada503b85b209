"""The award desk: who can be awarded and why not, proposals, approvals, revocations."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cms.accounts.roles import may
from cms.staff.awards.forms import BoardFilter, DeclineForm, NameRefusalForm, ReplacementForm, RevocationForm
from cms.staff.awards.reviewing import APPROVE, PROPOSE, review_or_carry_out
from cms.staff.doors import posted_from, staff_may
from cms.staff.looks import What, looked
from content.base.errors import RuleError
from courses.cohorts.models import Cohort
from learners.credentials.awarding import Award, award_board, award_of, require_proposal
from learners.credentials.confirming import UnableToConfirm, correct_name, refuse_correction
from learners.credentials.exit_awarding import all_awards_of
from learners.credentials.issuing import decline_award
from learners.credentials.models import Certificate, NameCorrection
from learners.credentials.queries import award_cohorts, dossier_of, exits_waiting_for, open_correction
from learners.credentials.rendering import Withheld
from learners.credentials.replacing import ask_for_replacement, chain_of, confirm_replacement
from learners.credentials.revoking import ask_for_revocation, confirm_revocation
from learners.credentials.views import pdf_response, withheld_page
from learners.enrolment.doors import get_or_post
from learners.enrolment.models import Enrolment
from learners.enrolment.names import NotPrintable

ROWS = 50


posted_from_the_record = posted_from("award_record", "code", "enrolment_id")


@require_safe
@staff_may("check_eligibility")
def awards(request):
    return render(request, "cms/staff/awards/cohorts.html", {"cohorts": award_cohorts(request.user)})


@require_safe
@staff_may("check_eligibility")
def board(request, code):
    cohort = get_object_or_404(Cohort, code=code)
    everyone = award_board(cohort, viewer=request.user)
    filters = BoardFilter(request.GET)
    asked = filters.cleaned_data if filters.is_valid() else {}
    found = everyone.matching(name=asked.get("name", ""), show=asked.get("show", ""))
    context = {
        "cohort": cohort,
        "board": everyone,
        "filters": filters,
        "filtered": any(asked.values()),
        "exits_waiting": exits_waiting_for(request.user, cohort),
        "page_obj": Paginator(found, ROWS).get_page(request.GET.get("page")),
    }
    return render(request, "cms/staff/awards/board.html", context)


@get_or_post
@staff_may("issue_certificate")
def propose(request, code):
    cohort = get_object_or_404(Cohort, code=code)
    return review_or_carry_out(request, award_board(cohort, viewer=request.user), PROPOSE)


@get_or_post
@staff_may("issue_certificate")
def approve(request, code):
    cohort = get_object_or_404(Cohort, code=code)
    return review_or_carry_out(request, award_board(cohort, viewer=request.user), APPROVE)


@require_safe
@staff_may("check_eligibility")
def record(request, code, enrolment_id):
    return _record(request, code, enrolment_id)


@staff_may("revoke_certificate")
@posted_from_the_record
def correct(request, code, enrolment_id):
    try:
        correct_name(_correction(_award(code, enrolment_id)), by=request.user, at=now())
        messages.success(request, _("The name is corrected, as the learner asked for it."))
    except UnableToConfirm as refusal:
        messages.error(request, str(refusal))
    return redirect("award_record", code, enrolment_id)


def _correction(award: Award) -> NameCorrection:
    correction = open_correction(award.enrolment)
    if correction is None:
        raise Http404(award.name)
    return correction


def _certificate_of(award: Award) -> Certificate:
    if award.certificate is None:
        raise Http404(award.name)
    return award.certificate


def _with_reason(action: str, form_class, bound: str, subject, rule, told):
    """The view of one deed for which a reason is written.

    bound: the form's name in the template. subject: what of the award the deed is about, or a 404.
    told: what the next page says.
    """

    @staff_may(action)
    @posted_from_the_record
    def view(request, code, enrolment_id):
        about = subject(_award(code, enrolment_id))
        form = form_class(request.POST)
        if not form.is_valid():
            return _record(request, code, enrolment_id, **{bound: form})
        try:
            rule(about, by=request.user, at=now(), reason=form.cleaned_data["reason"])
        except RuleError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, told)
        return redirect("award_record", code, enrolment_id)

    return view


def _decline(award: Award, **told) -> None:
    decline_award(require_proposal(award), **told)


decline = _with_reason(
    "issue_certificate", DeclineForm, "decline_form", lambda award: award, _decline,
    gettext_lazy("The award is declined. It may be proposed again."),
)  # fmt: skip
refuse = _with_reason(
    "revoke_certificate", NameRefusalForm, "name_form", _correction, refuse_correction,
    gettext_lazy("The name stays. The learner reads why."),
)  # fmt: skip
ask_revocation = _with_reason(
    "revoke_certificate", RevocationForm, "revocation_form", _certificate_of, ask_for_revocation,
    gettext_lazy("The revocation is asked for. A second person has to confirm it."),
)  # fmt: skip
ask_replacement = _with_reason(
    "revoke_certificate", ReplacementForm, "replacement_form", _certificate_of, ask_for_replacement,
    gettext_lazy("The replacement is asked for. A second person has to confirm it."),
)  # fmt: skip


_CONFIRM = {
    False: (confirm_revocation, gettext_lazy("The certificate is revoked. Whoever checks it reads that.")),
    True: (confirm_replacement, gettext_lazy("The old certificate is revoked, and the new one is issued.")),
}
"""Alone, or with the certificate that takes its place."""


@staff_may("revoke_certificate")
@posted_from_the_record
def confirm_revocation_of(request, code, enrolment_id):
    award = _award(code, enrolment_id)
    if award.revocation is None:
        raise Http404(enrolment_id)
    confirm, told = _CONFIRM[award.revocation.with_successor]
    try:
        confirm(award.revocation, by=request.user, at=now())
        messages.success(request, told)
    except RuleError as refusal:
        messages.error(request, str(refusal))
    return redirect("award_record", code, enrolment_id)


@require_safe
@staff_may("download_certificate")
def certificate(request, code, enrolment_id):
    issued = _certificate_of(_award(code, enrolment_id))
    try:
        return pdf_response(issued)
    except Withheld as refusal:
        return withheld_page(request, refusal, base="staff_base.html")
    except NotPrintable as refusal:
        messages.error(request, str(refusal))
        return redirect("award_record", code, enrolment_id)


def _award(code: str, enrolment_id: int) -> Award:
    """A learner of this very cohort; one of another cohort does not exist here."""
    return award_of(_enrolment(code, enrolment_id))


def _enrolment(code: str, enrolment_id: int) -> Enrolment:
    enrolments = Enrolment.objects.select_related("user__profile", "cohort")
    return get_object_or_404(enrolments, pk=enrolment_id, cohort__code=code)


def _record(request, code: str, enrolment_id: int, **bound):
    """bound: a form that was refused, by its name in the template."""
    award, exits = all_awards_of(_enrolment(code, enrolment_id), at=now())
    looked(request, award.enrolment.user_id, What.CERTIFICATE, about=code)
    context = {
        "award": award,
        "cohort": award.enrolment.cohort,
        "chain": chain_of(award.certificate) if award.certificate else [],
        "dossier": dossier_of(award.certificate),
        "correction": open_correction(award.enrolment),
        "exits": exits,
    } | _rights(award, request.user)
    page = _empty_forms() | context | bound
    return render(request, "cms/staff/awards/record.html", page, status=422 if bound else 200)


def _empty_forms() -> dict:
    return {
        "decline_form": DeclineForm(),
        "revocation_form": RevocationForm(),
        "replacement_form": ReplacementForm(),
        "name_form": NameRefusalForm(),
    }


def _rights(award: Award, user) -> dict[str, bool]:
    return {
        "may_correct": user.pk != award.enrolment.user_id,
        "may_propose": award.can_be_proposed_by(user),
        "may_decide": award.can_be_decided_by(user),
        "own_proposal": award.waits_for_another_than(user),
        "may_read_dossier": may(user, "read_submission"),
        "may_confirm": award.revocation_can_be_confirmed_by(user),
    }
