"""Work in the background."""

from datetime import timedelta

from celery import shared_task
from django.utils.timezone import now

from learners.selfassessment.models import Assessment

TRIALS_KEPT = timedelta(days=30)


@shared_task(name="learners.selfassessment.forget_trials", ignore_result=True)
def forget_trials() -> int:
    """What visitors tried and never took with them."""
    old = Assessment.objects.filter(owner=None, started_at__lt=now() - TRIALS_KEPT)
    return old.delete()[0]
