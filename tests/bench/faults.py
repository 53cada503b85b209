"""make faults: what is lost when processes are killed while 50 learners answer. Must be nothing.

Seeded: FAULT_SEED chooses what is killed and when, FAULT_SECONDS how long. Half of the learners submit; the time of the
others runs out, and the task worker closes their attempts. Needs PostgreSQL.
"""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path

from tests.bench.sitters import Sitter, audit, make_sitters
from tests.bench.stack import DATABASE, start_web_server, stop, use_services

PORT = 8797
LEARNERS = 50
SECONDS = int(os.environ.get("FAULT_SECONDS", "60"))
SEED = int(os.environ.get("FAULT_SEED", "20260302"))
KILLS = ("web", "database", "task worker")
CLOSED_WITHIN = 150
"""Seconds until the task has closed what ran out: the grace, and two turns of the clock."""


class WebServer:
    """granian, which replaces a killed worker; started again when it gives up, as the service manager does."""

    def __init__(self):
        self.start()

    def start(self) -> None:
        self.process = start_web_server(PORT, "--respawn-failed-workers", "--respawn-interval", "0.5")

    def kill_worker(self, chance: random.Random) -> int:
        """One of its children, in whatever it is doing."""
        children = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = stat.read_text().rpartition(")")[2].split()
                if int(fields[1]) == self.process.pid and "granian" in (stat.parent / "cmdline").read_text():
                    children.append(int(stat.parent.name))
        if not children:
            return 0
        with contextlib.suppress(ProcessLookupError):
            os.kill(chance.choice(sorted(children)), signal.SIGKILL)
        return 1

    def revive(self) -> None:
        if self.process.poll() is not None:
            stop(self.process)
            self.start()


class TaskWorker:
    """Celery with its clock, started again when it was killed."""

    def __init__(self, folder: Path):
        self._command = [
            sys.executable, "-W", "ignore", "-m", "celery", "--quiet", "-A", "cms", "worker", "--beat", "--pool", "solo",
            "--loglevel", "critical", "--without-mingle", "--without-gossip", "--schedule", str(folder / "faults-beat"),
        ]  # fmt: skip
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self._command, start_new_session=True)

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


def main() -> None:
    if use_services() != "PostgreSQL":
        sys.exit("make faults needs PostgreSQL on port 5432.")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    data = Path(os.environ["CAMPUS_DATA"])
    os.environ["CAMPUS_DATA"] = str(data / "faults")
    import django  # noqa: PLC0415 -- after the environment

    django.setup()
    prepare()
    submitting, running_out = make_sitters(LEARNERS // 2), make_sitters(LEARNERS // 2, minutes=SECONDS / 60)
    sitters = [*submitting, *running_out]
    web, worker = WebServer(), TaskWorker(data)
    try:
        kills = answer_under_fire(sitters, submitting, worker, web)
        wait_until_closed(sitters)
    finally:
        stop(web.process)
        worker.kill()
    report(sitters, kills, data)


def prepare() -> None:
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("quickstart", verbosity=0)


def answer_under_fire(
    sitters: list[Sitter], submitting: list[Sitter], worker: TaskWorker, web: WebServer
) -> dict:
    until = time.monotonic() + SECONDS
    threads = [
        threading.Thread(target=sit, args=(sitter, random.Random(SEED + place), until, sitter in submitting))
        for place, sitter in enumerate(sitters)
    ]
    for thread in threads:
        thread.start()
    kills = shoot(worker, web, until)
    for thread in threads:
        thread.join()
    return kills


def sit(sitter: Sitter, chance: random.Random, until: float, submits: bool) -> None:
    """Answers one question after the other, each several times, and submits in the end, twice as impatient people do."""
    sequence = 0
    while time.monotonic() < until:
        sequence += 1
        order = chance.randint(1, sitter.questions)
        sitter.answer_until_taken(PORT, order, sequence, until=until + 30)
        time.sleep(chance.uniform(0.05, 0.5))
    taken = 0
    while submits and taken < 2 and time.monotonic() < until + 60:
        taken += sitter.post(PORT, "submit/", {}) is not None
    sitter.hang_up()


def shoot(worker: TaskWorker, web: WebServer, until: float) -> dict[str, int]:
    """Kill one thing every second or two; how often each was hit."""
    chance, kills = random.Random(SEED), dict.fromkeys(KILLS, 0)
    while time.monotonic() < until:
        time.sleep(chance.uniform(0.6, 1.8))
        what = chance.choice(KILLS)
        if what == "web":
            kills[what] += web.kill_worker(chance)
        elif what == "database":
            kills[what] += end_database_connections(chance)
        else:
            worker.kill()
            worker.start()
            kills[what] += 1
        web.revive()
    web.revive()
    return kills


def end_database_connections(chance: random.Random) -> int:
    """One of the server processes of this database, in whatever it is doing."""
    import psycopg  # noqa: PLC0415 -- only where PostgreSQL answers

    with psycopg.connect("postgres://postgres@127.0.0.1:5432/postgres", autocommit=True) as connection:
        found = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend' ORDER BY pid",
            [DATABASE],
        ).fetchall()
        if found:
            connection.execute("SELECT pg_terminate_backend(%s)", chance.choice(found))
    return bool(found)


def wait_until_closed(sitters: list[Sitter]) -> None:
    from django.db import connection  # noqa: PLC0415 -- after the settings

    from learners.attempts.models import QuizAttempt  # noqa: PLC0415

    connection.close()  # it may be one of those that were ended
    until = time.monotonic() + CLOSED_WITHIN
    ids = [sitter.attempt_id for sitter in sitters]
    while QuizAttempt.objects.filter(pk__in=ids, submitted_at=None).exists() and time.monotonic() < until:
        time.sleep(2)


def report(sitters: list[Sitter], kills: dict[str, int], data: Path) -> None:
    from learners.attempts.models import QuizAttempt  # noqa: PLC0415 -- after the settings

    found = audit(sitters)
    ids = [sitter.attempt_id for sitter in sitters]
    attempts = QuizAttempt.objects.filter(pk__in=ids)
    row = {
        "seed": SEED,
        "seconds": SECONDS,
        "learners": len(sitters),
        "kills": kills,
        "broken_lines": sum(sitter.retries for sitter in sitters),
        "replies": sum(sitter.replies for sitter in sitters),
        **asdict(found),
        "submitted": attempts.filter(closed_by="learner").count(),
        "closed_by_time": attempts.filter(closed_by="time").count(),
        "left_open": attempts.filter(submitted_at=None).count(),
    }
    (data / "faults.json").write_text(json.dumps(row, indent=2))
    for name, value in row.items():
        sys.stdout.write(f"{name}: {value}\n")
    if found.lost or found.duplicated or row["left_open"]:
        sys.exit("Something was lost, done twice or left half done.")


if __name__ == "__main__":
    main()
