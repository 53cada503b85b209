"""Tasks of credentials."""

from celery import shared_task
from django.utils.timezone import now

from learners.credentials import issuing_work


@shared_task(name="learners.credentials.work_on_run", ignore_result=True)
def work_on_run(run_id: int) -> None:
    """Some certificates, and then behind the other work that waits."""
    if issuing_work.work_on(run_id, at=now()):
        work_on_run.delay(run_id)


@shared_task(name="learners.credentials.work_on_open_runs", ignore_result=True)
def work_on_open_runs() -> None:
    for run_id in issuing_work.open_runs(at=now()).values_list("pk", flat=True)[:20]:
        work_on_run.delay(run_id)
