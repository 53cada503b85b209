"""Whose name an integrity case shows: who marks without names learns none here before the release."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.accounts.roles import may
from courses.editions.plan import plan_of
from learners.grades.queries import released_works
from learners.integrity.models import IntegrityCase


@dataclass(frozen=True)
class Shown:
    case: IntegrityCase
    learner: str
    """The name, or that it is hidden."""
    hidden: bool


def shown(cases: Iterable[IntegrityCase], user) -> list[Shown]:
    """One query more, however many cases."""
    cases = list(cases)
    sees_all = may(user, "see_anonymous_author")
    released = set() if sees_all else released_works([case.enrolment_id for case in cases])
    return [_shown(case, sees_all or _is_open(case, released)) for case in cases]


def _shown(case: IntegrityCase, is_open: bool) -> Shown:
    name = case.enrolment.user.name if is_open else _("Name hidden until the release")
    return Shown(case, name, not is_open)


def _is_open(case: IntegrityCase, released: set[tuple[int, int]]) -> bool:
    planned = plan_of(case.enrolment.cohort.edition_id).by_activity(case.activity_id)
    anonymous = planned is not None and bool(planned.rules.get("anonymous"))
    return not anonymous or (case.enrolment_id, case.activity_id) in released
