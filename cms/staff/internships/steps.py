"""The steps that a co-ordinator may take with a placement: when each is there, its form, its rule, what is said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.staff.internships.doors import signs_for_programme
from cms.staff.internships.forms import (
    AmendForm,
    AnswerForm,
    EndForm,
    EntryForm,
    ExtendForm,
    MessageForm,
    NoWords,
    ProjectForm,
    ReasonForm,
    ReviewForm,
    SignForm,
    TermsForm,
)
from learners.placements import agreeing, changing, confirming, evaluating, planning, proposing, reviewing
from learners.placements.linking import ask_supervisor, revoke_links
from learners.placements.models import Placement
from learners.placements.moving import UnableToPlace, tell
from learners.placements.papers import Signature
from learners.placements.phases import Papers

S = Placement.State
_RUNNING = (S.PLANNING, S.RUNNING)


@dataclass(frozen=True)
class Step:
    title: Any
    button: Any
    done: Any
    form: Callable[..., forms.Form]
    is_open: Callable[[Placement, Papers], bool]
    take: Callable[..., Any]
    """take(placement, papers, form, by, at)."""
    initial: Callable[[Placement, Papers], dict] = lambda placement, papers: {}


def _terms(placement: Placement, papers: Papers) -> dict:
    return dict(vars(agreeing.terms_of(placement))) | {"language": "en"}


def _make(placement, papers, form, by, at):
    return agreeing.make_agreement(
        placement, form.terms(), language=form.cleaned_data["language"], by=by, at=at
    )


def _amend(placement, papers, form, by, at):
    data = form.cleaned_data
    return agreeing.amend_agreement(
        placement, form.terms(), reason=data["reason"], language=data["language"], by=by, at=at
    )


def _sign(placement, papers, form, by, at):
    if not signs_for_programme(by):
        raise UnableToPlace(gettext("A programme administrator signs for the programme."))
    data = form.cleaned_data
    party = Signature.Party.PROGRAMME
    return agreeing.sign_in_account(
        papers.agreement, party=party, name=data["name"], sha256=data["sha256"], by=by, at=at
    )


def _write(placement, papers, form, by, at):
    data = form.cleaned_data
    if data["to"] == "supervisor":
        ask_supervisor(placement, message=data["message"], by=by, at=at)
    else:
        tell("placement.written_to", placement, by=by, at=at, message=data["message"])


def _entry(placement, papers, form, by, at):
    entry = placement.entries.filter(pk=form.cleaned_data["entry"]).first()
    if entry is None:
        raise UnableToPlace(gettext("This entry is not in the log of this placement."))
    rule = confirming.accept_hours if form.cleaned_data["deed"] == "accept" else confirming.reject_hours
    return rule(entry, reason=form.cleaned_data["reason"], by=by, at=at)


def _revoke(placement, papers, form, by, at):
    return revoke_links(placement, at=at)


def _answered(rule):
    return lambda placement, papers, form, by, at: rule(
        placement, answer=form.cleaned_data["answer"], by=by, at=at
    )


def _extend(placement, papers, form, by, at: datetime):
    return changing.extend_internship(placement.internship.enrolment, **form.cleaned_data, by=by, at=at)


def _project(placement, papers, form, by, at: datetime):
    return changing.start_project(placement.internship.enrolment, form.project(), by=by, at=at)


def _in(*states):
    return lambda placement, papers: placement.state in states


def _has_signed(placement: Placement, papers: Papers) -> bool:
    return (
        papers.agreement is not None and papers.missing == [Signature.Party.PROGRAMME] and placement.is_open
    )


def _plan_to_read(placement: Placement, papers: Papers) -> bool:
    plan = papers.plan
    return plan is not None and placement.is_at_work and not plan.approved_at and not plan.returned_at


def _plan_to_return(placement: Placement, papers: Papers) -> bool:
    plan = papers.plan
    return plan is not None and placement.is_at_work and not plan.is_approved and not plan.returned_at


STEPS: dict[str, Step] = {
    "approve": Step(
        _("Approve the proposal"), _("Approve"), _("Approved. The office makes the agreement next."), AnswerForm,
        _in(S.PROPOSED), _answered(proposing.approve_proposal),
    ),
    "return": Step(
        _("Ask for changes"), _("Give back"), _("The learner reads what is to be changed."), AnswerForm,
        _in(S.PROPOSED), _answered(proposing.return_proposal),
    ),
    "refuse": Step(
        _("Do not approve it"), _("Refuse"), _("Refused. The learner reads your answer."), AnswerForm,
        _in(S.PROPOSED), _answered(proposing.refuse_proposal),
    ),
    "agreement": Step(
        _("Make the agreement"), _("Make the document"), _("Made. Learner and host are asked to sign."), TermsForm,
        lambda placement, papers: placement.state == S.AGREEMENT and papers.agreement is None, _make, _terms,
    ),
    "renew": Step(
        _("Make the agreement anew"), _("Make a new version"), _("Made. All sign the new version."), TermsForm,
        lambda placement, papers: placement.state == S.AGREEMENT and papers.agreement is not None, _make, _terms,
    ),
    "sign": Step(
        _("Sign for the programme"), _("Sign"), _("Signed by all."), SignForm, _has_signed, _sign,
        lambda placement, papers: {"sha256": papers.agreement.sha256 if papers.agreement else ""},
    ),
    "plan": Step(
        _("Approve the plan"), _("Approve the plan"), _("The plan is approved from your side."), NoWords, _plan_to_read,
        lambda placement, papers, form, by, at: planning.approve_plan(papers.plan, by=by, at=at),
    ),
    "plan-return": Step(
        _("Ask for changes of the plan"), _("Give back"), _("The learner reads what is to be changed."), AnswerForm,
        _plan_to_return,
        lambda placement, papers, form, by, at: planning.return_plan(
            papers.plan, answer=form.cleaned_data["answer"], by=by, at=at
        ),
    ),
    "midpoint": Step(
        _("Decide the midpoint review"), _("Decide"), _("Decided. The learner reads it."), ReviewForm,
        lambda placement, papers: bool(
            papers.midpoint and papers.midpoint.supervisor_at and not papers.midpoint.decided_at
        ),
        lambda placement, papers, form, by, at: reviewing.decide_review(papers.midpoint, **form.cleaned_data, by=by, at=at),
    ),
    "evaluation": Step(
        _("Approve the evaluation"), _("Approve the evaluation"), _("Approved. The placement is completed."), NoWords,
        lambda placement, papers: bool(
            papers.evaluation and papers.evaluation.sent_at and not papers.evaluation.approved_at
        ),
        lambda placement, papers, form, by, at: evaluating.approve_evaluation(papers.evaluation, by=by, at=at),
    ),
    "write": Step(
        _("Write to them"), _("Send"), _("The mail is on its way."), MessageForm,
        lambda placement, papers: placement.is_open, _write,
    ),
    "hours": Step(
        _("Decide about hours"), _("Decide"), _("Decided. The learner reads your reason."), EntryForm,
        _in(*_RUNNING, S.INTERRUPTED), _entry,
    ),
    "amend": Step(
        _("Amend the agreement"), _("Make a new version"), _("Made. All sign the new version."), AmendForm,
        lambda placement, papers: placement.state in (*_RUNNING, S.INTERRUPTED) and not placement.is_project,
        _amend, _terms,
    ),
    "revoke": Step(
        _("Revoke the personal links"), _("Revoke"), _("No link that was sent opens anything any more."), NoWords,
        lambda placement, papers: placement.is_open, _revoke,
    ),
    "interrupt": Step(
        _("Interrupt"), _("Interrupt"), _("Interrupted."), ReasonForm, _in(*_RUNNING),
        lambda placement, papers, form, by, at: changing.interrupt(placement, **form.cleaned_data, by=by, at=at),
    ),
    "resume": Step(
        _("Continue after the interruption"), _("Continue"), _("Hours can be logged again."), NoWords, _in(S.INTERRUPTED),
        lambda placement, papers, form, by, at: changing.resume(placement, by=by, at=at),
    ),
    "end": Step(
        _("End early, or change the host"), _("End the placement"), _("Ended. Confirmed hours are kept."), EndForm,
        _in(S.AGREEMENT, *_RUNNING, S.INTERRUPTED),
        lambda placement, papers, form, by, at: changing.end_early(placement, **form.cleaned_data, by=by, at=at),
    ),
    "extend": Step(
        _("Give more weeks"), _("Give more time"), _("The dates have moved."), ExtendForm,
        lambda placement, papers: changing.may_have_more(placement.internship), _extend,
    ),
    "project": Step(
        _("Applied project in place of a placement"), _("Start the project"), _("The project has started."), ProjectForm,
        lambda placement, papers: placement.state == S.ENDED and changing.may_have_more(placement.internship), _project,
    ),
}  # fmt: skip
FIRST = ("approve", "agreement", "sign", "plan", "midpoint", "evaluation", "write")
"""What is open on the page at once; the rest is under “More”."""


@dataclass(frozen=True)
class Offered:
    name: str
    title: str
    button: str
    form: forms.Form


def steps_for(placement: Placement, papers: Papers, user, bound: dict[str, forms.Form]) -> list[Offered]:
    """The steps that are open now, each with its form; the one that was refused with its errors."""
    return [
        Offered(
            name, str(step.title), str(step.button), bound.get(name) or _empty(step, name, placement, papers)
        )
        for name, step in STEPS.items()
        if step.is_open(placement, papers)
        and name != "hours"
        and (name != "sign" or signs_for_programme(user))
    ]


def _empty(step: Step, name: str, placement: Placement, papers: Papers) -> forms.Form:
    return step.form(prefix=name, initial=step.initial(placement, papers))
