"""What happens next with an application, in words that always name the next step."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learners.admissions.models import Application, StateChange
from learners.admissions.stating import Deed

State = Application.State


@dataclass(frozen=True)
class Stage:
    label: str | Promise
    state: str
    """As the component for a row of tasks names it: done, current or shut."""


_STAGES = (
    (gettext_lazy("Application sent"), (State.INCOMPLETE,)),
    (gettext_lazy("Review by two readers"), (State.SUBMITTED, State.UNDER_REVIEW, State.INTERVIEW)),
    (gettext_lazy("Decision"), (State.WAITLISTED, State.REJECTED)),
    (gettext_lazy("Your answer and enrolment"), (State.ACCEPTED, State.OFFER_ACCEPTED, State.ENROLLED)),
)
_UNDECIDED = (State.INCOMPLETE, State.SUBMITTED, State.UNDER_REVIEW, State.INTERVIEW)
_NEXT: dict[str, str | Promise] = {
    State.DRAFT: gettext_lazy("Complete the tasks and send your application."),
    State.SUBMITTED: gettext_lazy(
        "Two readers will score your application. You need to do nothing. We write to you when it is decided."
    ),
    State.INCOMPLETE: gettext_lazy(
        "We asked for something that is missing. Read the letter, add it and send the application again."
    ),
    State.UNDER_REVIEW: gettext_lazy(
        "Readers are scoring your application. You need to do nothing. We write to you when it is decided."
    ),
    State.INTERVIEW: gettext_lazy(
        "We would like to talk with you. Answer the letter with a time that suits you. We decide after the talk."
    ),
    State.ACCEPTED: gettext_lazy(
        "A place is kept for you. Accept or decline it before the date below. After that it goes to another person."
    ),
    State.WAITLISTED: gettext_lazy(
        "You are on the waiting list. A place that becomes free goes to the highest score on it; with equal scores, "
        "to the application that was sent first. We write to you at once."
    ),
    State.REJECTED: gettext_lazy(
        "This application is closed. You can apply again to the next intake. Your answers will be filled in."
    ),
    State.OFFER_ACCEPTED: gettext_lazy("You accepted the place. We are enrolling you."),
    State.ENROLLED: gettext_lazy(
        "You have a place. Your study pages open with the first week of the cohort."
    ),
    State.WITHDRAWN: gettext_lazy(
        "This application is closed. You can apply again while an intake is open. Your answers will be filled in."
    ),
}
_HISTORY: dict[str, str | Promise] = {
    Deed.SUBMIT: gettext_lazy("You sent your application"),
    Deed.ANSWER_REQUEST: gettext_lazy("You sent what was missing"),
    Deed.TAKE_UP: gettext_lazy("The review began"),
    Deed.ASK_MORE: gettext_lazy("We asked for more"),
    Deed.INVITE: gettext_lazy("We invited you to an interview"),
    Deed.OFFER: gettext_lazy("We offered you a place"),
    Deed.WAITLIST: gettext_lazy("You came on the waiting list"),
    Deed.REJECT: gettext_lazy("We could not offer you a place"),
    Deed.ACCEPT_OFFER: gettext_lazy("You accepted the place"),
    Deed.ENROL: gettext_lazy("You were enrolled"),
    Deed.DECLINE_OFFER: gettext_lazy("You declined the place"),
    Deed.LAPSE: gettext_lazy("The offer ended without an answer"),
    Deed.WITHDRAW: gettext_lazy("You withdrew your application"),
}


def what_happens_next(application: Application) -> str:
    return str(_NEXT[application.state])


def is_undecided(application: Application) -> bool:
    """Sent, and nobody has decided."""
    return application.state in _UNDECIDED


def stages(application: Application) -> list[Stage]:
    """The line from sending to enrolment; empty for an application that was withdrawn."""
    places = [place for place, (_label, states) in enumerate(_STAGES) if application.state in states]
    if not places:
        return []
    here = len(_STAGES) if application.state == State.ENROLLED else places[0]
    line = [
        Stage(label, "done" if place < here else "current" if place == here else "shut")
        for place, (label, _states) in enumerate(_STAGES)
    ]
    if application.state == State.REJECTED:  # the decision is the end
        return [*line[:2], Stage(line[2].label, "done")]
    return line


def step_in_words(change: StateChange) -> str:
    return str(_HISTORY.get(change.deed, _("Changed")))
