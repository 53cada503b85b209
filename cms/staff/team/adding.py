"""Adds a person to a team: the account, the staff role that fits, and the teaching role, all or nothing."""

from datetime import datetime

from django.db import transaction

from cms.accounts.inviting import staff_account
from cms.accounts.roles import Role
from courses.cohorts.models import Cohort, TeachingRole
from learners.enrolment.appointing import appoint

_ROLE_FOR = {
    TeachingRole.Kind.INSTRUCTOR: Role.INSTRUCTOR,
    TeachingRole.Kind.TUTOR: Role.TUTOR,
    TeachingRole.Kind.MARKER: Role.TUTOR,
    TeachingRole.Kind.COORDINATOR: Role.INSTRUCTOR,
}
"""The smallest role of the table that opens the pages of this work: tutors may mark, only instructors read logbooks."""


@transaction.atomic
def add_person(
    cohort: Cohort, *, email: str, name: str, kind: str, module_code: str, by, at: datetime
) -> TeachingRole:
    """Raises UnableToInvite, NameNeeded, UnableToStaff."""
    user = staff_account(email, name=name, role=_ROLE_FOR[TeachingRole.Kind(kind)], by=by, at=at)
    return appoint(cohort, user, kind=kind, module_code=module_code, by=by, at=at)
