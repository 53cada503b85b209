"""Redis, made to be killed."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

from tests.faults.servers import free_port


class Redis:
    """A server of its own, which nobody else misses."""

    def __init__(self, folder: Path):
        self._folder, self.port = folder, free_port()
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = [
            "redis-server",
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(self._folder),
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with contextlib.suppress(Exception):
                self._client().ping()
                return
            time.sleep(0.05)
        raise SystemExit("Redis did not start.")

    def flush(self) -> None:
        self._client().flushdb()

    def stop(self) -> None:
        kill_group(self.process)

    def _client(self):
        import redis  # noqa: PLC0415 -- only where it is installed

        return redis.Redis(port=self.port)


def kill_group(process: subprocess.Popen) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
