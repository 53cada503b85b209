"""Starts the production stack for a while: database, web server; and reads its processor time."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.request import urlopen

CLOCK = os.sysconf("SC_CLK_TCK")
DATABASE = os.environ.get("BENCH_DATABASE", "campus_bench")
SERVER = os.environ.get("STACK_POSTGRESQL", "postgres://postgres@127.0.0.1:5432")


def use_services() -> str:
    """Point the settings at PostgreSQL and Redis where they answer; the name of the database used."""
    if _answers(6379):
        os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:6379/9")
    if not _answers(5432):
        return "SQLite"
    with contextlib.suppress(Exception):
        os.environ["DATABASE_URL"] = fresh_database(DATABASE)
        return "PostgreSQL"
    return "SQLite"


def _answers(port: int) -> bool:
    with contextlib.closing(socket.socket()) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def fresh_database(name: str) -> str:
    """An empty one under this name, whatever was there; its address."""
    import psycopg  # noqa: PLC0415 -- only where PostgreSQL answers

    with psycopg.connect(f"{SERVER}/postgres", autocommit=True, connect_timeout=3) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    return f"{SERVER}/{name}"


def analyse() -> None:
    """What the server does by itself a minute after many rows came in, where autovacuum is on."""
    from django.db import connection  # noqa: PLC0415 -- after the settings

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextlib.contextmanager
def web_server(port: int) -> Iterator[int]:
    """granian with two workers, as in production; its process group."""
    process = start_web_server(port)
    try:
        yield process.pid
    finally:
        stop(process)


def start_web_server(
    port: int, *options: str, environment: dict[str, str] | None = None, log: IO | None = None
) -> subprocess.Popen:
    """Returns when it answers. It has a process group of its own."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2",
        "--blocking-threads", "2", "--no-access-log", "--log-level", "error", *options, "cms.wsgi:application",
    ]  # fmt: skip
    process = subprocess.Popen(command, start_new_session=True, env=environment, stdout=log, stderr=log)
    _wait_for(port)
    return process


def stop(process: subprocess.Popen) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    process.wait(15)


def _wait_for(port: int) -> None:
    for _try in range(300):
        with contextlib.suppress(OSError), urlopen(f"http://127.0.0.1:{port}/health/live", timeout=1):
            return
        time.sleep(0.1)
    raise SystemExit("The web server did not start.")


def cpu_seconds(group: int) -> float:
    """User and system time of all processes of the group so far."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                total += int(fields[11]) + int(fields[12])
    return total / CLOCK
