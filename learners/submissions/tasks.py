"""Tasks of written work."""

from celery import shared_task

from content.base.clock import cautious_now
from learners.submissions import missing


@shared_task(name="learners.submissions.record_missing", ignore_result=True)
def record_missing() -> None:
    missing.record_missing(at=cautious_now())
