"""Statements of attainment and records of participation: proposed and approved by two persons, like the certificate."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.editions.plan import plan_of
from learners.credentials.confirming import require_confirmed
from learners.credentials.exit_awards import ExitAward, exit_awards_for
from learners.credentials.issuing import (
    UnableToAward,
    approve_award,
    first_facts,
    locked,
    log_award,
    proposal_in_force,
    refuse_own,
    require_second_person,
    seal,
)
from learners.credentials.models import AwardKind, AwardProposal, Certificate
from learners.credentials.names import name_to_print
from learners.credentials.open_badges import open_badge
from learners.credentials.rendering import require_printable
from learners.credentials.serials import new_serial
from learners.enrolment.models import Enrolment
from learners.events.recording import record


@transaction.atomic
def propose_exit_award(enrolment: Enrolment, *, kind: str, scope: str, by, at: datetime) -> AwardProposal:
    """The first of two persons. Proposed already is the same result."""
    enrolment = locked(enrolment.pk)
    refuse_own(enrolment, by)
    existing = proposal_in_force(enrolment, kind=kind, scope=scope)
    if existing:
        return existing
    _require_eligible(enrolment, kind, scope, at=at)
    require_confirmed(enrolment)
    require_printable(name_to_print(enrolment))
    proposal = AwardProposal.objects.create(
        enrolment=enrolment, kind=kind, scope=scope, proposed_by=by, proposed_at=at
    )
    data = {"proposal": proposal.pk, "kind": kind, "scope": scope}
    record("award.proposed", enrolment=enrolment, by=by, at=at, data=data)
    log_award(enrolment, enrolment, "campus.award_proposed", by=by, at=at, data=data)
    return proposal


@transaction.atomic
def approve_exit_award(proposal: AwardProposal, *, by, at: datetime) -> Certificate:
    """The second of two persons. Checks the rules again. Approved already is the same result."""
    enrolment = locked(proposal.enrolment_id)
    exits = AwardProposal.objects.exclude(kind=AwardKind.CERTIFICATE)
    proposal = exits.select_for_update().get(pk=proposal.pk)
    if proposal.decision == AwardProposal.Decision.APPROVED:
        return proposal.certificate
    require_second_person(proposal, enrolment, by)
    award = _require_eligible(enrolment, proposal.kind, proposal.scope, at=at)
    require_confirmed(enrolment)
    facts = _facts(enrolment, award, signatories=(proposal.proposed_by, by), at=at)
    return seal(proposal, facts, lambda index: _badge(enrolment, facts, award, index, at=at), by=by, at=at)


def approve_proposed(proposal: AwardProposal, *, by, at: datetime) -> Certificate:
    """By the rules of what it is about: the certificate, or a part of the programme."""
    approve = approve_award if proposal.kind == AwardKind.CERTIFICATE else approve_exit_award
    return approve(proposal, by=by, at=at)


def _require_eligible(enrolment: Enrolment, kind: str, scope: str, *, at: datetime) -> ExitAward:
    """In English, for its words go onto the paper."""
    with override("en"):
        awards = exit_awards_for(enrolment, at=at)
    award = next((each for each in awards if (each.kind, each.scope) == (kind, scope)), None)
    if award is None:
        raise UnableToAward(_("The edition of this learner knows no such award."))
    if not award.eligible:
        reasons = " ".join(f"{check.text}: {check.detail}" for check in award.unmet)
        raise UnableToAward(_("The award cannot be made yet. %s") % reasons)
    return award


def _facts(enrolment: Enrolment, award: ExitAward, *, signatories: tuple, at: datetime) -> dict:
    """Says which part it is about, what was reached, and that it is not the certificate."""
    plan = plan_of(enrolment.cohort.edition_id)
    facts = first_facts(enrolment, plan, new_serial(), signatories=signatories, at=at)
    said = {check.key: check.detail for check in award.checks}
    return facts | {
        "kind": award.kind,
        "scope": award.scope,
        "award": award.label,
        "part": award.part,
        "reached": f"{said['lessons']} {said.get('components') or said.get('quiz', '')}".strip(),
        "is_not": f"It is not the {plan.frame['award']} and does not take its place.",
        "classification": "",
        "studied_to": (award.ended_on or at.date()).isoformat(),
    }


def _badge(enrolment: Enrolment, facts: dict, award: ExitAward, index: int, *, at: datetime) -> dict:
    return open_badge(
        facts,
        plan=plan_of(enrolment.cohort.edition_id),
        email=enrolment.user.email,
        alignment=[],
        evidence=[
            {
                "type": ["Evidence"],
                "name": f"{module.code} {module.title}",
                "genre": "Module",
                "narrative": f"{module.hours} hours of study as planned.",
            }
            for module in award.modules
        ],
        index=index,
        at=at,
        criteria=award.rule,
    )
