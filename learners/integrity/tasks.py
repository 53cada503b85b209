"""Tasks of integrity cases."""

from celery import shared_task

from content.base.clock import cautious_now
from learners.integrity import deciding


@shared_task(name="learners.integrity.close_decided", ignore_result=True)
def close_decided() -> None:
    deciding.close_decided(at=cautious_now())
