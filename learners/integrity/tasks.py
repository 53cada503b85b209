"""Tasks of integrity cases."""

from celery import shared_task
from django.utils.timezone import now

from learners.integrity import deciding


@shared_task(name="learners.integrity.close_decided", ignore_result=True)
def close_decided() -> None:
    deciding.close_decided(at=now())
