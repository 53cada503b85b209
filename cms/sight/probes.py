"""Whether each thing that the site needs answers, and how long that took. Never longer than two seconds."""

import os
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import dataclass
from threading import Lock

from django.core.cache import cache
from django.core.files.storage import FileSystemStorage
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from cms.celery import app
from content.base.private_files import private_storage

PATIENCE = 1.8
"""Seconds for all together: whoever asks has an answer within two."""
NEEDED = ("database", "migrations")
"""Without these no page can be made. Without the others some deeds wait, and taking the site away would help nobody."""


@dataclass(frozen=True)
class Answer:
    works: bool
    seconds: float = 0.0
    error: str = ""
    """The kind of error, or `slow`. Never its text: that may name places and accounts."""


def ask_all() -> dict[str, Answer]:
    """All at once. One that hangs holds a thread of its own, and is not asked again before it comes back."""
    asked = {name: _ask(name, question) for name, question in QUESTIONS.items()}
    ends = time.monotonic() + PATIENCE
    return {name: _answer(future, until=ends) for name, future in asked.items()}


_pool = ThreadPoolExecutor(max_workers=10, thread_name_prefix="probe")
_running: dict[str, Future] = {}
_lock = Lock()


def _ask(name: str, question: Callable[[], None]) -> Future:
    if name in ("database", "migrations") and connection.vendor == "sqlite":
        return _done(question)  # a file of this machine cannot hang, and a test's lives in memory
    with _lock:
        future = _running.get(name)
        if future is None or future.done():
            future = _running[name] = _pool.submit(_timed, question)
        return future


def _done(question: Callable[[], None]) -> Future:
    future: Future = Future()
    future.set_result(_timed(question))
    return future


def _answer(future: Future, *, until: float) -> Answer:
    try:
        return future.result(timeout=max(0.0, until - time.monotonic()))
    except TooSlow:
        return Answer(works=False, seconds=PATIENCE, error="slow")


def _timed(question: Callable[[], None]) -> Answer:
    start = time.perf_counter()
    try:
        question()
    except Exception as error:  # noqa: BLE001 -- each service has errors of its own; any of them means: it does not work
        return Answer(False, time.perf_counter() - start, type(error).__name__)
    return Answer(True, time.perf_counter() - start)


class DoesNotWork(Exception):
    pass


def _database() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cms_user WHERE id = 0")  # the tables must be there too
            cursor.fetchone()
    finally:
        _leave()


_known: set[str] = set()


def _migrations() -> None:
    """Whether the tables are as this code needs them; newer tables are fine, older code runs on them during an upgrade."""
    if "complete" in _known:
        return
    try:
        missing = pending_migrations()
    finally:
        _leave()
    if missing:
        raise DoesNotWork(str(missing))
    _known.add("complete")


def pending_migrations() -> int:
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    on_disk = loader.disk_migrations
    applied = MigrationRecorder(connection).applied_migrations()
    replaced = {(name, number) for migration in on_disk.values() for name, number in migration.replaces}
    return len(set(on_disk) - set(applied) - replaced)


def _leave() -> None:
    """A thread of the pool keeps no connection. The request's own thread does."""
    if connection.vendor != "sqlite":
        connections.close_all()


def _cache() -> None:
    cache.set("ready", "1", 5)
    if cache.get("ready") != "1":
        raise DoesNotWork("cache")


def _broker() -> None:
    with app.connection_for_write(connect_timeout=1) as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=1)


def _storage() -> None:
    storage = private_storage()
    storage.exists("probe")
    if isinstance(storage, FileSystemStorage):
        os.makedirs(storage.location, mode=0o700, exist_ok=True)
        if not os.access(storage.location, os.W_OK):
            raise DoesNotWork("storage")


QUESTIONS: dict[str, Callable[[], None]] = {
    "database": _database,
    "migrations": _migrations,
    "cache": _cache,
    "broker": _broker,
    "storage": _storage,
}
