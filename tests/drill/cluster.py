"""A PostgreSQL of its own in a folder: with an archive of its log, killed and recovered by the scripts of deploy/."""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[2] / "deploy" / "postgresql"


def debian_binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    initdb = shutil.which("initdb")
    if not found and not initdb:
        sys.exit("The drill needs PostgreSQL's server. On Debian: apt-get install postgresql.")
    return found[-1] if found else Path(initdb).parent


class Cluster:
    def __init__(self, folder: Path, *, archive_timeout: int):
        self.folder, self.archive, self.bases = folder / "cluster", folder / "wal", folder / "bases"
        self.archive_timeout = archive_timeout
        self.port = _free_port()
        self._binaries = debian_binaries()
        self._process: subprocess.Popen | None = None
        self._own(folder)
        for path in (self.archive, self.bases):
            path.mkdir()
            self._own(path)

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        self.run(
            "initdb", "-D", self.folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"
        )
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",
            "max_connections": 30,
            "wal_level": "replica",
            "archive_mode": "on",
            "archive_timeout": self.archive_timeout,
            "archive_command": f"{SCRIPTS / 'archive_wal'} %p %f {self.archive}",
        }
        with (self.folder / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())

    def start(self, *, within: float = 120) -> None:
        """Returns when it takes writes: a recovery is over then."""
        log = (self.folder.parent / "server.log").open("a")
        command = self._as_owner([self._binaries / "postgres", "-D", self.folder])
        self._process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        until = time.monotonic() + within
        while not self._takes_writes():
            if self._process.poll() is not None or time.monotonic() > until:
                sys.exit((self.folder.parent / "server.log").read_text()[-3000:])
            time.sleep(0.05)

    def kill(self) -> None:
        """As a power cut does, and then the disk is gone too."""
        self._end(signal.SIGKILL)
        shutil.rmtree(self.folder)

    def kill_backend(self, chance: random.Random) -> bool:
        """One of the processes that serve a connection: the server then ends all of them and recovers."""
        serving = [
            pid
            for pid in self._children()
            if b"postgres: postgres " in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]
        if serving:
            with_suppressed(chance.choice(serving), signal.SIGKILL)
        return bool(serving)

    def crash(self) -> None:
        """As a power cut does; the disk is whole."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Without a check point: the folder is not needed any more."""
        if self._process and self._process.poll() is None:
            self._end(signal.SIGKILL)

    def base_backup(self) -> Path:
        return Path(self.run(SCRIPTS / "base_backup", self.bases, self.archive).strip().splitlines()[-1])

    def recover(self, base: Path, *, to: str = "") -> None:
        self.run(SCRIPTS / "recover", base, self.archive, self.folder, *([to] if to else []))
        self.start()

    def run(self, tool, *arguments) -> str:
        path = tool if isinstance(tool, Path) else self._binaries / tool
        environment = {
            "PATH": f"{self._binaries}:{os.defpath}",
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port),
            "PGUSER": "postgres",
        }
        done = subprocess.run(
            self._as_owner([path, *arguments]),
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
        )
        if done.returncode:
            sys.exit(f"{path.name}: {done.stderr}")
        return done.stdout

    def _as_owner(self, command: list) -> list[str]:
        """PostgreSQL refuses to run as root."""
        words = [str(word) for word in command]
        return ["/usr/sbin/runuser", "-u", "postgres", "--", *words] if os.getuid() == 0 else words

    def _own(self, path: Path) -> None:
        if os.getuid() == 0:
            shutil.chown(path, "postgres")

    def _end(self, number: int) -> None:
        """Every process of the cluster at once: the server is the leader's child where another user runs it."""
        for process in (self._leader(), *self._children()):
            with_suppressed(process, number)
        self._process.wait(20)

    def _leader(self) -> int:
        return int((self.folder / "postmaster.pid").read_text().splitlines()[0])

    def _children(self) -> list[int]:
        pid = self._leader()
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def _takes_writes(self) -> bool:
        import psycopg  # noqa: PLC0415 -- only where PostgreSQL is

        try:
            with psycopg.connect(self.url, connect_timeout=2) as connection:
                return not connection.execute("SELECT pg_is_in_recovery()").fetchone()[0]
        except psycopg.Error:
            return False


def with_suppressed(process: int, number: int) -> None:
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
