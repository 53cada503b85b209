"""What happens to work that somebody is marking when the teaching role ends."""

from datetime import datetime, timedelta

from django.db import transaction

from courses.cohorts.models import TeachingRole
from courses.cohorts.roles import MarkingScope, marking_scope
from courses.cohorts.staffing import end_role
from courses.editions.plan import plan_of
from courses.programme.models import Activity
from learners.enrolment.appointing import facts_of
from learners.events.recording import record
from learners.submissions.models import Mark
from learners.submissions.queries import taken_now


def works_that_go_back(role: TeachingRole, *, at: datetime) -> list[Mark]:
    """Works that the person is marking at this moment and could mark no more without this role."""
    left = marking_scope(role.user).without(role)
    taken = taken_now(role.cohort, role.user, at=at)
    return [mark for mark in taken if not _may_mark(left, mark)]


def _may_mark(scope: MarkingScope, mark: Mark) -> bool:
    cohort = mark.work.enrolment.cohort
    planned = plan_of(cohort.edition_id).by_activity(mark.work.activity_id)
    journal = mark.work.activity.kind == Activity.Kind.JOURNAL
    return planned is not None and scope.marks(cohort.pk, planned.module_code, journal=journal)


@transaction.atomic
def end_teaching(role: TeachingRole, *, by, at: datetime) -> list[Mark]:
    """End the role, tell the person, and give works back to the queue with what is written: those are returned.

    Ended already is the same result. Raises UnableToStaff.
    """
    going = works_that_go_back(role, at=at)
    if not end_role(role, by=by):
        return []
    Mark.objects.filter(pk__in=[mark.pk for mark in going], completed_at=None).update(
        lease_until=at - timedelta(seconds=1)
    )
    works = [mark.work.code for mark in going]
    record("team.left", by=by, at=at, data=facts_of(role) | {"works": works})
    return going
