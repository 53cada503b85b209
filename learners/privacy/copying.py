"""Copies of the own data: asked for, made in the background, kept for a week."""

import logging
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F, Q, QuerySet

from content.base.private_files import PrivateFolder
from learners.privacy.models import DataCopy
from learners.privacy.packing import packed_copy

FOLDER = PrivateFolder("copies")
KEPT_FOR = timedelta(days=7)
FRESH = timedelta(hours=1)
"""Who asks again within it gets the same copy."""
LEASE = timedelta(minutes=10)
MOST_RUNS = 3
State = DataCopy.State
logger = logging.getLogger(__name__)


@transaction.atomic
def ask_for_copy(user, *, at: datetime) -> DataCopy:
    get_user_model()._default_manager.select_for_update().get(pk=user.pk)  # two clicks make one copy
    waits_or_fresh = Q(state=State.WAITING) | Q(state=State.READY, made_at__gt=at - FRESH)
    found = user.data_copies.filter(waits_or_fresh).order_by("-pk").first()
    return found or DataCopy.objects.create(user=user, asked_at=at)


def waiting_copies(*, at: datetime) -> QuerySet[DataCopy]:
    """Not made yet, or taken by a worker that did not come back."""
    waiting = DataCopy.objects.filter(state=State.WAITING)
    return waiting.filter(Q(lease_until=None) | Q(lease_until__lt=at)).order_by("pk")


def make_copy(copy_id: int, *, at: datetime) -> None:
    """Made once: the row decides which worker does it. After three failed runs it is given up."""
    if not waiting_copies(at=at).filter(pk=copy_id).update(lease_until=at + LEASE, runs=F("runs") + 1):
        return
    copy = DataCopy.objects.select_related("user").get(pk=copy_id)
    mine = DataCopy.objects.filter(pk=copy_id, state=State.WAITING)
    if copy.runs > MOST_RUNS:
        mine.update(state=State.FAILED, lease_until=None)
        return
    try:
        content = packed_copy(copy.user, at=at)
    except Exception:
        logger.exception("The copy %s failed in run %s", copy_id, copy.runs)
        mine.update(lease_until=None, state=State.FAILED if copy.runs >= MOST_RUNS else State.WAITING)
        return
    name = FOLDER.keep(content)
    if not mine.update(state=State.READY, made_at=at, stored_name=name, size=len(content), lease_until=None):
        FOLDER.erase(name)  # erased meanwhile


def readable_copy(user, copy_id: int) -> DataCopy | None:
    return user.data_copies.filter(pk=copy_id, state=State.READY).first()


def copies_to_forget(*, at: datetime) -> QuerySet[DataCopy]:
    return DataCopy.objects.filter(state=State.READY, made_at__lt=at - KEPT_FOR)


def forget_copies(*, at: datetime) -> int:
    """The files go, the rows stay and say that there was a copy."""
    old = list(copies_to_forget(at=at))
    for copy in old:
        DataCopy.objects.filter(pk=copy.pk).update(state=State.GONE, stored_name="")
        FOLDER.erase(copy.stored_name)
    return len(old)
