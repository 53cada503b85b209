"""make faults: parts of the product die, hang and run full, in an installation of its own. Nothing may be lost.

Seeded: FAULT_SEED chooses what is killed and when. --short: a minute, for every change. What comes back too late is told and ends with 0.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.faults import clock, files, kills, services
from tests.faults.house import House

SEED = int(os.environ.get("FAULT_SEED", "20260302"))
SECONDS = int(os.environ.get("FAULT_SECONDS", "60"))
SHORT_SECONDS = 12
WRONG = (
    "lost",
    "duplicated",
    "wrong",
    "differ",
    "left open",
    "refused",
    "sent twice",
    "parked",
    "without a row",
)
RIGHT = ("own page", "whole file taken", "taken after", "lived", "other pages work")
"""Words of a figure that is a fault when there is any; and of one that is a fault when there is none."""
LATE = ("later than the goal", "too slow", "too long")
"""Told, and no fault: a machine that does other work is slow."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="make faults")
    parser.add_argument("--short", action="store_true", help="a minute, for every change")
    asked = parser.parse_args()
    data, start = Path(os.environ.get("CAMPUS_DATA", "var")).resolve(), time.monotonic()
    told: dict[str, dict] = {}
    data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="campus-faults-") as folder:
        Path(folder).chmod(0o755)
        house = House(Path(folder), log=data / "faults.log")
        sys.stdout.write(f"The house stands after {time.monotonic() - start:.0f} s. Seed {SEED}.\n")
        try:
            for title, phase in _phases(house, short=asked.short).items():
                told[title] = _played(title, phase)
        finally:
            house.close()
    (data / "faults.json").write_text(json.dumps({"seed": SEED} | told, indent=1))
    faults = [f"{title}: {name}" for title, facts in told.items() for name in faults_of(facts)]
    sys.stdout.write(f"{time.monotonic() - start:.0f} seconds in all.\n")
    sys.stdout.write(("Wrong: " + "; ".join(faults) if faults else "All is as it should be.") + "\n")
    return 1 if faults else 0


def _phases(house: House, *, short: bool) -> dict[str, Callable[[], dict]]:
    phases = {
        "kills": partial(kills.play, house, seconds=SHORT_SECONDS if short else SECONDS, seed=SEED),
        "upload cut off": partial(files.cut_off, house),
        "mail server dead": partial(services.mail_away, house, slow=not short),
    }
    if short:
        return phases
    return phases | {
        "Redis stopped": partial(services.without_redis, house, seconds=20),
        "disk full": partial(files.disk_full, house),
        "store of files silent": partial(files.silent_store, house),
        "database silent": partial(services.silent_database, house),
        "worker's clock ahead": partial(clock.clock_ahead, house),
        "power cut": partial(services.cold_start, house),
    }


def _played(title: str, phase: Callable[[], dict]) -> dict:
    start = time.monotonic()
    facts = phase()
    sys.stdout.write(f"\n{title} ({time.monotonic() - start:.0f} s)\n")
    for name, value in facts.items():
        late = "   LATE" if value and any(words in name for words in LATE) else ""
        bad = "   WRONG" if name in faults_of(facts) else late
        sys.stdout.write(f"  {name}: {json.dumps(value)}{bad}\n")
    sys.stdout.flush()
    return facts


def faults_of(facts: dict) -> list[str]:
    return [name for name, value in facts.items() if _is_wrong(name, value)]


def _is_wrong(name: str, value: object) -> bool:
    if name in {"mails sent again with the same number", "not tried"}:
        return False
    if any(word in name for word in RIGHT):
        return not value
    return bool(value) and any(word in name for word in WRONG)


if __name__ == "__main__":
    sys.exit(main())
