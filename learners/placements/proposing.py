"""Proposals (form IF-1): what a learner may propose, and what the co-ordinator says to it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from learners.enrolment.models import Enrolment
from learners.placements.course import course_of, last_day
from learners.placements.hosting import HostFacts, free_places, host_for, keep_contact
from learners.placements.logbook import QUARTERS
from learners.placements.models import Host, HostOffer, Internship, Placement
from learners.placements.moving import (
    UnableToPlace,
    locked,
    locked_internship,
    move,
    open_placements,
    require_text,
    tell,
)
from learners.submissions.inspecting import word_count

MOST_WORDS = 200
MOST_HOSTS = 2
"""At the same time."""
HOURS_A_WEEK = 40


@dataclass(frozen=True)
class Proposal:
    host: HostFacts
    supervisor_name: str
    supervisor_function: str
    supervisor_email: str
    mode: str
    task: str
    benefit: str
    starts_on: date
    ends_on: date
    hours: int
    own_employer: bool = False
    outside_duties: bool = False
    independent: bool = False
    conflict: str = ""
    may_contact: bool = False

    @property
    def fields(self) -> dict:
        """What goes into the row of the placement."""
        copied = (
            "supervisor_name", "supervisor_function", "mode", "task", "benefit", "starts_on", "ends_on", "hours",
            "own_employer", "outside_duties", "independent", "conflict",
        )  # fmt: skip
        return {name: getattr(self, name) for name in copied} | {
            "supervisor_email": self.supervisor_email.strip().lower()
        }


@transaction.atomic
def propose(
    enrolment: Enrolment, proposal: Proposal, *, offer: HostOffer | None = None, at: datetime
) -> Placement:
    """A new placement that waits for the co-ordinator. Raises UnableToPlace."""
    internship = locked_internship(enrolment, at=at)
    _require_fit(internship, proposal)
    host = offer.host if offer else host_for(proposal.host, by=enrolment.user, at=at)
    _require_room(internship, host)
    if offer:
        _require_open(offer, at)
    placement = Placement.objects.create(
        internship=internship, host=host, offer=offer, proposed_at=at, **proposal.fields
    )
    tell("placement.proposed", placement, by=enrolment.user, at=at)
    return placement


@transaction.atomic
def change_proposal(placement: Placement, proposal: Proposal, *, at: datetime) -> Placement:
    """Before it is decided, or after the co-ordinator has asked for changes. Raises UnableToPlace."""
    placement = locked(placement)
    move(placement, "change")
    _require_fit(placement.internship, proposal)
    learner = placement.internship.enrolment.user
    host = host_for(proposal.host, by=learner, at=at)
    _require_room(placement.internship, host, but=placement.pk)
    placement.host, placement.proposed_at = host, at
    for name, value in proposal.fields.items():
        setattr(placement, name, value)
    placement.save()
    tell("placement.proposed", placement, by=learner, at=at)
    return placement


@transaction.atomic
def withdraw_proposal(placement: Placement, *, at: datetime) -> Placement:
    placement = locked(placement)
    move(placement, "withdraw")
    placement.ended_at, placement.ending = at, Placement.Ending.WITHDRAWN
    placement.save(update_fields=["state", "ended_at", "ending"])
    tell("placement.withdrawn", placement, by=placement.internship.enrolment.user, at=at)
    return placement


@transaction.atomic
def return_proposal(placement: Placement, *, answer: str, by, at: datetime) -> Placement:
    """The learner changes it and sends it again. Raises UnableToPlace."""
    answer = require_text(answer, _("Write what is to be changed. The learner reads it."))
    return _decide(placement, "return", answer, by=by, at=at)


@transaction.atomic
def refuse_proposal(placement: Placement, *, answer: str, by, at: datetime) -> Placement:
    """The learner may propose another host. Raises UnableToPlace."""
    answer = require_text(answer, _("Write why you do not approve it. The learner reads it."))
    return _decide(placement, "refuse", answer, by=by, at=at)


@transaction.atomic
def approve_proposal(placement: Placement, *, answer: str = "", by, at: datetime) -> Placement:
    """The host is approved with it. Raises UnableToPlace when the host has no place left."""
    placement = locked(placement)
    host = Host.objects.select_for_update().get(pk=placement.host_id or 0)  # two approvals for its last place
    if host.state == Host.State.CLOSED:
        raise UnableToPlace(_("%s takes no learners at present.") % host.name)
    if not free_places(host):
        raise UnableToPlace(_("%(host)s takes %(count)s learners at the same time, and has no place left.") % {
            "host": host.name, "count": host.capacity,
        })  # fmt: skip
    if host.state == Host.State.PROPOSED:
        Host.objects.filter(pk=host.pk).update(state=Host.State.APPROVED)
    keep_contact(
        host,
        name=placement.supervisor_name,
        function=placement.supervisor_function,
        email=placement.supervisor_email,
    )
    return _decide(placement, "approve", answer, by=by, at=at)


def _decide(placement: Placement, deed: str, answer: str, *, by, at: datetime) -> Placement:
    placement = locked(placement)
    _require_other(placement, by)
    move(placement, deed)
    placement.answer, placement.decided_at, placement.decided_by = answer.strip(), at, by
    placement.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    tell("placement.decided", placement, by=by, at=at, state=placement.state)
    return placement


def _require_other(placement: Placement, by) -> None:
    if by.pk == placement.internship.enrolment.user_id:
        raise UnableToPlace(_("Nobody decides about the own placement."))


def _require_fit(internship: Internship, proposal: Proposal) -> None:
    enrolment = internship.enrolment
    course = course_of(enrolment.cohort.edition_id)
    if course is None:
        raise UnableToPlace(_("Your edition of the programme has no internship."))
    _require_words(proposal)
    _require_honest(proposal, enrolment)
    _require_dates(proposal, last_day(enrolment, internship.extra_weeks))
    if not 1 <= proposal.hours <= course.total // QUARTERS:
        raise UnableToPlace(_("Enter between 1 and %s hours.") % (course.total // QUARTERS))


def _require_words(proposal: Proposal) -> None:
    require_text(proposal.task, _("Describe the task that you propose."))
    require_text(proposal.benefit, _("Write what the host gains from it."))
    count = word_count(proposal.task)
    if count > MOST_WORDS:
        raise UnableToPlace(
            _("The task has %(count)s words. The limit is %(most)s.") % {"count": count, "most": MOST_WORDS}
        )


def _require_honest(proposal: Proposal, enrolment: Enrolment) -> None:
    """The supervisor is somebody else, and an own employer is kept apart from the learner's duties (specification 3)."""
    same = proposal.supervisor_email.strip().lower() == enrolment.user.email.lower()
    if same or proposal.supervisor_name.strip().casefold() == enrolment.user.name.casefold():
        raise UnableToPlace(_("You cannot be your own supervisor. Name another person at the host."))
    if not proposal.may_contact:
        raise UnableToPlace(_("We have to write to the host. Agree to it, or ask the co-ordinator first."))
    if proposal.own_employer and not proposal.outside_duties:
        raise UnableToPlace(_("At your own employer the task has to be outside your routine duties."))
    if proposal.own_employer and not proposal.independent:
        raise UnableToPlace(
            _("At your own employer the supervisor may be neither a relative nor a subordinate.")
        )


