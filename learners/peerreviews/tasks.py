"""Tasks of the peer reviews."""

from celery import shared_task

from content.base.clock import cautious_now
from learners.peerreviews import closing


@shared_task(name="learners.peerreviews.work_on_rounds", ignore_result=True)
def work_on_rounds() -> None:
    closing.work_on_rounds(at=cautious_now())
