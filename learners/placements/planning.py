"""The internship plan (form IF-3): three to five objectives that serve at least four principles, approved by two."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from learners.placements.models import Placement
from learners.placements.moving import UnableToPlace, locked, move, require_text, tell
from learners.placements.papers import Objective, Plan

FEWEST, MOST = 3, 5
FEWEST_PRINCIPLES = 4
"""Across the plan."""
PRINCIPLES = range(1, 13)
_State = Placement.State


@dataclass(frozen=True)
class Aim:
    """One objective as it was written."""

    text: str
    deliverable: str
    evidence: str
    risk: str
    due_on: date
    principles: tuple[int, ...]


@dataclass(frozen=True)
class Written:
    aims: tuple[Aim, ...]
    resources: str
    capstone: str
    meetings: str


def newest_plan(placement: Placement) -> Plan | None:
    return placement.plans.prefetch_related("objectives").order_by("-number").first()


def approved_plan(placement: Placement) -> Plan | None:
    """The newest that both have approved; a later one that is being read does not take its place yet."""
    plans = placement.plans.filter(
        supervisor_approved_at__isnull=False, approved_at__isnull=False, returned_at=None
    )
    return plans.prefetch_related("objectives").order_by("-number").first()


@transaction.atomic
def send_plan(placement: Placement, written: Written, *, at: datetime) -> Plan:
    """A new version for supervisor and co-ordinator to approve. Raises UnableToPlace."""
    placement = locked(placement)
    if placement.state not in (_State.PLANNING, _State.RUNNING):
        raise UnableToPlace(_("The placement is: %s. No plan is asked for.") % placement.get_state_display())
    _require_whole(written, placement)
    plan = Plan.objects.create(
        placement=placement,
        number=placement.plans.count() + 1,
        resources=require_text(written.resources, _("Write which resources and access you need.")),
        capstone=require_text(written.capstone, _("Write how the internship is linked to your capstone.")),
        meetings=require_text(
            written.meetings, _("Write when you meet your supervisor, at least every two weeks.")
        ),
        sent_at=at,
    )
    Objective.objects.bulk_create(
        Objective(
            plan=plan, number=number, text=aim.text.strip(), deliverable=aim.deliverable.strip(),
            evidence=aim.evidence.strip(), risk=aim.risk.strip(), due_on=aim.due_on, principles=sorted(set(aim.principles)),
        )
        for number, aim in enumerate(written.aims, start=1)
    )  # fmt: skip
    learner = placement.internship.enrolment.user
    tell("placement.plan_sent", placement, by=learner, at=at, number=plan.number)
    return plan


@transaction.atomic
def approve_plan(plan: Plan, *, by, at: datetime) -> Plan:
    """By the co-ordinator. With both approvals hours for tasks can be logged. Raises UnableToPlace."""
    placement, plan = _open(plan)
    if by.pk == placement.internship.enrolment.user_id:
        raise UnableToPlace(_("Nobody approves the own plan."))
    if plan.approved_at is None:
        plan.approved_at, plan.approved_by = at, by
        plan.save(update_fields=["approved_at", "approved_by"])
    return _settle(placement, plan, by=by, at=at)


@transaction.atomic
def approve_plan_as_supervisor(plan: Plan, *, at: datetime) -> Plan:
    """By personal link. Raises UnableToPlace."""
    placement, plan = _open(plan)
    if plan.supervisor_approved_at is None:
        plan.supervisor_approved_at = at
        plan.save(update_fields=["supervisor_approved_at"])
    return _settle(placement, plan, by=None, at=at)


@transaction.atomic
def return_plan(plan: Plan, *, answer: str, by, at: datetime) -> Plan:
    """By the co-ordinator, or by the supervisor (by is None): the learner sends a new version. Raises UnableToPlace."""
    placement, plan = _open(plan)
    if plan.is_approved:
        raise UnableToPlace(_("The plan is approved by both. Ask the learner for a new version."))
    plan.answer = require_text(answer, _("Write what is to be changed. The learner reads it."))
    plan.returned_at = at
    plan.save(update_fields=["answer", "returned_at"])
    tell("placement.plan_returned", placement, by=by, at=at, number=plan.number)
    return plan


def _open(plan: Plan) -> tuple[Placement, Plan]:
    placement = locked(plan.placement)
    newest = placement.plans.order_by("-number").first()
    if newest is None or newest.pk != plan.pk or newest.returned_at:
        raise UnableToPlace(
            _("There is another version of the plan, or it was given back. Load the page again.")
        )
    if not placement.is_at_work:
        raise UnableToPlace(_("The placement is: %s. Load the page again.") % placement.get_state_display())
    return placement, newest


def _settle(placement: Placement, plan: Plan, *, by, at: datetime) -> Plan:
    if plan.is_approved and placement.state == _State.PLANNING:
        move(placement, "plan")
        placement.save(update_fields=["state"])
        tell("placement.plan_approved", placement, by=by, at=at, number=plan.number)
    return plan


def _require_whole(written: Written, placement: Placement) -> None:
    if not FEWEST <= len(written.aims) <= MOST:
        raise UnableToPlace(_("Write 3 to 5 objectives. You wrote %s.") % len(written.aims))
    for number, aim in enumerate(written.aims, start=1):
        _require_aim(number, aim, placement)
    served = {principle for aim in written.aims for principle in aim.principles}
    if len(served) < FEWEST_PRINCIPLES:
        raise UnableToPlace(
            _("The objectives serve %(count)s principles together. At least %(least)s are needed.")
            % {"count": len(served), "least": FEWEST_PRINCIPLES}
        )


def _require_aim(number: int, aim: Aim, placement: Placement) -> None:
    told = {"number": number}
    for text in (aim.text, aim.deliverable, aim.evidence, aim.risk):
        require_text(text, _("Fill in all four texts of objective %(number)s.") % told)
    if not aim.principles or any(principle not in PRINCIPLES for principle in aim.principles):
        raise UnableToPlace(_("Choose at least one principle for objective %(number)s.") % told)
    if not placement.starts_on <= aim.due_on <= placement.ends_on:
        raise UnableToPlace(_("The date of objective %(number)s is not within the placement.") % told)
