"""Who comes into the team of a cohort: nobody who learns in it, and never unseen."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.cohorts.models import Cohort, TeachingRole
from courses.cohorts.queries import locked_cohort
from courses.cohorts.staffing import UnableToStaff, assign_role
from learners.enrolment.queries import has_or_is_offered_a_place
from learners.events.recording import record


@transaction.atomic
def appoint(cohort: Cohort, user, *, kind: str, module_code: str, by, at: datetime) -> TeachingRole:
    """Give the person a teaching role and tell the person. Raises UnableToStaff."""
    cohort = locked_cohort(cohort)  # an enrolment of the same person waits, and is then refused
    if has_or_is_offered_a_place(user, cohort):
        raise UnableToStaff(
            _("%(name)s learns in cohort %(code)s or has an offer for it, so cannot teach in it.")
            % {"name": user.name or user.email, "code": cohort.code}
        )
    role = assign_role(cohort, user, kind=kind, module_code=module_code, by=by)
    record("team.joined", by=by, at=at, data=facts_of(role), person=user)
    return role


def facts_of(role: TeachingRole) -> dict:
    """What the events of a team keep of a role: the row itself goes when the role ends."""
    return {"cohort": role.cohort_id, "user": role.user_id, "kind": role.kind, "module": role.module_code}
