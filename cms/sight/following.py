"""Follows a task from whoever sent it to the worker that ran it: its number, its wait, its end."""

import contextlib
import logging
import time

from celery.signals import before_task_publish, task_postrun, task_prerun, worker_init

from cms.sight import figures
from cms.sight.heartbeats import note_clock, note_worker
from cms.sight.logs import request_id
from cms.sight.requests import new_id
from cms.sight.tracing import start_tracing

HEARTBEAT = "cms.note_heartbeat"
logger = logging.getLogger("campus.task")
_started: dict[str, tuple] = {}


@worker_init.connect
def _trace(**_told) -> None:
    start_tracing()


@before_task_publish.connect
def _send_along(sender=None, headers=None, **_told) -> None:
    headers["campus_request"] = request_id.get()
    headers["campus_sent_at"] = time.time()
    if sender == HEARTBEAT:  # only the clock sends it
        with contextlib.suppress(Exception):  # a cache that is down must not stop the clock
            note_clock(moment=time.time())


@task_prerun.connect
def _begin(task_id=None, task=None, **_told) -> None:
    token = request_id.set(task.request.get("campus_request") or new_id())
    _started[task_id] = (token, time.perf_counter())


@task_postrun.connect
def _end(task_id=None, task=None, state=None, **_told) -> None:
    token, start = _started.pop(task_id, (None, time.perf_counter()))
    figures.TASKS.labels(task.name, state or "UNKNOWN").inc()
    waited = time.time() - (task.request.get("campus_sent_at") or time.time())
    facts = {
        "task": task.name, "state": state, "ms": round((time.perf_counter() - start) * 1000, 1),
        "waited_ms": round(max(0.0, waited) * 1000, 1),
    }  # fmt: skip
    logger.info("task", extra={"facts": facts})
    if task.name == HEARTBEAT:
        with contextlib.suppress(Exception):
            note_worker(moment=time.time(), sent_at=time.time() - waited)
    if token is not None:
        with contextlib.suppress(ValueError):  # another thread of the pool may end it
            request_id.reset(token)
