"""An integrity case from the flag to the appeal (specification 1.10): each step, who may take it, and when."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from learners.enrolment.models import Enrolment
from learners.events.recording import record
from learners.grades.withholding import withhold
from learners.integrity.carrying_out import carry_out, take_back
from learners.integrity.models import IntegrityCase, Outcome, PanelVote

REPLY_DAYS = 10
APPEAL_DAYS = 14
PANEL = 3
MINOR = (Outcome.CLEARED, Outcome.WARNING, Outcome.REDO)
"""What one officer may decide alone."""
_State = IntegrityCase.State


class UnableToProceed(RuleError):
    pass


def reply_until(case: IntegrityCase) -> datetime | None:
    return case.informed_at + timedelta(days=REPLY_DAYS) if case.informed_at else None


def appeal_until(case: IntegrityCase) -> datetime | None:
    return case.decided_at + timedelta(days=APPEAL_DAYS) if case.decided_at else None


@transaction.atomic
def flag(enrolment: Enrolment, *, activity_id: int, evidence: str, by, at: datetime) -> IntegrityCase:
    """Open a case; from now on the mark of this work is withheld. Raises UnableToProceed."""
    if by.pk == enrolment.user_id:
        raise UnableToProceed(_("Nobody flags the own work."))
    _require_text(evidence, _("Describe what you saw and where: the learner has to be able to reply."))
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)  # two markers open one case
    if (
        IntegrityCase.objects.filter(enrolment=enrolment, activity_id=activity_id)
        .exclude(state=_State.CLOSED)
        .exists()
    ):
        raise UnableToProceed(_("There is an open case about this work already."))
    case = IntegrityCase.objects.create(
        enrolment=enrolment, activity_id=activity_id, evidence=evidence.strip(), flagged_at=at, flagged_by=by
    )
    withhold(enrolment, activity_id, reason=_("Integrity case %s") % case.pk, by=by, at=at)
    _tell(case, "flagged", by=by, at=at)
    return case


@transaction.atomic
def drop(case: IntegrityCase, *, reasons: str, by, at: datetime) -> IntegrityCase:
    """Close it before the learner hears of it: there is nothing in it. Another person than the one who flagged it."""
    case = _locked(case, _State.FLAGGED)
    _require_other(case, by)
    _require_text(reasons, _("Give a reason: the marker reads it."))
    return _decide(case, Outcome.CLEARED, reasons, by=by, at=at, closes=True)


@transaction.atomic
def inform(case: IntegrityCase, *, by, at: datetime) -> IntegrityCase:
    """Put the evidence to the learner, who may reply within ten days."""
    case = _locked(case, _State.FLAGGED)
    _require_other(case, by)
    case.state, case.informed_at, case.informed_by = _State.INFORMED, at, by
    case.save(update_fields=["state", "informed_at", "informed_by"])
    _tell(case, "informed", by=by, at=at)
    return case


@transaction.atomic
def reply(case: IntegrityCase, *, text: str, at: datetime) -> IntegrityCase:
    """What the learner says about it, once."""
    case = _locked(case, _State.INFORMED, _State.PANEL)
    _require_text(text, _("Write your reply first."))
    if case.replied_at:
        raise UnableToProceed(_("You have replied already. Your reply is below."))
    until = reply_until(case)
    if until is None or at > until:
        raise UnableToProceed(_("The ten days for a reply are over."))
    case.reply, case.replied_at = text.strip(), at
    case.save(update_fields=["reply", "replied_at"])
    _tell(case, "replied", by=case.enrolment.user, at=at)
    return case


@transaction.atomic
def refer_to_panel(case: IntegrityCase, *, by, at: datetime) -> IntegrityCase:
    """A serious case: three people decide it."""
    case = _locked(case, _State.INFORMED)
    _require_other(case, by)
    case.state = _State.PANEL
    case.save(update_fields=["state"])
    _tell(case, "referred", by=by, at=at)
    return case


@transaction.atomic
def decide(case: IntegrityCase, *, outcome: Outcome, reasons: str, by, at: datetime) -> IntegrityCase:
    """A minor case, by one officer, after the learner's reply or when the time for it is over."""
    case = _locked(case, _State.INFORMED)
    _require_other(case, by)
    if outcome not in MINOR:
        raise UnableToProceed(_("This outcome needs a panel of three. Refer the case to the panel."))
    _require_heard(case, at)
    _require_text(reasons, _("Give the reasons: the learner reads them."))
    return _decide(case, outcome, reasons, by=by, at=at)


