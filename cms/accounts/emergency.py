"""Breaking the glass: who may, with which proof, and which registrars are told."""

import time
from datetime import datetime

from allauth.account.authentication import get_authentication_records
from django.db import transaction

from cms.accounts.models import User
from cms.accounts.roles import ACTIONS, GROUPS, Grant, Role, grants_of
from learners.audit.emergencies import open_emergency
from learners.audit.models import Emergency
from learners.events.recording import record

FRESH_SECONDS = 300


def may_break_glass(user, action: str) -> bool:
    return action in ACTIONS and Grant.BREAK_GLASS in grants_of(user, action)


def has_fresh_second_factor(request) -> bool:
    """A second factor that was given in the last five minutes: the one of the sign-in counts no longer than that."""
    given = [
        each for each in get_authentication_records(request, request.user) if each.get("method") == "mfa"
    ]
    return bool(given) and time.time() - given[-1]["at"] < FRESH_SECONDS


@transaction.atomic
def take_right(user, action: str, *, reason: str, at: datetime) -> Emergency:
    """Every registrar is told. Taken already is the same result. Raises UnableToOpen."""
    emergency, is_new = open_emergency(user, action, reason=reason, at=at)
    if not is_new:
        return emergency
    registrars = User.objects.filter(groups__name=GROUPS[Role.REGISTRAR], is_active=True).exclude(pk=user.pk)
    for registrar in registrars.order_by("pk"):
        record("emergency.opened", by=user, at=at, data={"user": registrar.pk, "emergency": emergency.pk})
    return emergency
