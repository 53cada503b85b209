"""Sends mails by the way that the settings name, and counts in the cache what became of them."""

import contextlib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.timezone import now

_HOURS = 24


class CountedBackend(BaseEmailBackend):
    def __init__(self, fail_silently: bool = False, **options):
        super().__init__(fail_silently=fail_silently)
        self._way = get_connection(settings.MAIL_THROUGH, fail_silently=fail_silently, **options)

    def open(self):
        return self._way.open()

    def close(self) -> None:
        self._way.close()

    def send_messages(self, email_messages) -> int:
        try:
            sent = self._way.send_messages(email_messages) or 0
        except Exception:
            _count("failed", len(email_messages), at=now())
            raise
        _count("sent", sent, at=now())
        _count("failed", len(email_messages) - sent, at=now())
        return sent


def _count(what: str, number: int, *, at: datetime) -> None:
    """A cache that is down loses a figure, never a mail."""
    if not number:
        return
    with contextlib.suppress(Exception):
        for key, kept in ((_key(what, at), 2 * _HOURS * 3600), (f"mails:{what}", None)):
            cache.add(key, 0, kept)
            cache.incr(key, number)


def _key(what: str, at: datetime) -> str:
    return f"mails:{what}:{at:%Y%m%d%H}"


def mails_lately(what: str, *, at: datetime) -> int:
    """How many were `sent`, or `failed`, in the last 24 hours."""
    keys = [_key(what, at - timedelta(hours=hours)) for hours in range(_HOURS)]
    return sum(cache.get_many(keys).values())


def mails_ever(what: str) -> int:
    """Since the cache was emptied."""
    return cache.get(f"mails:{what}", 0)
