"""What waits in the outbox, and what is parked there."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from learners.events.models import Delivery

_OPEN, _PARKED = Q(state=Delivery.State.OPEN), Q(state=Delivery.State.PARKED)


@dataclass(frozen=True)
class Outbox:
    waiting: int
    parked: int
    oldest_at: datetime | None
    """When that happened which waits longest."""


def outbox() -> Outbox:
    found = Delivery.objects.filter(_OPEN | _PARKED).aggregate(
        waiting=Count("pk", filter=_OPEN),
        parked=Count("pk", filter=_PARKED),
        oldest_at=Min("event__at", filter=_OPEN),
    )
    return Outbox(**found)


def parked_deliveries() -> QuerySet[Delivery]:
    return Delivery.objects.filter(_PARKED).select_related("event").order_by("-pk")
