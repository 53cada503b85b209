"""What waits for a supervisor at one placement: the page and the mails say the same."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learners.placements.agreeing import missing_parties, newest_agreement
from learners.placements.confirming import asked_entries, waiting_entries
from learners.placements.counting import in_hours
from learners.placements.evaluating import confirmed_quarters, evaluation_is_open, evaluation_of
from learners.placements.logbook import HoursEntry
from learners.placements.models import OPEN, Placement
from learners.placements.papers import Agreement, Evaluation, Midpoint, Plan, Signature
from learners.placements.planning import newest_plan
from learners.placements.reviewing import midpoint_of


@dataclass(frozen=True)
class Waiting:
    agreement: Agreement | None
    """To be signed by the host."""
    plan: Plan | None
    entries: list[HoursEntry]
    asked: list[HoursEntry]
    """They wait for the learner, so they are no task of the supervisor."""
    midpoint: Midpoint | None
    evaluation_open: bool
    evaluation: Evaluation | None
    confirmed: str
    agreed: int

    @property
    def sentences(self) -> list[str]:
        """Each task in words, in the order of the page."""
        said = []
        if self.agreement:
            said.append(_("Read and sign the agreement"))
        if self.plan:
            said.append(_("Read and approve the internship plan"))
        if self.entries:
            count = len(self.entries)
            said.append(ngettext("Confirm %s entry of hours", "Confirm %s entries of hours", count) % count)
        if self.midpoint:
            said.append(_("Write your remarks at midpoint"))
        if self.evaluation_open:
            said.append(_("Evaluate the placement, in about 5 minutes"))
        return said


def waiting_for_supervisor(placement: Placement, *, at: datetime) -> Waiting:
    agreement, plan, midpoint = newest_agreement(placement), newest_plan(placement), midpoint_of(placement)
    signs = (
        agreement is not None
        and placement.state in OPEN
        and Signature.Party.HOST in missing_parties(agreement)
    )
    reads = (
        plan is not None and placement.is_at_work and not plan.supervisor_approved_at and not plan.returned_at
    )
    remarks = midpoint is not None and midpoint.supervisor_at is None and placement.state in OPEN
    evaluation = evaluation_of(placement)
    return Waiting(
        agreement=agreement if signs else None,
        plan=plan if reads else None,
        entries=waiting_entries(placement, at=at),
        asked=asked_entries(placement),
        midpoint=midpoint if remarks else None,
        evaluation_open=evaluation_is_open(placement, at=at) and not (evaluation and evaluation.sent_at),
        evaluation=evaluation,
        confirmed=in_hours(confirmed_quarters(placement)),
        agreed=placement.hours,
    )
