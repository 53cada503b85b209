"""Tasks of written work."""

from celery import shared_task
from django.utils.timezone import now

from learners.submissions import missing


@shared_task(name="learners.submissions.record_missing", ignore_result=True)
def record_missing() -> None:
    missing.record_missing(at=now())
