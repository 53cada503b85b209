"""Tasks of the attempts."""

from celery import shared_task
from django.utils.timezone import now

from content.base.clock import cautious_now
from learners.attempts import closing, regrading


@shared_task(name="learners.attempts.close_overdue", ignore_result=True)
def close_overdue() -> None:
    closing.close_overdue(at=cautious_now())


@shared_task(name="learners.attempts.carry_out_corrections", ignore_result=True)
def carry_out_corrections() -> None:
    regrading.carry_out_open(at=now())
