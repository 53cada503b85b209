"""Tasks of enrolment."""

from celery import shared_task
from django.utils.timezone import now

from content.base.clock import cautious_now
from learners.enrolment import roster_work
from learners.enrolment.importing import forget_old


@shared_task(name="learners.enrolment.work_on_roster", ignore_result=True)
def work_on_roster(roster_id: int) -> None:
    """Some steps, and then behind the other work that waits."""
    if roster_work.work_on(roster_id, at=now()):
        work_on_roster.delay(roster_id)


@shared_task(name="learners.enrolment.work_on_open_rosters", ignore_result=True)
def work_on_open_rosters() -> None:
    for roster_id in roster_work.open_rosters(at=now()).values_list("pk", flat=True)[:20]:
        work_on_roster.delay(roster_id)


@shared_task(name="learners.enrolment.forget_old_rosters", ignore_result=True)
def forget_old_rosters() -> None:
    forget_old(at=cautious_now())
