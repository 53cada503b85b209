"""make restore-drill: is what was backed up what comes back? Ends with 1 on any difference.

Each engine in a process of its own. --short: the tables without migrations, and one minute instead of several.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.drill.cluster import Cluster

ARCHIVE_TIMEOUT = {True: 4, False: 30}
"""Seconds after which a piece of the log is archived even when it is not full; the documents say 30."""
RPO_SECONDS, MINUTES_A_GB = 60, 5
SMALL = 200
"""MB below which starting a server is what takes the time, and minutes a GB say nothing."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="make restore-drill")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--engine", choices=["postgresql", "sqlite"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.engine:
        ENGINES[asked.engine](asked.folder, short=asked.short)
        return
    started, bad = time.monotonic(), []
    for engine in ENGINES:
        with tempfile.TemporaryDirectory(prefix="campus-drill-") as folder:
            Path(folder).chmod(0o755)
            command = [sys.executable, "-m", "tests.drill", "--engine", engine, "--folder", folder]
            ended = subprocess.run(command + ["--short"] * asked.short, check=False)
            bad += [engine] * bool(ended.returncode)
    sys.stdout.write(f"\n{time.monotonic() - started:.0f} seconds in all.\n")
    if not bad:
        _note(short=asked.short)
    if bad:
        sys.exit(f"Not everything came back: {', '.join(bad)}.")


def _note(*, short: bool) -> None:
    """Whoever looks after the site's health reads it."""
    data = Path(os.environ.get("CAMPUS_DATA") or "var")
    data.mkdir(parents=True, exist_ok=True)
    note = {"at": datetime.now(UTC).isoformat(), "short": short}
    (data / "last-restore-drill.json").write_text(json.dumps(note), encoding="utf-8")


def drill_postgresql(folder: Path, *, short: bool) -> None:
    cluster = Cluster(folder, archive_timeout=ARCHIVE_TIMEOUT[short])
    cluster.make()
    cluster.start()
    try:
        _set_up(folder, cluster.url, short=short)
        from tests.drill.to_the_second import drill_to_the_second  # noqa: PLC0415 -- after the settings

        _tell("PostgreSQL, to a named second", drill_to_the_second(cluster, folder / "mirror", short=short))
        _drill_logical("PostgreSQL, backup and restore", folder, short=short)
    finally:
        cluster.stop()


def drill_sqlite(folder: Path, *, short: bool) -> None:
    _set_up(folder, "", short=short)
    _drill_logical("SQLite, backup and restore", folder, short=short)


ENGINES = {"postgresql": drill_postgresql, "sqlite": drill_sqlite}


def _set_up(folder: Path, url: str, *, short: bool) -> None:
    data = folder / "data"
    data.mkdir(mode=0o700)
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    if url:
        os.environ["DATABASE_URL"] = url
    os.environ |= {
        "CAMPUS_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "tests.drill.settings",
        "DRILL_SHORT": str(int(short)),
    }
    import django  # noqa: PLC0415 -- after the environment

    django.setup()
    from tests.drill.working import load  # noqa: PLC0415

    load(short=short)


def _drill_logical(title: str, folder: Path, *, short: bool) -> None:
    from tests.drill.logical import drill_backup  # noqa: PLC0415 -- after the settings

    _tell(title, drill_backup(folder / "backups", short=short))


def _tell(title: str, figures: dict[str, object]) -> None:
    sys.stdout.write(f"\n{title}\n")
    for name, value in figures.items():
        sys.stdout.write(f"  {name}: {json.dumps(value)}\n")
    sys.stdout.flush()
    faults = [name for name, value in figures.items() if _is_fault(name, value, figures)]
    if faults:
        sys.exit(f"Wrong: {', '.join(faults)}.")


def _is_fault(name: str, value: object, figures: dict[str, object]) -> bool:
    if name == "RPO, seconds":
        return float(str(value)) > RPO_SECONDS
    if name.endswith("minutes a GB"):
        size = figures.get("MB", figures.get("base backup, MB"))
        return float(str(size)) > SMALL and float(str(value)) > MINUTES_A_GB
    return bool(value) and any(word in name for word in ("differ", "lost", "missing", "errors of"))


if __name__ == "__main__":
    main()
