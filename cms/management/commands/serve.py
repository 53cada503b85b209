"""One command for one machine: web server, task worker and clock, and nothing else to install."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cms.settings.env import read

DEMO_ACCOUNTS = ("learner", "instructor", "instructor2", "administrator", "registrar")
STOP_WITHIN = 10  # seconds


class Command(BaseCommand):
    help = "Prepare the embedded installation, then run web server, worker and clock until Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *, port: int, workers: int, **_options):
        if _is_busy(port):
            raise CommandError(
                f"Port {port} is in use. Stop what runs there, or choose another: PORT=8123 make run"
            )
        call_command("quickstart", stdout=self.stdout)
        processes = [_start(command) for command in _commands(port, workers)]
        stopper = _Stopper(processes)
        try:
            self._wait_until_ready(port, processes)
            self._tell(port)
            while all(process.poll() is None for process in processes):
                time.sleep(0.2)
        finally:
            stopper.stop()
        if not stopper.asked:
            raise CommandError("A part of the site stopped by itself. Its last lines stand above.")

    def _wait_until_ready(self, port: int, processes) -> None:
        while all(process.poll() is None for process in processes):
            try:
                with urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=2):
                    return
            except (URLError, OSError):
                time.sleep(0.1)

    def _tell(self, port: int) -> None:
        lines = [f"The campus is open: http://localhost:{port}/   (Ctrl-C stops it)"]
        if settings.DEMO_ALLOWED:
            password = read("CAMPUS_DEMO_PASSWORD", default="campus-demo")
            lines.append(
                f"Demo accounts, with the password {password} unless it was another one at the first start:"
            )
            lines += [f"  {name}@demo.example" for name in DEMO_ACCOUNTS]
        lines.append(f"Data: {settings.DATA_FOLDER}. Mails are written to {settings.DATA_FOLDER / 'mail'}.")
        self.stdout.write("\n".join(lines))


class _Stopper:
    """Stops all parts, whether a person asks (Ctrl-C, SIGTERM) or one part has died."""

    def __init__(self, processes):
        self.processes = processes
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask)

    def _ask(self, *_signal) -> None:
        self.asked = True
        self._send(signal.SIGTERM)

    def _send(self, number: int) -> None:
        for process in self.processes:
            # The whole group, also when its leader is dead: its children would outlive it and keep port or clock.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, number)

    def stop(self) -> None:
        self._send(signal.SIGTERM)
        ends = time.monotonic() + STOP_WITHIN
        while time.monotonic() < ends and any(process.poll() is None for process in self.processes):
            time.sleep(0.1)
        self._send(signal.SIGKILL)


def _commands(port: int, workers: int) -> list[list[str]]:
    python = sys.executable
    web = [
        python, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers),
        "--blocking-threads", "2", "--no-access-log", "--log-level", "warning", "cms.wsgi:application",
    ]  # fmt: skip
    worker = [
        python, "-W", "ignore::RuntimeWarning", "-m", "celery", "--quiet", "-A", "cms", "worker", "--beat", "--pool", "threads", "--concurrency", "2", "--loglevel", "warning",
        "--without-mingle", "--without-gossip", "--schedule", str(settings.DATA_FOLDER / "beat"),
    ]  # fmt: skip
    return [web, worker]


def _start(command: list[str]) -> subprocess.Popen:
    """In a session of its own: Ctrl-C reaches this command only, which then stops its parts in order."""
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603 -- our own words


def _is_busy(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
