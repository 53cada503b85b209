"""83 answers a second for a minute, sent when they are due and not when the last one is done (trust, section 3)."""

import json
import os
import queue
import statistics
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path

from tests.bench.sitters import audit, make_sitters
from tests.bench.stack import web_server

PORT = 8798
RATE = 83
SECONDS = int(os.environ.get("BENCH_SECONDS", "60"))
LEARNERS = 240
THREADS = 24


def measure_saves(data: Path) -> None:
    """A line, and save-bench.json in the data folder. A wait in the queue counts as time of the answer."""
    from django.db import connection  # noqa: PLC0415 -- after the settings

    sitters = make_sitters(LEARNERS)
    with web_server(PORT):
        _send(sitters, range(-RATE * 5, 0))  # both workers have read and compiled what they need
        started = time.perf_counter()
        times = sorted(_send(sitters, range(RATE * SECONDS)))
        seconds = time.perf_counter() - started
    found = audit(sitters)
    row = {
        "database": connection.vendor,
        "asked_per_second": RATE,
        "seconds": round(seconds, 1),
        "saved_per_second": round(len(times) / seconds, 1),
        "p50_ms": round(1000 * statistics.median(times), 1),
        "p99_ms": round(1000 * times[int(len(times) * 0.99) - 1], 1),
        "failed": RATE * SECONDS - len(times),
        **asdict(found),
    }
    (data / "save-bench.json").write_text(json.dumps(row, indent=2))
    sys.stdout.write(
        f"answers at {RATE}/s for {SECONDS} s on {row['database']}: {row['saved_per_second']}/s, p50 {row['p50_ms']} ms, "
        f"p99 {row['p99_ms']} ms; acknowledged {found.acknowledged}, lost {found.lost}\n"
    )
    if found.lost or row["failed"]:
        sys.exit("Answers were lost or refused.")


def _send(sitters: list, numbers: range) -> list[float]:
    """Answer number n at its moment, n / RATE seconds after the start. How long each took from then on."""
    due: queue.Queue = queue.Queue()
    times: list[float] = []
    threads = [threading.Thread(target=_work, args=(due, times)) for _each in range(THREADS)]
    for thread in threads:
        thread.start()
    started = time.perf_counter()
    for place, number in enumerate(numbers):
        moment = started + place / RATE
        time.sleep(max(0, moment - time.perf_counter()))
        due.put((moment, sitters[number % len(sitters)], number))
    for _each in threads:
        due.put(None)
    for thread in threads:
        thread.join()
    return times


def _work(due: queue.Queue, times: list[float]) -> None:
    while task := due.get():
        moment, sitter, number = task
        turn = number // LEARNERS + 10
        order = 1 + turn % sitter.questions
        with sitter.lock:
            taken = sitter.answer(PORT, order, turn)
        if taken:
            times.append(time.perf_counter() - moment)
