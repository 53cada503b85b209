"""Hands Wagtail's own tasks (search index, reference index, renditions) to Celery, so that no request waits for them."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import TaskResult, TaskResultStatus
from django_tasks.signals import task_enqueued
from django_tasks.utils import get_random_id, normalize_json

from cms.tasks import run_wagtail_task

_paused: ContextVar[bool] = ContextVar("paused", default=False)


@contextmanager
def indexing_paused():
    """Within a large load no row is indexed by itself. The caller has the indexes rebuilt afterwards."""
    token = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(token)


class CeleryBackend(BaseTaskBackend):
    def enqueue(self, task, args, kwargs):
        self.validate_task(task)
        result = TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        parameters = (task.module_path, normalize_json(args), normalize_json(kwargs))
        if not _paused.get():
            transaction.on_commit(lambda: run_wagtail_task.delay(*parameters), robust=True)
        task_enqueued.send(type(self), task_result=result)
        return result
