"""Which step an application can take from which state, and to where."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from content.base.errors import RuleError
from learners.admissions.models import Application, StateChange

State = Application.State


class WrongState(RuleError):
    """The application is at another point than this step needs."""


class Deed(StrEnum):
    SUBMIT = "submit"
    ANSWER_REQUEST = "answer_request"
    TAKE_UP = "take_up"
    ASK_MORE = "ask_more"
    INVITE = "interview"
    OFFER = "offer"
    WAITLIST = "waitlist"
    REJECT = "reject"
    ACCEPT_OFFER = "accept_offer"
    ENROL = "enrol"
    DECLINE_OFFER = "decline_offer"
    LAPSE = "lapse"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Step:
    sources: tuple[State, ...]
    target: State


_IN_HAND = (State.UNDER_REVIEW, State.INTERVIEW)
STEPS: dict[Deed, Step] = {
    Deed.SUBMIT: Step((State.DRAFT,), State.SUBMITTED),
    Deed.ANSWER_REQUEST: Step((State.INCOMPLETE,), State.SUBMITTED),
    Deed.TAKE_UP: Step((State.SUBMITTED,), State.UNDER_REVIEW),
    Deed.ASK_MORE: Step(_IN_HAND, State.INCOMPLETE),
    Deed.INVITE: Step((State.UNDER_REVIEW,), State.INTERVIEW),
    Deed.OFFER: Step((*_IN_HAND, State.WAITLISTED), State.ACCEPTED),
    Deed.WAITLIST: Step(_IN_HAND, State.WAITLISTED),
    Deed.REJECT: Step((*_IN_HAND, State.WAITLISTED, State.INCOMPLETE), State.REJECTED),
    Deed.ACCEPT_OFFER: Step((State.ACCEPTED,), State.OFFER_ACCEPTED),
    Deed.ENROL: Step((State.OFFER_ACCEPTED,), State.ENROLLED),
    Deed.DECLINE_OFFER: Step((State.ACCEPTED,), State.WITHDRAWN),
    Deed.LAPSE: Step((State.ACCEPTED,), State.WITHDRAWN),
    Deed.WITHDRAW: Step(
        (State.DRAFT, State.SUBMITTED, State.INCOMPLETE, *_IN_HAND, State.WAITLISTED, State.ACCEPTED),
        State.WITHDRAWN,
    ),
}
FINAL = (State.REJECTED, State.ENROLLED, State.WITHDRAWN)


def can(application: Application, deed: Deed) -> bool:
    return application.state in STEPS[deed].sources


def require(application: Application, deed: Deed) -> None:
    """Raises WrongState with the state in words."""
    if not can(application, deed):
        raise WrongState(
            _("This cannot be done now. The application %(reference)s has the state: %(state)s.")
            % {"reference": application.reference, "state": application.get_state_display()}
        )


def step(application: Application, deed: Deed, *, by, at: datetime, **fields) -> None:
    """The only place that changes a state. Call it with the row locked. Further fields change with it."""
    require(application, deed)
    application.state = STEPS[deed].target
    for name, value in fields.items():
        setattr(application, name, value)
    application.save(update_fields=["state", *fields])
    StateChange.objects.create(application=application, deed=deed, state=application.state, at=at, by=by)
