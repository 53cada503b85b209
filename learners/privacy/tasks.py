"""Tasks of the care for personal data."""

from celery import shared_task
from django.utils.timezone import now

from content.base.clock import cautious_now
from learners.privacy import copying
from learners.privacy.retaining import carry_out_schedules
from learners.privacy.tombstones import write_missing_lines


@shared_task(name="learners.privacy.make_copy", ignore_result=True)
def make_copy(copy_id: int) -> None:
    copying.make_copy(copy_id, at=now())


@shared_task(name="learners.privacy.make_waiting_copies", ignore_result=True)
def make_waiting_copies() -> None:
    for copy_id in copying.waiting_copies(at=now()).values_list("pk", flat=True)[:20]:
        make_copy.delay(copy_id)


@shared_task(name="learners.privacy.keep_schedules", ignore_result=True)
def keep_schedules() -> None:
    write_missing_lines()
    carry_out_schedules(at=cautious_now())
