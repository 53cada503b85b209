"""Break-glass: a right that the role does not give, for an hour, with a reason that others read."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from learners.audit.chaining import audit
from learners.audit.models import Emergency

LASTS = timedelta(minutes=60)
LEAST_WORDS = 4


class UnableToOpen(RuleError):
    pass


def open_emergencies_of(user, *, at: datetime) -> QuerySet[Emergency]:
    running = Emergency.objects.filter(user=user, closed_at=None, opened_at__lte=at, open_until__gt=at)
    return running.order_by("-pk")


def open_emergency_of(user, action: str, *, at: datetime) -> Emergency | None:
    return open_emergencies_of(user, at=at).filter(action=action).first()


@transaction.atomic
def open_emergency(user, action: str, *, reason: str, at: datetime) -> tuple[Emergency, bool]:
    """It, and whether it is new. Whether the role table grants it, and a fresh second factor, the caller has asked."""
    running = open_emergency_of(user, action, at=at)
    if running:
        return running, False
    if len(reason.split()) < LEAST_WORDS:
        raise UnableToOpen(_("Write in a sentence what has happened and why nobody else can do it."))
    emergency = Emergency.objects.create(
        user=user, action=action, reason=reason.strip(), opened_at=at, open_until=at + LASTS
    )
    audit(
        "emergency.opened",
        at=at,
        by=user,
        about=f"emergency {emergency.pk}",
        data={"action": action, "reason": reason.strip()},
    )
    return emergency, True


@transaction.atomic
def close_emergency(emergency: Emergency, *, at: datetime) -> Emergency:
    """Before its hour is over. Closed already is the same result."""
    Emergency.objects.filter(pk=emergency.pk, closed_at=None).update(closed_at=at)
    emergency.refresh_from_db()
    return emergency
