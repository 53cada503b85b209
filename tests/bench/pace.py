"""Requests sent when they are due and not when the last one is done: a server that is slow finds no mercy."""

import queue
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Deed:
    due: float
    """Seconds after the start."""
    kind: str
    do: Callable[[], bool]
    """Whether it was done."""


@dataclass(frozen=True)
class Outcome:
    kind: str
    done: bool
    seconds: float
    """From the moment at which it was due, so the wait for a free thread counts."""


def carry_out(deeds: Iterable[Deed], *, threads: int) -> list[Outcome]:
    """Each at its moment. deeds: in the order in which they are due. Returns when all are done."""
    waiting: queue.Queue = queue.Queue()
    outcomes: list[Outcome] = []
    workers = [threading.Thread(target=_work, args=(waiting, outcomes)) for _each in range(threads)]
    for worker in workers:
        worker.start()
    start = time.perf_counter()
    for deed in deeds:
        time.sleep(max(0, start + deed.due - time.perf_counter()))
        waiting.put((start + deed.due, deed))
    for _each in workers:
        waiting.put(None)
    for worker in workers:
        worker.join()
    return outcomes


def _work(waiting: queue.Queue, outcomes: list[Outcome]) -> None:
    while task := waiting.get():
        due, deed = task
        done = deed.do()
        outcomes.append(Outcome(deed.kind, done, time.perf_counter() - due))


def spread(count: int, seconds: float) -> list[float]:
    """So many moments at an even pace."""
    return [place * seconds / count for place in range(count)]


def rising(rate: float, seconds: float) -> list[float]:
    """Moments at a pace that rises from nothing to this many in a second."""
    return [(2 * seconds * place / rate) ** 0.5 for place in range(int(rate * seconds / 2))]


def percentile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
