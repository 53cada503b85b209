"""83 answers a second for a minute, sent when they are due and not when the last one is done (trust, section 3)."""

import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path

from tests.bench.pace import Deed, Outcome, carry_out, percentile, spread
from tests.bench.sitters import Sitter, audit, make_sitters
from tests.bench.stack import web_server

PORT = 8798
RATE = 83
SECONDS = int(os.environ.get("BENCH_SECONDS", "60"))
LEARNERS = 240
THREADS = 24


def measure_saves(data: Path) -> None:
    """A line, and save-bench.json in the data folder. A wait in the queue counts as time of the answer."""
    from django.db import connection  # noqa: PLC0415 -- after the settings

    sitters = make_sitters(LEARNERS, port=PORT)
    with web_server(PORT):
        _send(sitters, 5)  # both workers have read and compiled what they need
        started = time.perf_counter()
        outcomes = _send(sitters, SECONDS)
        seconds = time.perf_counter() - started
    found, times = audit(sitters), [each.seconds for each in outcomes if each.done]
    row = {
        "database": connection.vendor,
        "asked_per_second": RATE,
        "seconds": round(seconds, 1),
        "saved_per_second": round(len(times) / seconds, 1),
        "p50_ms": round(1000 * percentile(times, 0.5), 1),
        "p99_ms": round(1000 * percentile(times, 0.99), 1),
        "failed": len(outcomes) - len(times),
        **asdict(found),
    }
    (data / "save-bench.json").write_text(json.dumps(row, indent=2))
    sys.stdout.write(
        f"answers at {RATE}/s for {SECONDS} s on {row['database']}: {row['saved_per_second']}/s, p50 {row['p50_ms']} ms, "
        f"p99 {row['p99_ms']} ms; acknowledged {found.acknowledged}, lost {found.lost}\n"
    )
    if found.lost or row["failed"]:
        sys.exit("Answers were lost or refused.")


def _send(sitters: list[Sitter], seconds: int) -> list[Outcome]:
    deeds = [
        Deed(due, "save", sitters[number % len(sitters)].answer_next)
        for number, due in enumerate(spread(RATE * seconds, seconds))
    ]
    return carry_out(deeds, threads=THREADS)
