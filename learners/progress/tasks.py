"""Tasks of progress."""

from celery import shared_task
from django.utils.timezone import now

from learners.progress import silence


@shared_task(name="learners.progress.note_silence", ignore_result=True)
def note_silence() -> None:
    silence.note_silence(at=now())
