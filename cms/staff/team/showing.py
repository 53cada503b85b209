"""The team of a cohort as its page shows it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.contrib.auth import get_user_model

from courses.cohorts.models import Cohort, TeachingRole
from courses.cohorts.queries import team_of
from courses.cohorts.staffing import StaffedModule, gaps_of, staffed_modules
from courses.editions.plan import plan_of
from learners.enrolment.queries import studying, team_history

CHANGES = 20


@dataclass(frozen=True)
class Member:
    user: object
    roles: tuple[TeachingRole, ...]


@dataclass(frozen=True)
class Change:
    at: datetime
    joined: bool
    name: str
    kind: str
    module: str
    by: str


@dataclass(frozen=True)
class Team:
    members: list[Member]
    modules: list[StaffedModule]
    gaps: list[str]
    learners: int
    history: list[Change]


def team_page(cohort: Cohort) -> Team:
    """Five queries besides the edition's plan, however many people."""
    roles, learners = team_of(cohort), studying(cohort)
    modules = staffed_modules(cohort, roles, learners=learners)
    members = [Member(user, tuple(own)) for user, own in groupby(roles, key=lambda role: role.user)]
    return Team(members, modules, gaps_of(modules), learners, _history(cohort))


def _history(cohort: Cohort) -> list[Change]:
    events = team_history(cohort)[:CHANGES]
    people = get_user_model()._default_manager.in_bulk({event.data["user"] for event in events})
    return [
        Change(
            at=event.at,
            joined=event.verb == "team.joined",
            name=people[event.data["user"]].name if event.data["user"] in people else "–",
            kind=str(TeachingRole.Kind(event.data["kind"]).label),
            module=event.data["module"],
            by=event.by.name if event.by else "–",
        )
        for event in events
    ]


def left_without(role: TeachingRole) -> list[str]:
    """What the team lacks once this role has ended and did not lack before."""
    cohort, learners = role.cohort, studying(role.cohort)
    roles = team_of(cohort)
    now = gaps_of(staffed_modules(cohort, roles, learners=learners))
    then = gaps_of(staffed_modules(cohort, [each for each in roles if each.pk != role.pk], learners=learners))
    return [gap for gap in then if gap not in now]


def module_name(role: TeachingRole) -> str:
    module = plan_of(role.cohort.edition_id).module(role.module_code)
    return f"{module.code} {module.title}" if module else role.module_code
