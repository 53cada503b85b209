"""What the machine spends: processor time of each part, queries of each kind of request."""

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.bench.stack import CLOCK, cpu_seconds
from tests.stack.machine import Machine, figures_of


@dataclass(frozen=True)
class Reading:
    """Seconds of processor time, and sums of the site's own figures, since the start."""

    seconds: dict[str, float]
    """By part of the machine; of the database by process, for they come and go."""
    queries: dict[str, float]
    """By name of the address."""
    requests: dict[str, float]


def read_meter(machine: Machine, database: str) -> Reading:
    seconds = _of_database(database)
    seconds |= {name: cpu_seconds(part.pid) for name, part in machine.parts.items()}
    page = figures_of(machine.web_ports[0])  # all processes of the machine count into one folder
    return Reading(
        seconds, _sums(page, "campus_request_queries_sum"), _sums(page, "campus_request_queries_count")
    )


def _sums(page: str, name: str) -> dict[str, float]:
    found = re.findall(rf'^{name}{{route="([^"]+)"}} (\S+)$', page, re.MULTILINE)
    return {route: float(value) for route, value in found}


def _of_database(name: str) -> dict[str, float]:
    """Of the server's processes that serve this database now, and of all that have ended: connections last a minute."""
    found, servers = {}, set()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f" {name} ".encode() in (folder / "cmdline").read_bytes():
                fields = _stat(folder)
                servers.add(fields[1])
                found[f"database {folder.name}"] = (int(fields[11]) + int(fields[12])) / CLOCK
    for server in servers:
        with suppress(OSError):
            fields = _stat(Path("/proc") / server)
            found[f"database ended of {server}"] = (int(fields[13]) + int(fields[14])) / CLOCK
    return found


def _stat(folder: Path) -> list[str]:
    """The fields of the process from its state on: parent, own time, time of ended children."""
    return (folder / "stat").read_text().rpartition(")")[2].split()


def spent(before: Reading, after: Reading) -> Reading:
    seconds: dict[str, float] = {}
    for name, used in _grown(before.seconds, after.seconds).items():
        part = name.split()[0]
        seconds[part] = seconds.get(part, 0.0) + used
    # What has ended since brought all of its time to those that have ended, also what it had spent before.
    gone = sum(used for name, used in before.seconds.items() if name not in after.seconds)
    seconds["database"] = seconds.get("database", 0.0) - gone
    return Reading(seconds, _grown(before.queries, after.queries), _grown(before.requests, after.requests))


def _grown(before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    return {name: value - before.get(name, 0.0) for name, value in after.items()}
