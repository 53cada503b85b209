"""A small installation of its own, of which every part may die: PostgreSQL, Redis, mail server, web server, worker."""

import logging
import os
import random
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.browsers import Browser, Reply
from tests.bench.stack import start_web_server, stop
from tests.drill.cluster import Cluster
from tests.faults.redis_server import Redis
from tests.faults.servers import Mailbox, free_port
from tests.stack.machine import Machine, require_nginx

PORT = int(os.environ.get("FAULT_PORT", "8130"))
PATIENCE = 60
"""Seconds after which a part that does not come back counts as lost."""


class House:
    def __init__(self, folder: Path, *, log: Path):
        if not shutil.which("redis-server"):
            sys.exit("make faults needs Redis. On Debian: apt-get install redis-server.")
        require_nginx()
        self._closing = ExitStack()
        try:
            self._build(folder, log)
        except BaseException:
            self.close()
            raise

    def _build(self, folder: Path, log: Path) -> None:
        self.data = folder / "data"
        self.data.mkdir(mode=0o700)
        self.log = self._closing.enter_context(log.open("w"))
        self.database = Cluster(folder, archive_timeout=0)
        self._closing.callback(self.database.stop)
        self.database.make()
        self.database.start()
        self.redis = Redis(folder)
        self._closing.callback(self.redis.stop)
        self.mailbox = Mailbox()
        self._closing.callback(self.mailbox.close)
        self.mailbox.open()
        self.port = PORT
        self._tell_environment()
        self._furnish()
        self.machine = Machine(dict(os.environ), port=PORT)
        self._closing.callback(shutil.copy, self.data / "stack.log", log.with_name("faults-machine.log"))
        self._closing.callback(self.machine.stop)
        self.machine.start()

    def _tell_environment(self) -> None:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "BENCH_SMALL": "1",
            "DATABASE_URL": self.database.url,
            "REDIS_URL": self.redis.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mailbox.port}",
            "CAMPUS_DATA": str(self.data),
            "CAMPUS_ADDRESS": f"http://localhost:{self.port}",
            "CAMPUS_LOGS": "plain",  # the lines of every request would be many
        }

    def _furnish(self) -> None:
        import django  # noqa: PLC0415 -- after the environment

        django.setup()
        logging.disable()  # of this process: what it does under fire is told by the figures
        from tests.load.material import make_small_programme  # noqa: PLC0415

        make_small_programme()

    def close(self) -> None:
        self._closing.close()

    @contextmanager
    def another_web_server(self, **environment: str) -> Iterator[int]:
        """With other settings than the house's own; its port."""
        port = free_port()
        process = start_web_server(port, environment=os.environ | environment, log=self.log)
        try:
            yield port
        finally:
            stop(process)

    def kill_database_process(self, chance: random.Random) -> bool:
        """One of the processes that serve a connection: PostgreSQL then ends all of them and recovers."""
        return self.database.kill_backend(chance)


def until(question, *, within: float = PATIENCE, pause: float = 0.05) -> float | None:
    """Seconds until it is answered with yes. None: never."""
    start = time.monotonic()
    while time.monotonic() - start < within:
        if question():
            return time.monotonic() - start
        time.sleep(pause)
    return None


def is_own_failure(reply: Reply | None) -> bool:
    """The site's own page, with the code that says: try again. No traceback, nobody signed in."""
    return (
        reply is not None
        and reply.status == 503
        and "The service has a problem" in reply.text
        and "Traceback" not in reply.text
    )


def timed(deed) -> tuple[Reply | None, float]:
    start = time.monotonic()
    return deed(), time.monotonic() - start


def reader(port: int, cookie: str, *, timeout: float = 30) -> Browser:
    return Browser(port, cookie, timeout, stays=False)
