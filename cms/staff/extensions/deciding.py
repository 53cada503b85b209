"""Which requests for more time a person decides."""

from cms.accounts.roles import may
from courses.cohorts.roles import teaches
from courses.editions.plan import plan_of
from learners.enrolment.models import Extension
from learners.enrolment.queries import waiting_requests


def may_decide(user, extension: Extension) -> bool:
    """Administrators decide all; a module leader those of the own module (specification 1.10). Never the own request."""
    enrolment = extension.enrolment
    if enrolment.user_id == user.pk:
        return False
    if may(user, "grant_extension"):
        return True
    planned = plan_of(enrolment.cohort.edition_id).by_activity(extension.activity_id)
    return planned is not None and teaches(user, enrolment.cohort, planned.module_code)


def requests_for(user, reach: set[int] | None) -> list[Extension]:
    return [extension for extension in waiting_requests(reach) if may_decide(user, extension)]
