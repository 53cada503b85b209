"""One mail when applications open, for people without an account: asked for, confirmed, sent, forgotten."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from learners.admissions.queries import open_intake
from learners.alerts.models import IntakeAlert
from learners.events.recording import record

ASKED_AGAIN_AFTER = timedelta(hours=24)
UNCONFIRMED_FOR = timedelta(days=7)


@transaction.atomic
def ask_for_alert(email: str, *, at: datetime) -> None:
    """Ask the address itself: nothing else is sent before it has confirmed.

    The same for an address that is known already, so that nobody learns who is; at most one mail in 24 hours.
    """
    email = email.strip().lower()
    fresh = {"key": secrets.token_urlsafe(32), "asked_at": at}
    alert, made = IntakeAlert.objects.select_for_update().get_or_create(email=email, defaults=fresh)
    if not made:
        if alert.confirmed_at or at - alert.asked_at < ASKED_AGAIN_AFTER:
            return
        alert.asked_at = at
        alert.save(update_fields=["asked_at"])
    record("intake_alert.asked", at=at, data={"alert": alert.pk})  # never the address: events are kept


@transaction.atomic
def confirm_alert(alert: IntakeAlert, *, at: datetime) -> None:
    """Confirmed already is the same result."""
    IntakeAlert.objects.filter(pk=alert.pk, confirmed_at=None).update(confirmed_at=at)


def stop_alert(alert: IntakeAlert) -> None:
    """The address is deleted at once. Deleted already is the same result."""
    IntakeAlert.objects.filter(pk=alert.pk).delete()


@transaction.atomic
def tell_of_open_intake(*, at: datetime) -> int:
    """While an intake is open, put one mail for each confirmed address into the outbox. Safe to run twice."""
    if open_intake(at=at) is None:
        return 0
    waiting = IntakeAlert.objects.select_for_update().filter(confirmed_at__isnull=False, told_at=None)
    alerts = list(waiting.order_by("pk"))
    for alert in alerts:
        alert.told_at = at
        record("intake_alert.opened", at=at, data={"alert": alert.pk})
    IntakeAlert.objects.bulk_update(alerts, ["told_at"])
    return len(alerts)


def forget_unconfirmed(*, at: datetime) -> int:
    """Addresses that nobody confirmed within a week."""
    old = IntakeAlert.objects.filter(confirmed_at=None, asked_at__lt=at - UNCONFIRMED_FOR)
    return old.delete()[0]
