"""Tasks of the attempts."""

from celery import shared_task
from django.utils.timezone import now

from learners.attempts import taking


@shared_task(name="learners.attempts.close_overdue", ignore_result=True)
def close_overdue() -> None:
    taking.close_overdue(at=now())
