"""Tasks of the mail when applications open."""

from celery import shared_task
from django.utils.timezone import now

from learners.alerts import asking


@shared_task(name="learners.alerts.work_on_alerts", ignore_result=True)
def work_on_alerts() -> None:
    asking.forget_unconfirmed(at=now())
    asking.tell_of_open_intake(at=now())
