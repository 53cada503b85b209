"""Personal links of supervisors: random, kept as a hash, for one placement, for a time, and only for the registered address."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from learners.placements.logbook import SupervisorLink
from learners.placements.models import Placement
from learners.placements.moving import UnableToPlace, tell

VALID_FOR = timedelta(days=45)
"""A new mail brings a new link at least every two weeks while hours are worked."""
AGAIN_AFTER = timedelta(hours=1)


class Standing(models.TextChoices):
    OPEN = "open", _("Open")
    UNKNOWN = "unknown", _("Not known")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Not valid any more")
    OVER = "over", _("The placement is over")


@dataclass(frozen=True)
class Knock:
    """What somebody with a token meets. The placement is told only when the link is open."""

    standing: Standing
    link: SupervisorLink | None = None

    @property
    def placement(self) -> Placement | None:
        return self.link.placement if self.link and self.standing == Standing.OPEN else None


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make_link(placement: Placement, *, at: datetime) -> str:
    """A new token. Whoever calls it mails it to the registered address at once: it is kept nowhere."""
    token = secrets.token_urlsafe(32)
    SupervisorLink.objects.create(
        placement=placement,
        email=placement.supervisor_email,
        token_hash=hash_of(token),
        made_at=at,
        expires_at=at + VALID_FOR,
    )
    return token


def knock(token: str, *, at: datetime) -> Knock:
    """One query. A token of a supervisor who was replaced is as good as revoked."""
    links = SupervisorLink.objects.select_related(
        "placement__host",
        "placement__internship__enrolment__user",
        "placement__internship__enrolment__cohort",
    )
    link = links.filter(token_hash=hash_of(token)).first()
    if link is None:
        return Knock(Standing.UNKNOWN)
    if link.revoked_at or link.email != link.placement.supervisor_email:
        return Knock(Standing.REVOKED)
    if link.placement.state in (Placement.State.ENDED, Placement.State.REFUSED):
        return Knock(Standing.OVER)
    if at >= link.expires_at:
        return Knock(Standing.EXPIRED, link)
    return Knock(Standing.OPEN, link)


def revoke_links(placement: Placement, *, at: datetime) -> int:
    """All that were sent for this placement; how many."""
    return SupervisorLink.objects.filter(placement=placement, revoked_at=None).update(revoked_at=at)


def ask_supervisor(placement: Placement, *, message: str = "", by, at: datetime) -> None:
    """A mail with a fresh link and with what waits. Only to the registered address. Raises UnableToPlace."""
    if not placement.is_open and placement.state != Placement.State.CLOSED:
        raise UnableToPlace(_("The placement is over. Nothing waits for the supervisor."))
    Placement.objects.filter(pk=placement.pk).update(asked_at=at)
    tell("supervisor.asked", placement, by=by, at=at, message=message.strip())


def send_again(link: SupervisorLink, *, at: datetime) -> bool:
    """Whoever has an expired link asks for a new one; whether it was sent. At most one an hour."""
    placement = link.placement
    if placement.asked_at and at - placement.asked_at < AGAIN_AFTER:
        return False
    ask_supervisor(placement, by=None, at=at)
    return True
