"""One machine as docs/operations.md describes it: two web processes behind nginx, two workers, the clock, PostgreSQL, Redis."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psycopg

from tests.bench.stack import SERVER

ROOT = Path(__file__).resolve().parents[2]
PORT = int(os.environ.get("STACK_PORT", "8110"))
WEB_PORTS = (PORT + 1, PORT + 2)
DATABASE = os.environ.get("STACK_DATABASE", "campus_stack")
TOKEN = "figures of the stack"
READY_WITHIN = 90.0
CELERY = ("-m", "celery")


def environment_of(data: Path, *, database: str = DATABASE, port: int = PORT) -> dict[str, str]:
    """What all parts of one machine are told."""
    return {
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "DATABASE_URL": f"{SERVER}/{database}",
        "REDIS_URL": os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/10"),
        "CAMPUS_DATA": str(data),
        "CAMPUS_ADDRESS": f"http://localhost:{port}",
        "CAMPUS_METRICS_TOKEN": TOKEN,
        "PYTHONPATH": str(ROOT),
    }


def require_nginx() -> None:
    if not shutil.which("nginx"):
        raise SystemExit("nginx is missing. On Debian: apt-get install nginx-light")


def prepare(data: Path) -> dict[str, str]:
    """Tables, programme, demo cohort, static files; the environment of all parts."""
    require_nginx()
    environment = os.environ | environment_of(data)
    _make_database()
    for command in ("quickstart", "collectstatic --noinput -v 0"):
        subprocess.run([sys.executable, "manage.py", *command.split()], cwd=ROOT, env=environment, check=True)
    return environment


def _make_database() -> None:
    try:
        with psycopg.connect(f"{SERVER}/postgres", autocommit=True, connect_timeout=3) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not found:
                connection.execute(f'CREATE DATABASE "{DATABASE}"')
    except psycopg.OperationalError as error:
        raise SystemExit(
            f"PostgreSQL does not answer at {SERVER}. Start it, or set STACK_POSTGRESQL."
        ) from error


class Machine:
    """All parts, each with a process group of its own."""

    def __init__(self, environment: dict[str, str], *, port: int = PORT):
        self._environment = environment
        self.port, self.web_ports = port, (port + 1, port + 2)
        self._data = Path(environment["CAMPUS_DATA"])
        self._log = (self._data / "stack.log").open("ab")
        self.parts: dict[str, subprocess.Popen] = {}

    def start(self) -> None:
        for number, port in enumerate(self.web_ports):
            self.start_web(number, port)
        for number in (1, 2):
            self.start_worker(number)
        self.start_clock()
        for port in self.web_ports:
            self.wait_for(port)
        self._write_configuration()
        self._start("nginx", ["nginx", "-c", str(self._data / "nginx.conf"), "-p", str(self._data)])
        self.wait_for(self.port, "/account/login/")

    def start_web(self, number: int, port: int) -> None:
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
            "--workers", "1", "--blocking-threads", "2", "--respawn-failed-workers", "--no-access-log",
            "--log-config", "deploy/granian.json", "cms.wsgi:application",
        ]  # fmt: skip
        self._start(f"web {number + 1}", command)

    def start_worker(self, number: int, program: Sequence[str] = CELERY) -> None:
        options = ("--concurrency", "1", "-n", f"w{number}@%h", "--without-mingle", "--without-gossip")
        name = f"worker {number}"
        self._start(name, [sys.executable, *program, "--quiet", "-A", "cms", "worker", *options])
        _yield_to_others(self.parts[name])

    def start_clock(self) -> None:
        options = ("--schedule", str(self._data / "stack-beat"), "--pidfile=")
        self._start("clock", [sys.executable, *CELERY, "--quiet", "-A", "cms", "beat", *options])

    def _start(self, name: str, command: list[str]) -> None:
        self.parts[name] = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self._environment,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )

    def wait_for(self, port: int, path: str = "/health/ready") -> float:
        """Seconds until it answered."""
        start = time.monotonic()
        while time.monotonic() - start < READY_WITHIN:
            with contextlib.suppress(OSError), urlopen(f"http://127.0.0.1:{port}{path}", timeout=3):
                return time.monotonic() - start
            time.sleep(0.05)
        raise SystemExit(f"Nothing answers at port {port}. Look into {self._data / 'stack.log'}.")

    def kill(self, name: str) -> None:
        os.killpg(self.parts[name].pid, signal.SIGKILL)
        self.parts[name].wait()

    def roll(self) -> None:
        """As deploy/rolling-restart: out of the proxy, end, start, back into the proxy."""
        for number, port in enumerate(self.web_ports):
            self._write_upstream(down=port)
            self._reload()
            _stop(self.parts[f"web {number + 1}"])
            self.start_web(number, port)
            self.wait_for(port)
            self._write_upstream()
            self._reload()

    def _reload(self) -> None:
        self.parts["nginx"].send_signal(signal.SIGHUP)
        time.sleep(3)

    def _write_upstream(self, down: int = 0) -> None:
        lines = [
            f"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s{' down' if port == down else ''};"
            for port in self.web_ports
        ]
        (self._data / "upstream.conf").write_text(f"upstream campus {{ {' '.join(lines)} }}\n")

    def _write_configuration(self) -> None:
        self._write_upstream()
        nginx = ROOT / "deploy" / "nginx"
        temporary = " ".join(
            f"{kind}_temp_path {self._data}/nginx-{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;" if os.geteuid() == 0 else ""
        (self._data / "nginx.conf").write_text(
            f"""{user} daemon off; pid {self._data}/nginx.pid; worker_processes 1; error_log stderr crit;
worker_rlimit_nofile 20000; events {{ worker_connections 8192; }}
http {{
    include /etc/nginx/mime.types; {temporary}
    include {self._data}/upstream.conf; include {nginx}/queue.conf;
    server {{
        listen 127.0.0.1:{self.port};
        set $campus_data {self._data}; set $campus_pages {nginx}/pages; set $campus_proto http;
        include {nginx}/site.conf;
    }}
}}
"""
        )

    def ended(self) -> list[str]:
        return [name for name, part in self.parts.items() if part.poll() is not None]

    def stop(self) -> None:
        for part in self.parts.values():
            _stop(part, wait=False)
        for part in self.parts.values():
            _stop(part)
        self._log.close()


def _yield_to_others(part: subprocess.Popen) -> None:
    """As CPUWeight in the unit of the worker: where the kernel weighs sessions, and not processes, that of the session."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, part.pid, 10)
        Path(f"/proc/{part.pid}/autogroup").write_text("10")


def figures_of(port: int) -> str:
    asked = Request(f"http://127.0.0.1:{port}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    with urlopen(asked, timeout=5) as answer:
        return answer.read().decode()


def status_of(address: str) -> tuple[int, str]:
    try:
        with urlopen(address, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refusal:
        return refusal.code, refusal.read().decode()


def _stop(part: subprocess.Popen, *, wait: bool = True) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(part.pid, signal.SIGTERM)
    if not wait:
        return
    try:
        part.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(part.pid, signal.SIGKILL)
        part.wait()
