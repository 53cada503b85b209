"""What a deed costs in this process: time, processor time of it and of its database, queries, memory."""

import contextlib
import ctypes
import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.stack import CLOCK


@dataclass
class Cost:
    seconds: float = 0.0
    cpu: float = 0.0
    """Seconds, with those of the server process behind the connection where it runs on this machine."""
    queries: int = 0
    peak_mb: float = 0.0
    """Memory above that before."""


@contextmanager
def measured() -> Iterator[Cost]:
    from django.db import connection  # noqa: PLC0415 -- after the settings

    cost = Cost()

    def count(execute, sql, params, many, context):  # Django's own log forgets the first of more than 9,000
        cost.queries += 1
        return execute(sql, params, many, context)

    connection.ensure_connection()
    _give_back()
    before = _memory("VmRSS") if _forget_peak() else 0.0
    started, cpu = time.perf_counter(), time.process_time() + _of_server(connection)
    with connection.execute_wrapper(count):
        yield cost
    cost.seconds = time.perf_counter() - started
    cost.cpu = time.process_time() + _of_server(connection) - cpu
    cost.peak_mb = max(0.0, _memory("VmHWM") - before)


def _give_back() -> None:
    """Memory that an earlier deed has used and this process has kept: a later one would need no more and look cheap."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def _of_server(connection) -> float:
    if connection.vendor != "postgresql":
        return 0.0
    with contextlib.suppress(OSError):
        stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text()
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / CLOCK
    return 0.0


def _forget_peak() -> bool:
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
        return True
    return False


def _memory(name: str) -> float:
    """Megabytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    return 0.0
