"""How the parts of an embedded installation are kept running, and when all of them are stopped."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable

RESTARTS = 3
WITHIN = 60  # seconds
STOP_WITHIN = 10  # seconds


class PartFailed(Exception):
    """A part ends again and again. The message is a sentence for the terminal."""


class Part:
    """One process and its children."""

    def __init__(self, name: str, command: list[str]):
        self.name = name
        self._command = command
        self._process: subprocess.Popen | None = None
        self._ends: list[float] = []

    def start(self) -> None:
        # In a session of its own: Ctrl-C reaches the command only, which then stops its parts in order.
        self._process = subprocess.Popen(self._command, start_new_session=True)  # noqa: S603 -- our own words

    @property
    def has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    @property
    def end(self) -> str:
        code = self._process.returncode if self._process else 0
        return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"

    def send(self, number: int) -> None:
        # The whole group, also when its leader is dead: its children would outlive it and keep port or clock.
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def ends_lately(self, *, moment: float) -> int:
        """Count one more end; how many there were in the last minute."""
        self._ends = [end for end in self._ends if moment - end < WITHIN] + [moment]
        return len(self._ends)


class Supervisor:
    """Starts its parts, starts a dead one again, and stops all when a person asks (Ctrl-C, SIGTERM)."""

    def __init__(self, parts: list[Part], *, tell: Callable[[str], object]):
        self.parts = parts
        self.asked = False
        self._tell = tell
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask)
        for part in parts:
            part.start()

    def _ask(self, *_signal) -> None:
        self.asked = True
        self._send(signal.SIGTERM)

    def _send(self, number: int) -> None:
        for part in self.parts:
            part.send(number)

    def mend(self) -> None:
        """Start each part again that has ended. Raises PartFailed at its fourth end within a minute."""
        for part in self.parts:
            if not part.has_ended or self.asked:
                continue
            part.send(signal.SIGKILL)
            count = part.ends_lately(moment=time.monotonic())
            ended = f"The {part.name} ended by {part.end}."
            if count > RESTARTS:
                raise PartFailed(f"{ended} It ended {count} times within a minute, so all parts are stopped.")
            self._tell(f"{ended} It is started again ({count} of {RESTARTS} times in a minute).")
            part.start()

    def stop(self) -> None:
        self._send(signal.SIGTERM)
        ends = time.monotonic() + STOP_WITHIN
        while time.monotonic() < ends and any(not part.has_ended for part in self.parts):
            time.sleep(0.1)
        self._send(signal.SIGKILL)
