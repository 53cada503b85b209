"""How a placement goes from state to state: each deed, from where, to where."""

from datetime import datetime

from django.utils.translation import gettext as _

from content.base.errors import RuleError
from learners.enrolment.models import Enrolment
from learners.events.recording import record
from learners.placements.models import OPEN, Internship, Placement

S = Placement.State
MOVES: dict[str, tuple[tuple[str, ...], str]] = {
    "change": ((S.PROPOSED, S.RETURNED), S.PROPOSED),
    "return": ((S.PROPOSED,), S.RETURNED),
    "refuse": ((S.PROPOSED,), S.REFUSED),
    "approve": ((S.PROPOSED,), S.AGREEMENT),
    "sign": ((S.AGREEMENT,), S.PLANNING),
    "plan": ((S.PLANNING,), S.RUNNING),
    "interrupt": ((S.PLANNING, S.RUNNING), S.INTERRUPTED),
    "close": ((S.RUNNING,), S.CLOSED),
    "withdraw": ((S.PROPOSED, S.RETURNED, S.AGREEMENT), S.ENDED),
    "end": ((S.AGREEMENT, S.PLANNING, S.RUNNING, S.INTERRUPTED), S.ENDED),
}
"""“resume” is not here: it leads back to where the interruption came from."""


class UnableToPlace(RuleError):
    """The internship does not allow it now."""


def locked(placement: Placement) -> Placement:
    """The row, locked: whatever changes a placement waits for whoever changes it already."""
    rows = Placement.objects.select_for_update(of=("self",))
    return rows.select_related("internship__enrolment__user", "internship__enrolment__cohort", "host").get(
        pk=placement.pk
    )


def locked_internship(enrolment: Enrolment, *, at: datetime) -> Internship:
    """The learner's internship, made on first use; its learner's row is locked."""
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    return Internship.objects.get_or_create(enrolment=enrolment, defaults={"started_at": at})[0]


def move(placement: Placement, deed: str) -> None:
    """Set the new state of a locked row, unsaved. Raises UnableToPlace from a state that does not lead there."""
    states, target = MOVES[deed]
    require_state(placement, *states)
    placement.state = target


def require_state(placement: Placement, *states: str) -> None:
    if placement.state not in states:
        raise UnableToPlace(_("The placement is: %s. Load the page again.") % placement.get_state_display())


def require_text(text: str, missing: str) -> str:
    if not text.strip():
        raise UnableToPlace(missing)
    return text.strip()


def tell(verb: str, placement: Placement, *, by, at: datetime, **data) -> None:
    record(
        verb,
        enrolment=placement.internship.enrolment,
        by=by,
        at=at,
        data={"placement": placement.pk, "host": host_name(placement)} | data,
    )


def host_name(placement: Placement) -> str:
    return placement.host.name if placement.host else _("Applied project")


def open_placements(internship: Internship) -> list[Placement]:
    return list(internship.placements.filter(state__in=OPEN).select_related("host").order_by("pk"))