def _require_dates(proposal: Proposal, last: date) -> None:
    if proposal.ends_on <= proposal.starts_on:
        raise UnableToPlace(_("The last day has to come after the first one."))
    if proposal.ends_on > last:
        raise UnableToPlace(
            _("The placement has to end by %s, the last day of the programme.") % date_format(last, "j F Y")
        )
    weeks = (proposal.ends_on - proposal.starts_on + timedelta(days=7)).days // 7
    if proposal.hours > weeks * HOURS_A_WEEK:
        raise UnableToPlace(_("At most %s hours a week can be logged. Choose a longer time.") % HOURS_A_WEEK)


def _require_room(internship: Internship, host: Host, *, but: int = 0) -> None:
    """At most two hosts at a time, and each once."""
    others = [each for each in open_placements(internship) if each.pk != but]
    if any(each.host_id == host.pk for each in others):
        raise UnableToPlace(_("You have an open placement at %s already.") % host.name)
    if len(others) >= MOST_HOSTS:
        raise UnableToPlace(_("A placement may be split between two hosts at most."))


def _require_open(offer: HostOffer, at: datetime) -> None:
    offer = HostOffer.objects.select_for_update().get(pk=offer.pk)  # two learners for its last place
    if offer.closed_at or offer.open_until_on < at.date():
        raise UnableToPlace(_("This offer is closed. Choose another one, or propose a host."))
    taken = offer.placements.exclude(state__in=("refused", "ended")).count()
    if taken >= offer.places:
        raise UnableToPlace(_("All places of this offer are taken. Choose another one, or propose a host."))
