"""Notes that a member of staff has opened something of a person, with the role and any emergency that opened it."""

from django.utils.timezone import now

from cms.accounts.roles import Grant, grants_of, roles_of
from learners.audit.emergencies import open_emergency_of
from learners.audit.looking import note_look
from learners.audit.models import Look

What = Look.What


def looked(request, person_id: int, what: str, *, about: str = "", action: str = "") -> None:
    """action: of the role table, by which the page was opened. Saving shows nothing new, and HEAD shows nothing."""
    if request.method != "GET":
        return
    at = now()
    by_glass = action and Grant.BREAK_GLASS in grants_of(request.user, action)
    emergency = open_emergency_of(request.user, action, at=at) if by_glass else None
    roles = ",".join(sorted(role.value for role in roles_of(request.user)))
    note_look(person_id, by=request.user, roles=roles, what=what, about=about, emergency=emergency, at=at)
