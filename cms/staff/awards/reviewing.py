"""The page between the board and a deed on many learners: who is meant, who is left out and why, one button."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.staff.awards.forms import Chosen
from learners.credentials.awarding import Award, Board, Outcome, approve_all, propose_all
from learners.credentials.issuing import UnableToAward
from learners.credentials.issuing_work import start_run
from learners.credentials.tasks import work_on_run

MOST_AT_ONCE = 5
"""More certificates are issued in the background: each takes a tenth of a second and more."""


@dataclass(frozen=True)
class Deed:
    key: str
    title: str | Promise
    fits: Callable[[Award, object], bool]
    everybody: Callable[[Board], list[Award]]
    do: Callable[..., Outcome]
    told: Callable[[int], str]
    nobody: str | Promise
    """What the page says when there is nothing to do."""


PROPOSE = Deed(
    "propose",
    gettext_lazy("Propose awards"),
    lambda award, user: award.can_be_proposed_by(user),
    lambda board: board.to_propose,
    propose_all,
    lambda count: (
        ngettext(
            "%s award is proposed. A second person has to approve it.",
            "%s awards are proposed. A second person has to approve them.",
            count,
        )
        % count
    ),
    gettext_lazy("There is nothing to propose: nobody in this cohort can be awarded now."),
)
APPROVE = Deed(
    "approve",
    gettext_lazy("Approve awards"),
    lambda award, user: award.can_be_decided_by(user),
    lambda board: board.to_approve,
    approve_all,
    lambda count: (
        ngettext(
            "%s certificate is issued. The learner gets a mail within a minute.",
            "%s certificates are issued. The learners get a mail within a minute.",
            count,
        )
        % count
    ),
    gettext_lazy("There is nothing to approve: no award in this cohort waits for you."),
)


def review(request, board: Board, deed: Deed):
    """Everybody who fits, or those who were chosen by check box on the board."""
    chosen = deed.everybody(board)
    if "chosen" in request.GET or "learner" in request.GET:
        ids = [int(part) for part in request.GET.getlist("learner") if part.isascii() and part.isdigit()]
        chosen = board.chosen(ids)
        if not chosen:
            messages.warning(request, _("Choose at least one learner."))
            return redirect("award_board", board.cohort.code)
    meant = [award for award in chosen if deed.fits(award, request.user)]
    context = {
        "deed": deed,
        "cohort": board.cohort,
        "awards": meant,
        "left_out": [award for award in chosen if not deed.fits(award, request.user)],
        "form": Chosen(initial={"who": ",".join(str(award.enrolment.pk) for award in meant)}),
    }
    return render(request, "cms/staff/awards/review.html", context)


def _in_background(request, board: Board, awards: list[Award]):
    proposals = [
        award.proposal for award in awards if award.can_be_decided_by(request.user) and award.proposal
    ]
    try:
        run = start_run(board.cohort, proposals, by=request.user, at=now())
    except UnableToAward as refusal:
        messages.error(request, str(refusal))
        return redirect("award_board", board.cohort.code)
    transaction.on_commit(lambda: work_on_run.delay(run.pk))
    return redirect("issuing_run", board.cohort.code, run.pk)


def carry_out(request, board: Board, deed: Deed):
    form = Chosen(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the learners on the board again."))
        return redirect("award_board", board.cohort.code)
    awards = board.chosen(form.cleaned_data["who"])
    if len(awards) < len(set(form.cleaned_data["who"])):
        raise Http404(board.cohort.code)  # somebody of another cohort
    if deed is APPROVE and len(awards) > MOST_AT_ONCE:
        return _in_background(request, board, awards)
    outcome = deed.do(awards, by=request.user, at=now())
    if outcome.done:
        messages.success(request, deed.told(len(outcome.done)))
    for award, reason in outcome.refused:
        messages.error(request, f"{award.name}: {reason}")
    return redirect("award_board", board.cohort.code)
