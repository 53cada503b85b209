"""Signs of life of clock and workers: the clock sends a task, a worker runs it, and both write down when.

They lie in the cache, which all machines share. After it was emptied they are back within half a minute.
"""

import time
from dataclasses import dataclass

from django.core.cache import cache

EVERY = 30.0
"""Seconds from one to the next."""
_KEPT = 7 * 86_400
_CLOCK, _WORKER, _WAITED = "heartbeat:clock", "heartbeat:worker", "heartbeat:waited"


@dataclass(frozen=True)
class Heartbeats:
    """Seconds since the last sign; None when there is none."""

    clock: float | None
    worker: float | None
    waited: float | None
    """How long the last one stood in the queue."""

    @property
    def queue_age(self) -> float | None:
        if self.worker is None or self.waited is None:
            return None
        return max(self.waited, self.worker - EVERY, 0.0)


def note_clock(*, moment: float) -> None:
    cache.set(_CLOCK, moment, _KEPT)


def note_worker(*, moment: float, sent_at: float) -> None:
    cache.set_many({_WORKER: moment, _WAITED: max(0.0, moment - sent_at)}, _KEPT)


def heartbeats(*, moment: float | None = None) -> Heartbeats:
    found = cache.get_many([_CLOCK, _WORKER, _WAITED])
    moment = time.time() if moment is None else moment

    def since(key: str) -> float | None:
        return max(0.0, moment - found[key]) if key in found else None

    return Heartbeats(since(_CLOCK), since(_WORKER), found.get(_WAITED))
