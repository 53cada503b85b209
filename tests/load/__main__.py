"""make load: an examination day on one machine, with nginx, two web processes, two workers, PostgreSQL and Redis.

Ends with 1 when an answer was lost or a request failed; a missed latency is told and ends with 0.
--short: a small programme, some hundred learners, a minute. --laws: only how costs grow with enrolments and rows.
"""

import argparse
import json
import logging
import os
import platform
import sys
import time
from dataclasses import asdict
from pathlib import Path

from tests.bench.stack import analyse, fresh_database
from tests.load.phases import (
    Lengths,
    Stage,
    answers_and_submits,
    openings,
    readings,
    release,
    starts,
)
from tests.stack.machine import Machine, environment_of, require_nginx

PORT = int(os.environ.get("LOAD_PORT", "8120"))
DATABASE = os.environ.get("LOAD_DATABASE", "campus_load")
LEARNERS = {False: 5000, True: 400}
CERTIFICATES = {False: 5000, True: 50}
LENGTHS = {False: Lengths(600, 60, 300), True: Lengths(20, 10, 5)}


def main() -> int:
    parser = argparse.ArgumentParser(prog="make load")
    parser.add_argument("--short", action="store_true", help="a minute, for every change")
    parser.add_argument("--laws", action="store_true", help="only how costs grow")
    asked = parser.parse_args()
    _set_up(short=asked.short)
    told: dict[str, object] = {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
        "short": asked.short,
    }
    faults: list[str] = []
    if not asked.laws:
        faults = _day(told, short=asked.short)
    if not asked.short:
        from tests.load.laws import measure_laws  # noqa: PLC0415 -- after the settings

        told["laws"] = measure_laws()
    (Path(os.environ["CAMPUS_DATA"]).parent / "load.json").write_text(json.dumps(told, indent=1))
    sys.stdout.write(("\n".join(faults) or "Nothing was lost, nothing failed.") + "\n")
    return 1 if faults else 0


def _set_up(*, short: bool) -> None:
    require_nginx()
    data = Path(os.environ.get("CAMPUS_DATA", "var")).resolve() / "load"
    data.mkdir(parents=True, exist_ok=True)
    fresh_database(DATABASE)
    os.environ |= environment_of(data, database=DATABASE, port=PORT)
    os.environ["BENCH_SMALL"] = str(int(short))
    import django  # noqa: PLC0415 -- after the environment

    django.setup()
    logging.getLogger("campus").setLevel(logging.WARNING)  # of this process; the site itself writes its lines
    from tests.load.material import make_programme, make_small_programme  # noqa: PLC0415

    start = time.monotonic()
    (make_small_programme if short else make_programme)()
    sys.stdout.write(f"The programme is there after {time.monotonic() - start:.0f} s.\n")


def _day(told: dict, *, short: bool) -> list[str]:
    from django.utils.timezone import now  # noqa: PLC0415 -- after the settings

    from tests.load.material import make_hall, start_certificates  # noqa: PLC0415

    start = time.monotonic()
    hall = make_hall(LEARNERS[short], port=PORT, at=now())
    run = start_certificates(CERTIFICATES[short], at=now())
    analyse()
    sys.stdout.write(
        f"{LEARNERS[short]} learners and {CERTIFICATES[short]} awards are there after {time.monotonic() - start:.0f} s.\n"
    )
    sys.stdout.flush()
    machine = Machine(dict(os.environ), port=PORT)
    try:
        machine.start()
        return _peaks(hall, Stage(machine, DATABASE), run, told, short=short)
    finally:
        machine.stop()


def _peaks(hall, stage: Stage, run: int, told: dict, *, short: bool) -> list[str]:
    from tests.bench.sitters import audit  # noqa: PLC0415 -- after the settings
    from tests.load.outcome import began, certificates_of, outbox_of, released_to  # noqa: PLC0415

    lengths = LENGTHS[short]
    stage.play("start", starts(hall))
    analyse()
    sitters = began(hall, lasting=lengths.peak)
    stage.play("peak", answers_and_submits(sitters, lengths))
    stage.play("webinar", openings(hall))
    releasing = release(hall)
    stage.play("results", readings(hall, lengths))
    releasing.join()
    found = audit(sitters)
    told |= stage.rows | {
        "answers": {"acknowledged by requests": stage.rows["save"]["acknowledged"], **asdict(found)},
        "released to": released_to(hall),
        "certificates": certificates_of(run),
        "outbox": outbox_of(),
    }
    for name in ("answers", "released to", "certificates", "outbox"):
        sys.stdout.write(f"{name}: {json.dumps(told[name])}\n")
    return _faults(told, learners=len(hall.enrolments))


def _faults(told: dict, *, learners: int) -> list[str]:
    faults = [
        f"{name}: {row['errors']} errors"
        for name, row in told.items()
        if isinstance(row, dict) and row.get("errors")
    ]
    answers = told["answers"]
    faults += [f"{answers[key]} {key}" for key in ("lost", "duplicated") if answers[key]]
    if told["released to"] != learners:
        faults.append(f"The marks were released to {told['released to']} of {learners}.")
    if told["certificates"]["refused"]:
        faults.append(f"{told['certificates']['refused']} certificates were refused.")
    return faults


if __name__ == "__main__":
    sys.exit(main())
