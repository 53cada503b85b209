"""Which requests for more time a person decides, and what each would give."""

from dataclasses import dataclass
from datetime import datetime

from cms.accounts.roles import may
from courses.cohorts.roles import teaches
from courses.editions.plan import plan_of
from learners.enrolment.dates import LearnerDates, dates_of_many
from learners.enrolment.extending import due_when_granted
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


@dataclass(frozen=True)
class ShownRequest:
    extension: Extension
    title: str
    due_at: datetime | None
    """None: the work is not in the learner's edition any more."""
    due_when_granted: datetime | None


def shown_requests(extensions: list[Extension]) -> list[ShownRequest]:
    """With the dates that they would move. Two queries, however many."""
    dates = dates_of_many(extension.enrolment for extension in extensions)
    return [_shown(extension, dates[extension.enrolment_id]) for extension in extensions]


def _shown(extension: Extension, dates: LearnerDates) -> ShownRequest:
    planned = plan_of(extension.enrolment.cohort.edition_id).by_activity(extension.activity_id)
    if planned is None:
        code = extension.activity.code if extension.activity else ""
        return ShownRequest(extension, code, None, None)
    due_at = dates.of(planned).due_at
    return ShownRequest(extension, planned.title, due_at, due_when_granted(extension, due_at))
