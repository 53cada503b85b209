"""The page between a board and a deed on many awards: which are meant, which are left out and why, one button."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

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
from learners.credentials.tasks import call_workers

MOST_AT_ONCE = 5
"""More are issued in the background: each takes a tenth of a second."""
MOST_ON_A_PAGE = 200
"""So many awards stand on one review page, and so many are proposed in one request: some seconds."""


@dataclass(frozen=True)
class Deed:
    key: str
    title: str | Promise
    fits: Callable[[Award, object], bool]
    everybody: Callable[[Board], list[Award]]
    do: Callable[..., Outcome]
    in_background: bool
    """Whether many of them are worked off by a task, which issues what was proposed."""
    told: Callable[[int], str]
    nobody: str | Promise
    """What the page says when there is nothing to do."""
    board: str = "award_board"
    """The page from which one comes and to which one goes back."""


PROPOSE = Deed(
    "propose",
    gettext_lazy("Propose awards"),
    lambda award, user: award.can_be_proposed_by(user),
    lambda board: board.to_propose,
    propose_all,
    False,
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
    True,
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
PROPOSE_EXITS = replace(
    PROPOSE,
    nobody=gettext_lazy("There is nothing to propose: no part of the programme can be attested now."),
    board="exit_awards",
)
APPROVE_EXITS = replace(
    APPROVE,
    told=lambda count: (
        ngettext(
            "%s document is issued. The learner gets a mail within a minute.",
            "%s documents are issued. The learners get a mail within a minute.",
            count,
        )
        % count
    ),
    nobody=gettext_lazy("There is nothing to approve: no exit award in this cohort waits for you."),
    board="exit_awards",
)


def review_or_carry_out(request, board: Board, deed: Deed):
    return (_carry_out if request.method == "POST" else _review)(request, board, deed)


def _review(request, board: Board, deed: Deed):
    """Everything that fits, or what was chosen by check box on the board."""
    chosen = deed.everybody(board)
    if "chosen" in request.GET or "learner" in request.GET:
        chosen = board.chosen(request.GET.getlist("learner"))
        if not chosen:
            messages.warning(request, _("Choose at least one learner."))
            return redirect(deed.board, board.cohort.code)
    fitting = [award for award in chosen if deed.fits(award, request.user)]
    meant = fitting[:MOST_ON_A_PAGE]
    context = {
        "deed": deed,
        "cohort": board.cohort,
        "awards": meant,
        "later": len(fitting) - len(meant),
        "left_out": [award for award in chosen if not deed.fits(award, request.user)],
        "form": Chosen(initial={"who": ",".join(award.choice for award in meant)}),
    }
    return render(request, "cms/staff/awards/review.html", context)


def _tell_refusals(request, outcome: Outcome) -> None:
    """One sentence for a learner and a reason, however many awards it keeps back."""
    for (name, reason), count in Counter((award.name, reason) for award, reason in outcome.refused).items():
        words = {"name": name, "count": count, "reason": reason}
        messages.error(
            request,
            f"{name}: {reason}" if count == 1 else _("%(name)s, %(count)s awards: %(reason)s") % words,
        )


def _in_background(request, board: Board, deed: Deed, awards: list[Award]):
    proposals = [
        award.proposal for award in awards if award.can_be_decided_by(request.user) and award.proposal
    ]
    try:
        run = start_run(board.cohort, proposals, by=request.user, at=now())
    except UnableToAward as refusal:
        messages.error(request, str(refusal))
        return redirect(deed.board, board.cohort.code)
    transaction.on_commit(lambda: call_workers(run), robust=True)
    return redirect("issuing_run", board.cohort.code, run.pk)


def _carry_out(request, board: Board, deed: Deed):
    form = Chosen(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the learners on the board again."))
        return redirect(deed.board, board.cohort.code)
    awards = board.chosen(form.cleaned_data["who"])
    if len(awards) < len(set(form.cleaned_data["who"])):
        raise Http404(board.cohort.code)  # somebody of another cohort
    if deed.in_background and len(awards) > MOST_AT_ONCE:
        return _in_background(request, board, deed, awards)
    outcome = deed.do(awards, by=request.user, at=now())
    if outcome.done:
        messages.success(request, deed.told(len(outcome.done)))
    _tell_refusals(request, outcome)
    return redirect(deed.board, board.cohort.code)
