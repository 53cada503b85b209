"""Tasks of credentials."""

from celery import shared_task
from django.utils.timezone import now

from learners.credentials import issuing_work
from learners.credentials.dossier import keep_missing_dossiers
from learners.credentials.models import IssuingRun


@shared_task(name="learners.credentials.work_on_run", ignore_result=True)
def work_on_run(run_id: int) -> None:
    """Some certificates, and then behind the other work that waits."""
    if issuing_work.work_on(run_id, at=now()):
        work_on_run.delay(run_id)


@shared_task(name="learners.credentials.work_on_open_runs", ignore_result=True)
def work_on_open_runs() -> None:
    for run in issuing_work.open_runs()[:20]:
        call_workers(run)


def call_workers(run: IssuingRun) -> None:
    """As many as are missing at this run."""
    for _hand in range(issuing_work.hands_missing(run, at=now())):
        work_on_run.delay(run.pk)


@shared_task(name="learners.credentials.keep_missing_dossiers", ignore_result=True)
def keep_dossiers_of_older_certificates() -> None:
    keep_missing_dossiers(at=now())
