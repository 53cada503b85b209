"""Awards: one person proposes, a second one approves, and the facts are frozen and signed."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from content.base.errors import RuleError
from courses.editions.plan import Plan, plan_of
from learners.credentials.confirming import require_confirmed
from learners.credentials.dossier import keep_dossier
from learners.credentials.eligibility import Standing, standing_for
from learners.credentials.evidence import alignments, evidence_of
from learners.credentials.issued_files import make_files
from learners.credentials.models import AwardKind, AwardProposal, Certificate
from learners.credentials.names import name_to_print
from learners.credentials.open_badges import open_badge
from learners.credentials.ratifying import with_board
from learners.credentials.rendering import require_printable
from learners.credentials.serials import new_serial
from learners.credentials.signing import active_key, sign
from learners.credentials.status_list import free_index
from learners.enrolment.models import Enrolment
from learners.events.recording import record

MISSING_REASON = gettext_lazy("Enter the reason. The person who proposed the award will read it.")


class UnableToAward(RuleError):
    pass


@transaction.atomic
def propose_award(enrolment: Enrolment, *, by, at: datetime) -> AwardProposal:
    """The first of two persons. Proposed already is the same result.

    After a revocation it proposes the certificate that takes the place of the revoked one.
    """
    enrolment = locked(enrolment.pk)
    refuse_own(enrolment, by)
    existing = proposal_in_force(enrolment, kind=AwardKind.CERTIFICATE)
    if existing:
        return existing
    _require_eligible(_standing(enrolment))
    require_confirmed(enrolment)
    require_printable(name_to_print(enrolment))
    proposal = AwardProposal.objects.create(enrolment=enrolment, proposed_by=by, proposed_at=at)
    record("award.proposed", enrolment=enrolment, by=by, at=at, data={"proposal": proposal.pk})
    log_award(enrolment, enrolment, "campus.award_proposed", by=by, at=at, data={"proposal": proposal.pk})
    return proposal


@transaction.atomic
def approve_award(proposal: AwardProposal, *, by, at: datetime) -> Certificate:
    """The second of two persons. Checks all rules again, freezes the facts, signs them.

    Approved already is the same result. The mail and other effects follow from the event.
    """
    enrolment = locked(proposal.enrolment_id)
    proposal = AwardProposal.objects.select_for_update().get(pk=proposal.pk, kind=AwardKind.CERTIFICATE)
    if proposal.decision == AwardProposal.Decision.APPROVED:
        return proposal.certificate
    require_second_person(proposal, enrolment, by)
    standing = _standing(enrolment)
    _require_eligible(standing)
    require_confirmed(enrolment)
    facts = _facts(standing, new_serial(), signatories=(proposal.proposed_by, by), at=at)
    return seal(proposal, facts, lambda index: _badge(facts, standing, index, at=at), by=by, at=at)


def seal(
    proposal: AwardProposal, facts: dict, badge: Callable[[int], dict], *, by, at: datetime
) -> Certificate:
    """Writes the decision, signs the facts, makes the files. Call it inside the transaction of an approval.

    badge: the credential that is not signed yet, for a place in the status list.
    """
    enrolment = proposal.enrolment
    _decide(proposal, AwardProposal.Decision.APPROVED, by=by, at=at)
    index = free_index()
    certificate = _issue(proposal, facts, index, by=by, at=at)
    make_files(certificate, badge(index), at=at)  # what cannot be printed undoes all
    keep_dossier(certificate, at=at)
    data = {"certificate": certificate.pk}
    is_whole = proposal.kind == AwardKind.CERTIFICATE
    verb = "certificate.issued" if is_whole else "exit_award.issued"
    record(verb, enrolment=enrolment, by=by, at=at, data=data)
    log_award(certificate, enrolment, "campus.certificate_issued", by=by, at=at, data=data)
    return certificate


@transaction.atomic
def decline_award(proposal: AwardProposal, *, by, at: datetime, reason: str) -> AwardProposal:
    """The second person says no. The award may be proposed again."""
    enrolment = locked(proposal.enrolment_id)
    proposal = AwardProposal.objects.select_for_update().get(pk=proposal.pk)
    require_second_person(proposal, enrolment, by)
    if not reason.strip():
        raise UnableToAward(MISSING_REASON)
    _decide(proposal, AwardProposal.Decision.DECLINED, by=by, at=at, reason=reason.strip())
    data = {"proposal": proposal.pk, "reason": proposal.reason}
    record("award.declined", enrolment=enrolment, by=by, at=at, data=data)
    log_award(enrolment, enrolment, "campus.award_declined", by=by, at=at, data=data)
    return proposal


def log_award(instance, enrolment: Enrolment, action: str, *, by, at: datetime, data: dict) -> None:
    # Titled by the person: a serial opens the public page, so it stands in no list but the award desk's.
    log(instance=instance, action=action, user=by, timestamp=at, title=enrolment.user.name, data=data)


def locked(enrolment_id: int) -> Enrolment:
    # One row lock for every deed on one award: two desks cannot both be first.
    enrolments = Enrolment.objects.select_for_update(of=("self",))
    return enrolments.select_related("cohort", "user__profile").get(pk=enrolment_id)


def proposal_in_force(enrolment: Enrolment, *, kind: str, scope: str = "") -> AwardProposal | None:
    proposals = enrolment.award_proposals.filter(kind=kind, scope=scope)
    waiting = proposals.filter(decision=AwardProposal.Decision.OPEN)
    issued = proposals.filter(certificate__isnull=False, certificate__revoked_at=None)
    return (waiting | issued).first()


def refuse_own(enrolment: Enrolment, by) -> None:
    if by.pk == enrolment.user_id:
        raise UnableToAward(_("Nobody proposes or approves the own award."))


def require_second_person(proposal: AwardProposal, enrolment: Enrolment, by) -> None:
    if proposal.decision != AwardProposal.Decision.OPEN:
        raise UnableToAward(_("This proposal is decided already."))
    if by.pk == proposal.proposed_by_id:
        raise UnableToAward(_("You proposed this award. A second person has to approve it."))
    refuse_own(enrolment, by)


def _standing(enrolment: Enrolment) -> Standing:
    [standing] = with_board([standing_for(enrolment)])
    return standing


def _require_eligible(standing: Standing) -> None:
    if not standing.eligible:
        reasons = " ".join(f"{check.text}: {check.detail}" for check in standing.unmet)
        raise UnableToAward(_("The award cannot be made yet. %s") % reasons)


def _decide(proposal: AwardProposal, decision: str, *, by, at: datetime, reason: str = "") -> None:
    AwardProposal.objects.filter(pk=proposal.pk).update(
        decision=decision, decided_by=by, decided_at=at, reason=reason
    )
    proposal.refresh_from_db()


def _issue(proposal: AwardProposal, facts: dict, index: int, *, by, at: datetime) -> Certificate:
    key = active_key()
    before = Certificate.objects.filter(enrolment_id=proposal.enrolment_id, replaced_by=None)
    return Certificate.objects.create(
        enrolment_id=proposal.enrolment_id,
        proposal=proposal,
        kind=proposal.kind,
        scope=proposal.scope,
        serial=facts["serial"],
        facts=facts,
        signature=sign(facts, key=key),
        key=key,
        issued_at=at,
        issued_by=proposal.proposed_by,
        approved_by=by,
        replaces=before.filter(kind=proposal.kind, scope=proposal.scope).first(),
        status_index=index,
    )


def _badge(facts: dict, standing: Standing, index: int, *, at: datetime) -> dict:
    enrolment = standing.enrolment
    plan = plan_of(enrolment.cohort.edition_id)
    return open_badge(
        facts,
        plan=plan,
        email=enrolment.user.email,
        alignment=alignments(plan),
        evidence=evidence_of(standing),
        index=index,
        at=at,
    )


def _facts(standing: Standing, serial: str, *, signatories: tuple, at: datetime) -> dict:
    """Everything that the certificate says (specification 1.11)."""
    enrolment = standing.enrolment
    plan = plan_of(enrolment.cohort.edition_id)
    facts = first_facts(enrolment, plan, serial, signatories=signatories, at=at)
    planned_end = enrolment.cohort.starts_on + timedelta(weeks=plan.frame["duration_weeks"], days=-1)
    facts |= {
        "award": plan.frame["award"],
        "classification": standing.classification,
        "studied_to": min(planned_end, at.date()).isoformat(),
    }
    return facts | _volume(plan)


def first_facts(enrolment: Enrolment, plan: Plan, serial: str, *, signatories: tuple, at: datetime) -> dict:
    """What every award says, whatever it is."""
    facts = {
        "form": 1,
        "serial": serial,
        "name": name_to_print(enrolment),
        "programme": plan.frame["title"],
        "studied_from": enrolment.cohort.starts_on.isoformat(),
        "issued_on": at.date().isoformat(),
        "issuer": settings.ISSUER_NAME,
        "signatories": [person.name for person in signatories],
        "address": f"{settings.SITE_ADDRESS}/verify/{serial}/",
    }
    return facts | ({"demo": True} if enrolment.cohort.demo else {})


def _volume(plan: Plan) -> dict:
    """Hours and credits of the whole programme, so only if the edition holds work of every module.

    Credits only if the institution has confirmed them.
    """
    if not plan.modules or not all(module.activities for module in plan.modules):
        return {}
    credits_ects = plan.frame["credits_ects"]
    return {"hours": plan.frame["notional_hours"]} | ({"credits_ects": credits_ects} if credits_ects else {})
