"""What completes an activity."""

from datetime import datetime

from django.db import IntegrityError, transaction

from courses.editions.plan import PlannedActivity
from learners.enrolment.access import require_open
from learners.enrolment.models import Enrolment
from learners.events.recording import record
from learners.progress.models import ActivityProgress


def open_activity(
    enrolment: Enrolment, planned: PlannedActivity, *, at: datetime, by=None
) -> ActivityProgress:
    """Note the first opening, by the learner or by somebody else who notes it. Raises NotOpen before the activity's day. Later openings change nothing."""
    require_open(enrolment, planned, at=at)
    # A page that was opened before is read without a transaction: it is the busiest path of the site.
    opened = ActivityProgress.objects.filter(enrolment=enrolment, activity_id=planned.activity_id).first()
    if opened is not None:
        opened.enrolment = enrolment  # read already
    return opened or open_first(enrolment, planned, by=by or enrolment.user, at=at)


@transaction.atomic
def open_first(enrolment: Enrolment, planned: PlannedActivity, *, by, at: datetime) -> ActivityProgress:
    """For whoever knows that it is open and most likely never was before: it is written before it is looked for."""
    place = {"enrolment": enrolment, "activity_id": planned.activity_id}
    try:
        with transaction.atomic():
            progress = ActivityProgress.objects.create(**place, opened_at=at)
    except IntegrityError:
        return ActivityProgress.objects.get(**place)
    record("activity.opened", enrolment=enrolment, activity_id=planned.activity_id, by=by, at=at)
    return progress


@transaction.atomic
def reopen(enrolment: Enrolment, planned: PlannedActivity, *, by, at: datetime) -> None:
    """It is to be done again, so it is among the tasks again. What was not completed stays as it is."""
    done = ActivityProgress.objects.filter(
        enrolment=enrolment, activity_id=planned.activity_id, completed_at__isnull=False
    )
    if done.update(completed_at=None):
        record("activity.reopened", enrolment=enrolment, activity_id=planned.activity_id, by=by, at=at)


@transaction.atomic
def complete(enrolment: Enrolment, planned: PlannedActivity, *, by, at: datetime) -> ActivityProgress:
    """Mark it as completed. Already completed is the same result. Raises NotOpen before the activity's day."""
    return _complete(open_activity(enrolment, planned, at=at, by=by), planned, by=by, at=at)


@transaction.atomic
def complete_by_others(
    enrolment: Enrolment, planned: PlannedActivity, *, by, at: datetime
) -> ActivityProgress:
    """Through what others did, such as an evaluation or a panel: it holds whenever they did it. Completed already is the same."""
    progress, _made = ActivityProgress.objects.get_or_create(
        enrolment=enrolment, activity_id=planned.activity_id, defaults={"opened_at": at}
    )
    return _complete(progress, planned, by=by, at=at)


def _complete(progress: ActivityProgress, planned: PlannedActivity, *, by, at: datetime) -> ActivityProgress:
    # The machine that noted the opening may have a clock that is ahead of this one's.
    at = max(at, progress.opened_at)
    if not ActivityProgress.objects.filter(pk=progress.pk, completed_at=None).update(completed_at=at):
        progress.refresh_from_db()
        return progress
    progress.completed_at = at
    record("activity.completed", enrolment=progress.enrolment, activity_id=planned.activity_id, by=by, at=at)
    return progress