@transaction.atomic
def vote(case: IntegrityCase, *, outcome: Outcome, reasons: str, by, at: datetime) -> IntegrityCase:
    """One of three votes. With the third the case is decided: by the outcome in the middle, so by any two that agree."""
    case = _locked(case, _State.PANEL)
    _require_other(case, by)
    _require_heard(case, at)
    _require_text(reasons, _("Give the reasons: the learner reads them."))
    if case.votes.filter(member=by).exists():
        raise UnableToProceed(_("You have voted already."))
    PanelVote.objects.create(case=case, member=by, outcome=outcome, reasons=reasons.strip(), voted_at=at)
    _tell(case, "voted", by=by, at=at)
    votes = list(case.votes.order_by("pk"))
    if len(votes) < PANEL:
        return case
    middle = sorted((each.outcome for each in votes), key=Outcome.values.index)[PANEL // 2]
    agreed = "\n\n".join(each.reasons for each in votes if each.outcome == middle)
    return _decide(case, Outcome(middle), agreed, by=by, at=at)


@transaction.atomic
def appeal(case: IntegrityCase, *, text: str, at: datetime) -> IntegrityCase:
    """To the board, within fourteen days, on procedure or new evidence."""
    case = _locked(case, _State.DECIDED)
    _require_text(text, _("Write what was wrong in the procedure, or what is new."))
    if not case.is_finding:
        raise UnableToProceed(_("The case was decided in your favour. There is nothing to appeal against."))
    until = appeal_until(case)
    if until is None or at > until:
        raise UnableToProceed(_("The fourteen days for an appeal are over."))
    case.state, case.appeal, case.appealed_at = _State.APPEALED, text.strip(), at
    case.save(update_fields=["state", "appeal", "appealed_at"])
    _tell(case, "appealed", by=case.enrolment.user, at=at)
    return case


@transaction.atomic
def decide_appeal(case: IntegrityCase, *, upheld: bool, reasons: str, by, at: datetime) -> IntegrityCase:
    """By somebody who took no part in the decision. An appeal that succeeds restores the marks."""
    case = _locked(case, _State.APPEALED)
    took_part = {case.flagged_by_id, case.informed_by_id, case.decided_by_id}
    took_part |= set(case.votes.values_list("member_id", flat=True))
    if by.pk in took_part or by.pk == case.enrolment.user_id:
        raise UnableToProceed(_("An appeal is decided by somebody who took no part in the decision."))
    _require_text(reasons, _("Give the reasons: the learner reads them."))
    case.state, case.overturned, case.appeal_reasons = _State.CLOSED, upheld, reasons.strip()
    case.appeal_decided_at, case.appeal_decided_by = at, by
    case.save(
        update_fields=["state", "overturned", "appeal_reasons", "appeal_decided_at", "appeal_decided_by"]
    )
    if upheld:
        take_back(case, by=by, at=at)
    _tell(case, "appeal_decided", by=by, at=at)
    return case


def close_decided(*, at: datetime) -> int:
    """Close the cases whose time for an appeal is over; how many. Safe to run twice."""
    last = at - timedelta(days=APPEAL_DAYS)
    return IntegrityCase.objects.filter(state=_State.DECIDED, decided_at__lt=last).update(state=_State.CLOSED)


def _decide(case, outcome: Outcome, reasons: str, *, by, at: datetime, closes: bool = False) -> IntegrityCase:
    case.state = _State.CLOSED if closes or outcome == Outcome.CLEARED else _State.DECIDED
    case.outcome, case.reasons, case.decided_at, case.decided_by = outcome, reasons.strip(), at, by
    case.save(update_fields=["state", "outcome", "reasons", "decided_at", "decided_by"])
    carry_out(case, by=by, at=at)
    _tell(case, "dropped" if closes else "decided", by=by, at=at)
    return case


def _locked(case: IntegrityCase, *states: str) -> IntegrityCase:
    """The row, locked, in one of these states."""
    row = (
        IntegrityCase.objects.select_for_update(of=("self",))
        .select_related("enrolment__user", "activity")
        .get(pk=case.pk)
    )
    if row.state not in states:
        raise UnableToProceed(_("The case is: %s. Load the page again.") % row.get_state_display())
    return row


def _require_other(case: IntegrityCase, by) -> None:
    if by.pk in (case.flagged_by_id, case.enrolment.user_id):
        raise UnableToProceed(_("Another person than the one who flagged the work has to do this."))


def _require_heard(case: IntegrityCase, at: datetime) -> None:
    until = reply_until(case)
    if not case.replied_at and (until is None or at <= until):
        raise UnableToProceed(
            _("The learner may still reply. Decide after the reply, or when its time is over.")
        )


def _require_text(text: str, missing: str) -> None:
    if not text.strip():
        raise UnableToProceed(missing)


def _tell(case: IntegrityCase, verb: str, *, by, at: datetime) -> None:
    record(
        f"integrity.{verb}",
        enrolment=case.enrolment,
        activity_id=case.activity_id,
        by=by,
        at=at,
        data={"case": case.pk},
    )
