"""Tasks of the internship: reminders, times for vivas, and documents whose time is over."""

from celery import shared_task
from django.utils.timezone import now

from content.base.clock import cautious_now
from learners.placements.forgetting import forget_documents
from learners.placements.reminding import remind_all, tell_of_times


@shared_task(name="learners.placements.remind", ignore_result=True)
def remind() -> None:
    remind_all(at=now())


@shared_task(name="learners.placements.tell_of_times", ignore_result=True)
def tell_learners_of_times() -> None:
    tell_of_times(at=now())


@shared_task(name="learners.placements.forget_documents", ignore_result=True)
def forget() -> None:
    forget_documents(at=cautious_now())
