"""Tasks of the outbox."""

from celery import shared_task
from django.utils.timezone import now

from learners.events.delivering import deliver_all_open


@shared_task(name="learners.events.deliver_open", ignore_result=True)
def deliver_open() -> None:
    deliver_all_open(at=now())
