"""Tasks of admissions."""

from celery import shared_task

from content.base.clock import cautious_now
from learners.admissions import deciding


@shared_task(name="learners.admissions.lapse_offers", ignore_result=True)
def lapse_offers() -> None:
    deciding.lapse_offers(at=cautious_now())
