"""Brings each event to each of its receivers, exactly once, whatever dies in between."""

import logging
import socket
from collections import Counter
from datetime import timedelta
from smtplib import SMTPConnectError, SMTPServerDisconnected
from time import monotonic

from django.db import transaction
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.module_loading import import_string

from learners.events.models import Delivery

LEASE = timedelta(minutes=5)
MOST_RUNS = 3
AWAY = (ConnectionError, TimeoutError, socket.gaierror, SMTPServerDisconnected, SMTPConnectError)
"""The other side is not there. That says nothing of the event, so it costs none of its runs."""
PATIENCE = timedelta(days=1)
"""So long after the event. Later it counts as a failure like any other: somebody has to look."""
PROOF = 2
"""Deliveries in a row that find a receiver's other side away, until a sweep leaves the rest of them alone."""
MOST_A_SWEEP = 200
LONGEST_SWEEP = 15.0
"""Seconds, less than from one sweep to the next (cms/celery.py), so that sweeps do not pile up."""
logger = logging.getLogger(__name__)


def open_deliveries(*, at):
    """What waits, or was taken by a worker that did not come back."""
    return (
        Delivery.objects.filter(state=Delivery.State.OPEN)
        .filter(Q(lease_until=None) | Q(lease_until__lt=at))
        .order_by("pk")
    )


def claim(delivery_id: int, *, at) -> bool:
    """Take it for five minutes. Only one of many callers gets it: the row decides, not the broker."""
    return bool(
        open_deliveries(at=at).filter(pk=delivery_id).update(lease_until=at + LEASE, runs=F("runs") + 1)
    )


def deliver(delivery_id: int, *, at) -> bool:
    """Call the receiver and mark the delivery done in one transaction. After three failed runs it is parked.

    False when the other side was away: then it waits for the next sweep, and the run does not count.
    """
    if not claim(delivery_id, at=at):
        return True
    delivery = Delivery.objects.select_related(
        "event__enrolment__user__profile", "event__enrolment__cohort", "event__activity"
    ).get(pk=delivery_id)
    if delivery.runs > MOST_RUNS:
        _park(delivery, delivery.last_error or "It never finished: the worker died each time.")
        return True
    try:
        with transaction.atomic():
            import_string(delivery.receiver)(delivery.event, at=at)
            Delivery.objects.filter(pk=delivery.pk).update(
                state=Delivery.State.DONE, done_at=at, lease_until=None
            )
    except AWAY as error:
        if at - delivery.event.at <= PATIENCE:
            _wait(delivery, error)
            return False
        _note_failure(delivery, error)
    except Exception as error:
        logger.exception("Delivery %s failed in run %s", delivery.pk, delivery.runs)
        _note_failure(delivery, error)
    return True


def _note_failure(delivery: Delivery, error: Exception) -> None:
    text = _words(error)
    if delivery.runs >= MOST_RUNS:
        _park(delivery, text)
    else:
        Delivery.objects.filter(pk=delivery.pk).update(lease_until=None, last_error=text)


def _wait(delivery: Delivery, error: Exception) -> None:
    logger.warning("Delivery %s waits: %s", delivery.pk, type(error).__name__)
    Delivery.objects.filter(pk=delivery.pk).update(
        lease_until=None, runs=F("runs") - 1, last_error=_words(error)
    )


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:2000]


def _park(delivery: Delivery, reason: str) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.PARKED, lease_until=None, last_error=reason
    )


def next_in_turn(*, at, limit: int) -> list[int]:
    """What one sweep takes: each kind of event in turn, so that a decision does not wait behind 5,000 welcomes."""
    turn = Window(RowNumber(), partition_by=F("event__verb"), order_by="pk")
    waiting = open_deliveries(at=at).annotate(turn=turn).order_by("turn", "pk")
    return sorted(waiting.values_list("pk", flat=True)[:limit])


def deliver_all_open(*, at, limit: int = MOST_A_SWEEP, seconds: float = LONGEST_SWEEP) -> int:
    """One sweep over what waits; how many were tried. What is left, or lost in a crash, is for the next one.

    The limits are the pace of the mails. A slow mail server stretches the queue, never the sweep: no worker is held.
    A dead one holds up only what would go through it.
    """
    ends, tried = monotonic() + seconds, 0
    away: Counter[str] = Counter()
    taken = next_in_turn(at=at, limit=limit)
    receivers = dict(Delivery.objects.filter(pk__in=taken).values_list("pk", "receiver"))
    for delivery_id in taken:
        if monotonic() > ends:
            break
        receiver = receivers[delivery_id]
        if away[receiver] >= PROOF:
            continue
        away[receiver] = 0 if deliver(delivery_id, at=at) else away[receiver] + 1
        tried += 1
    return tried
