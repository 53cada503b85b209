"""Tasks of the internship: reminders, and documents whose time is over."""

from celery import shared_task
from django.utils.timezone import now

from content.base.clock import cautious_now
from learners.placements.forgetting import forget_documents
from learners.placements.reminding import remind_all


@shared_task(name="learners.placements.remind", ignore_result=True)
def remind() -> None:
    remind_all(at=now())


@shared_task(name="learners.placements.forget_documents", ignore_result=True)
def forget() -> None:
    forget_documents(at=cautious_now())
