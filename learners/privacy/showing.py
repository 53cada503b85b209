"""What the page of the own data shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from learners.audit.looking import looks_at
from learners.audit.models import AuditEntry, Look
from learners.audit.named import NAMES
from learners.consents.agreeing import last_consents
from learners.consents.models import Consent
from learners.privacy.asking import open_request_of
from learners.privacy.models import DataCopy, ErasureRequest
from learners.privacy.obstacles import obstacles_to_erasing

LINES = 50


@dataclass(frozen=True)
class Seen:
    at: datetime
    what: str
    about: str
    who: str
    """The role. Never a name or an address."""
    reason: str
    """Of a right that was taken in an emergency."""


@dataclass(frozen=True)
class Noted:
    at: datetime
    said: str
    origin: str


def privacy_context(user, role_names: Mapping[str, object], *, at: datetime) -> dict:
    """role_names: sign of the role table -> its name."""
    looks = looks_at(user)
    return {
        "copies": DataCopy.objects.filter(user=user).exclude(state=DataCopy.State.GONE).order_by("-pk")[:5],
        "looks": [_seen(look, role_names) for look in looks[:LINES]],
        "looks_count": looks.count(),
        "notes": _notes(user),
        "consents": sorted(last_consents(user).values(), key=lambda each: each.at),
        "consent_history": Consent.objects.filter(user=user).order_by("-at", "-pk")[:LINES],
        "request": open_request_of(user),
        "decided": _last_decided(user),
        "obstacles": obstacles_to_erasing(user, at=at),
    }


def _seen(look: Look, role_names: Mapping[str, object]) -> Seen:
    roles = [str(role_names.get(sign, sign)) for sign in look.roles.split(",") if sign]
    reason = look.emergency.reason if look.emergency else ""
    return Seen(look.at, look.get_what_display(), look.about, ", ".join(roles) or _("Staff"), reason)


def _notes(user) -> list[Noted]:
    entries = AuditEntry.objects.filter(person=user).select_related("detail").order_by("-number")[:LINES]
    return [
        Noted(
            entry.at,
            str(NAMES.get(entry.name, entry.name)),
            entry.detail.origin if entry.by_id == user.pk else "",
        )
        for entry in entries
    ]


def _last_decided(user) -> ErasureRequest | None:
    refused = ErasureRequest.objects.filter(user=user, state=ErasureRequest.State.REFUSED)
    return refused.order_by("-decided_at").first()
