"""Where each learner of a cohort stands on the way to the award, and who can do the next deed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.base.errors import RuleError
from courses.cohorts.models import Cohort
from learners.credentials.eligibility import Standing, cohort_standings, standing_for
from learners.credentials.exit_awards import ExitAward
from learners.credentials.exit_issuing import approve_proposed, propose_exit_award
from learners.credentials.issuing import UnableToAward, propose_award
from learners.credentials.models import AwardKind, AwardProposal, Certificate, RevocationRequest
from learners.credentials.names import mixes_alphabets, name_to_print
from learners.credentials.queries import Part, Register, register_of
from learners.credentials.ratifying import with_board
from learners.enrolment.models import Enrolment
from learners.enrolment.names import NotPrintable


class State(models.TextChoices):
    READY = "ready", _("Can be awarded")
    WAITING = "waiting", _("Waits for approval")
    NOT_YET = "not_yet", _("Not yet")
    ISSUED = "issued", _("Issued")
    REVOKED = "revoked", _("Revoked")


@dataclass(frozen=True)
class Award:
    """One learner of the board, or one exit award of a learner."""

    standing: Standing | ExitAward
    proposal: AwardProposal | None
    certificate: Certificate | None
    revocation: RevocationRequest | None
    confirmed_names: frozenset[str] = frozenset()

    @property
    def enrolment(self) -> Enrolment:
        return self.standing.enrolment

    @property
    def kind(self) -> str:
        return self.standing.kind if isinstance(self.standing, ExitAward) else AwardKind.CERTIFICATE

    @property
    def choice(self) -> str:
        """By what a page names it: the learner, and the part unless it is the certificate."""
        part = f".{self.standing.key}" if isinstance(self.standing, ExitAward) else ""
        return f"{self.enrolment.pk}{part}"

    @property
    def name(self) -> str:
        return self.enrolment.user.name

    @property
    def printed_name(self) -> str:
        profile = getattr(self.enrolment.user, "profile", None)
        return profile.printed_name if profile else ""

    @property
    def name_is_confirmed(self) -> bool:
        try:
            return name_to_print(self.enrolment) in self.confirmed_names
        except NotPrintable:
            return False

    @property
    def name_is_doubtful(self) -> bool:
        """Letters of two alphabets that look alike: somebody has to compare it with the identity document."""
        return mixes_alphabets(self.printed_name)

    @cached_property
    def state(self) -> State:
        if self.proposal and self.proposal.decision == AwardProposal.Decision.OPEN:
            return State.WAITING
        if self.certificate:
            return State.REVOKED if self.certificate.revoked_at else State.ISSUED
        return State.READY if self.standing.eligible else State.NOT_YET

    @property
    def declined(self) -> AwardProposal | None:
        """The last proposal, if it was declined and nothing has followed."""
        is_declined = self.proposal and self.proposal.decision == AwardProposal.Decision.DECLINED
        return self.proposal if is_declined else None

    def can_be_proposed_by(self, user) -> bool:
        """A revoked certificate is replaced only when somebody chooses this very learner."""
        again = self.state == State.REVOKED and self.standing.eligible
        return (self.state == State.READY or again) and user.pk != self.enrolment.user_id

    def can_be_decided_by(self, user) -> bool:
        if self.proposal is None or self.state != State.WAITING:
            return False
        return user.pk not in (self.proposal.proposed_by_id, self.enrolment.user_id)

    def waits_for_another_than(self, user) -> bool:
        waits = self.state == State.WAITING
        return waits and self.proposal is not None and self.proposal.proposed_by_id == user.pk

    def revocation_can_be_confirmed_by(self, user) -> bool:
        if self.revocation is None:
            return False
        return user.pk not in (self.revocation.asked_by_id, self.enrolment.user_id)


@dataclass(frozen=True)
class Board:
    """All learners of a cohort, or all their exit awards, by name, as one member of staff sees them."""

    cohort: Cohort
    awards: list[Award]
    viewer: object

    def of_state(self, state: str) -> list[Award]:
        return [award for award in self.awards if award.state == state]

    def matching(self, *, name: str = "", show: str = "", kind: str = "") -> list[Award]:
        words = name.casefold().split()
        return [
            award
            for award in self.awards
            if (not show or award.state == show)
            and (not kind or award.kind == kind)
            and all(word in award.name.casefold() for word in words)
        ]

    def chosen(self, choices: Iterable[str]) -> list[Award]:
        wanted = set(choices)
        return [award for award in self.awards if award.choice in wanted]

    @cached_property
    def to_propose(self) -> list[Award]:
        """Who studies on, or has the certificate, gets a record only when somebody chooses it."""
        ready = [award for award in self.of_state(State.READY) if award.can_be_proposed_by(self.viewer)]
        return [
            award for award in ready if not isinstance(award.standing, ExitAward) or award.standing.leaves
        ]

    @cached_property
    def to_approve(self) -> list[Award]:
        return [award for award in self.awards if award.can_be_decided_by(self.viewer)]

    @cached_property
    def can_be_chosen_to_propose(self) -> set[str]:
        """Wider than to_propose: a certificate that was revoked is replaced only by choosing."""
        return {award.choice for award in self.awards if award.can_be_proposed_by(self.viewer)}

    @cached_property
    def can_be_chosen(self) -> set[str]:
        """What this member of staff can propose or approve."""
        return self.can_be_chosen_to_propose | {award.choice for award in self.to_approve}

    @cached_property
    def proposed_by_viewer(self) -> list[Award]:
        return [award for award in self.awards if award.waits_for_another_than(self.viewer)]

    @cached_property
    def to_confirm(self) -> list[Award]:
        return [award for award in self.awards if award.revocation_can_be_confirmed_by(self.viewer)]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Learners by state. Each learner is in one state, so they add up to all."""
        return {str(state): len(self.of_state(state)) for state in State}

    @cached_property
    def to_replace(self) -> list[Award]:
        """Whose certificate was revoked, and who could get a new one when somebody chooses it."""
        return [award for award in self.of_state(State.REVOKED) if award.can_be_proposed_by(self.viewer)]


