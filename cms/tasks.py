"""Tasks of the project itself: Wagtail's own work and housekeeping."""

from celery import shared_task
from django.core.management import call_command
from django.utils.module_loading import import_string
from django.utils.timezone import now

from cms.accounts import opening


@shared_task(name="cms.run_wagtail_task", ignore_result=True)
def run_wagtail_task(path: str, args: list, kwargs: dict) -> None:
    import_string(path).call(*args, **kwargs)


@shared_task(name="cms.note_heartbeat", ignore_result=True, expires=120)
def note_heartbeat() -> None:
    """Does nothing: that it was sent and ran is the sign of life (cms/sight/following.py)."""


@shared_task(name="cms.rebuild_indexes", ignore_result=True)
def rebuild_indexes() -> None:
    """The search index and the index of references, from scratch."""
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)


@shared_task(name="cms.publish_scheduled", ignore_result=True)
def publish_scheduled() -> None:
    call_command("publish_scheduled", verbosity=0)


@shared_task(name="cms.clear_sessions", ignore_result=True)
def clear_sessions() -> None:
    call_command("clearsessions", verbosity=0)


@shared_task(name="cms.forget_unused_accounts", ignore_result=True)
def forget_unused_accounts() -> None:
    opening.forget_unused_accounts(at=now())
