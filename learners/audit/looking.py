"""Notes who of staff has looked at what of a person."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import QuerySet

from learners.audit.models import Emergency, Look

AGAIN = timedelta(minutes=30)
"""Who opens the same thing again within this time is not noted again."""


def note_look(person_id: int, *, by, roles: str, what: str, about: str = "", emergency: Emergency | None = None, at: datetime) -> None:  # fmt: skip
    """The own record is no look. One query, and none again within the time, which the cache keeps: without it each look is noted."""
    if person_id == by.pk:
        return
    about = about[:40]
    key = f"look:{by.pk}:{person_id}:{what}:{about}:{emergency.pk if emergency else ''}"
    noted_at = cache.get(key)
    if noted_at and at - noted_at < AGAIN:
        return
    Look.objects.create(
        person_id=person_id, by=by, what=what, about=about, emergency=emergency, roles=roles[:20], at=at
    )
    cache.set(key, at, AGAIN.total_seconds())


def looks_at(person) -> QuerySet[Look]:
    return Look.objects.filter(person=person).select_related("emergency").order_by("-at", "-pk")