@dataclass(frozen=True)
class Outcome:
    """What a deed on many learners has led to."""

    done: list[Award]
    refused: list[tuple[Award, str]]


def award_board(cohort: Cohort, *, viewer) -> Board:
    """Nine queries, however many learners there are."""
    standings = with_board(cohort_standings(cohort))
    register = register_of(standing.enrolment.pk for standing in standings)
    return Board(
        cohort,
        [
            award_at(standing, (standing.enrolment.pk, AwardKind.CERTIFICATE, ""), register)
            for standing in standings
        ],
        viewer,
    )


def award_of(enrolment: Enrolment) -> Award:
    return award_in(standing_for(enrolment), register_of([enrolment.pk]))


def award_in(standing: Standing, register: Register) -> Award:
    """The certificate of one learner, from what was read already; what the board saw takes one query."""
    [judged] = with_board([standing])
    return award_at(judged, (judged.enrolment.pk, AwardKind.CERTIFICATE, ""), register)


def award_at(standing, part: Part, register: Register) -> Award:
    """One part of the register beside the rules for it. standing: a Standing or an ExitAward."""
    return Award(
        standing,
        register.proposals.get(part),
        register.certificates.get(part),
        register.revocations.get(part),
        frozenset(register.names.get(part[0], ())),
    )


def propose_all(awards: Iterable[Award], *, by, at: datetime) -> Outcome:
    """Each award in a transaction of its own: a refusal of one changes nothing for the others."""
    return _each(awards, lambda award: propose(award, by=by, at=at))


def approve_all(awards: Iterable[Award], *, by, at: datetime) -> Outcome:
    """Each award in a transaction of its own: a refusal of one changes nothing for the others."""
    return _each(awards, lambda award: approve_proposed(require_proposal(award), by=by, at=at))


def propose(award: Award, *, by, at: datetime) -> AwardProposal:
    """The certificate, or the part that this award is about."""
    if isinstance(award.standing, ExitAward):
        part = {"kind": award.standing.kind, "scope": award.standing.scope}
        return propose_exit_award(award.enrolment, **part, by=by, at=at)
    return propose_award(award.enrolment, by=by, at=at)


def require_proposal(award: Award) -> AwardProposal:
    if award.proposal is None:
        raise UnableToAward(gettext("This award is not proposed yet."))
    return award.proposal


def _each(awards: Iterable[Award], deed: Callable[[Award], object]) -> Outcome:
    outcome = Outcome([], [])
    for award in awards:
        try:
            deed(award)
        except RuleError as refusal:
            outcome.refused.append((award, str(refusal)))
        else:
            outcome.done.append(award)
    return outcome
