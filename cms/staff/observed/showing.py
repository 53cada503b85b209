"""What the pages of the desk of discussions and defences show."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from learners.observations.models import Observation
from learners.observations.piles import Pile
from learners.observations.seats import Seat


@dataclass(frozen=True)
class PileRow:
    pile: Pile
    state: str
    label: str


def pile_row(pile: Pile, *, at: datetime) -> PileRow:
    state = pile.state(at=at)
    labels = {"done": _("Released"), "todo": _("To judge"), "current": _("Under way")}
    return PileRow(pile, state, labels.get(state, ""))


@dataclass(frozen=True)
class SeatRow:
    seat: Seat
    state: str
    """For the tag."""
    says: str
    own: bool
    """Of the person who looks: nobody judges the own part."""


def seat_row(seat: Seat, user) -> SeatRow:
    return SeatRow(seat, *_state(seat), seat.enrolment.user_id == user.pk)


def _state(seat: Seat) -> tuple[str, str]:
    if seat.released:
        return "done", _("Released")
    if seat.apart:
        return "warn", _("Two marks far apart")
    if seat.mark is not None:
        return ("info", _("Absent")) if seat.absent else ("done", _("Judged"))
    if seat.completed:
        return "current", _("Waits for the other examiner")
    return ("current", _("Draft")) if seat.marks else ("todo", _("To judge"))


@dataclass(frozen=True)
class Screen:
    """One learner on one page."""

    seat: Seat
    mine: Observation | None
    others: list[Observation]
    """Of the other examiner, once both have judged."""
    editable: bool
    may_agree: bool


def screen_of(seat: Seat, user) -> Screen:
    mine = seat.mine(user)
    others = [each for each in seat.completed.values() if each != mine]
    return Screen(
        seat=seat,
        mine=mine,
        others=others if seat.both is not None else [],
        editable=not seat.released and seat.role_for(user) is not None,
        may_agree=bool(mine and (seat.apart or seat.is_agreed) and not seat.released),
    )


def next_seat(seats: list[Seat], user, *, after: int) -> Seat | None:
    """The first that this person has still to judge, beginning after the one that is done."""
    places = [seat.enrolment.pk for seat in seats]
    start = places.index(after) + 1 if after in places else 0
    for seat in [*seats[start:], *seats[:start]]:
        mine = seat.mine(user)
        if seat.released or seat.enrolment.user_id == user.pk or (mine and mine.completed_at):
            continue
        if seat.role_for(user):
            return seat
    return None
