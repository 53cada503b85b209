"""Who teaches in a cohort: giving and ending roles, and what nobody has yet."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.cohorts.models import Cohort, TeachingRole
from courses.cohorts.queries import locked_cohort
from courses.editions.plan import PlannedModule, plan_of

Kind = TeachingRole.Kind
LEARNERS_PER_TUTOR = 15
"""A tutor supports up to so many learners (specification 1.12)."""


class UnableToStaff(RuleError):
    """The person cannot have or lose this role."""


@transaction.atomic
def assign_role(cohort: Cohort, user, *, kind: str, module_code: str, by) -> TeachingRole:
    """An empty module means all modules. Raises UnableToStaff, also for what the person does already."""
    cohort = locked_cohort(cohort)
    _require_other(user, by)
    if kind not in Kind.values:
        raise UnableToStaff(_("Choose what the person does in the cohort."))
    if module_code and plan_of(cohort.edition_id).module(module_code) is None:
        raise UnableToStaff(_("The edition of this cohort has no module %s.") % module_code)
    if cohort.teaching_roles.filter(user=user, kind=kind, module_code__in=("", module_code)).exists():
        values = {"name": user.name, "kind": Kind(kind).label.lower()}
        raise UnableToStaff(_("%(name)s does this already: %(kind)s of the same modules.") % values)
    return TeachingRole.objects.create(cohort=cohort, user=user, kind=kind, module_code=module_code)


@transaction.atomic
def end_role(role: TeachingRole, *, by) -> bool:
    """Whether it was there. It holds from the next request on: every right in the cohort is read from the rows. Raises UnableToStaff."""
    locked_cohort(role.cohort)
    _require_other(role.user, by)
    return bool(TeachingRole.objects.filter(pk=role.pk).delete()[0])


def _require_other(user, by) -> None:
    if by.pk == user.pk:
        raise UnableToStaff(_("Nobody gives roles to themselves or ends their own. Ask a colleague."))


@dataclass(frozen=True)
class StaffedModule:
    """Who answers for a module, and who supports its learners."""

    module: PlannedModule
    instructors: tuple[str, ...]
    tutors: tuple[str, ...]
    learners: int

    @property
    def learners_per_tutor(self) -> int | None:
        """Rounded up; nothing without a tutor."""
        return -(-self.learners // len(self.tutors)) if self.tutors else None

    @property
    def has_too_few_tutors(self) -> bool:
        return self.learners > LEARNERS_PER_TUTOR * len(self.tutors)


def staffed_modules(cohort: Cohort, roles: list[TeachingRole], *, learners: int) -> list[StaffedModule]:
    """Each module of the edition in its order. No query besides the edition's plan."""
    return [
        StaffedModule(
            module,
            instructors=_names(roles, Kind.INSTRUCTOR, module.code),
            tutors=_names(roles, Kind.TUTOR, module.code),
            learners=learners,
        )
        for module in plan_of(cohort.edition_id).modules
    ]


def _names(roles: list[TeachingRole], kind: Kind, module_code: str) -> tuple[str, ...]:
    people = {
        role.user_id: role.user.name
        for role in roles
        if role.kind == kind and role.module_code in ("", module_code)
    }
    return tuple(people.values())


def gaps_of(modules: list[StaffedModule]) -> list[str]:
    """What the team does not have, in sentences for the screen."""
    gaps = []
    unled = [each for each in modules if not each.instructors]
    if unled:
        gaps.append(_("Without an instructor: %s. Nobody releases their marks.") % _which(unled, modules))
    short = [each for each in modules if each.has_too_few_tutors]
    if short:
        values = {
            "modules": _which(short, modules),
            "learners": short[0].learners,
            "tutors": min(len(each.tutors) for each in short),
            "needed": -(-short[0].learners // LEARNERS_PER_TUTOR),
            "most": LEARNERS_PER_TUTOR,
        }
        gaps.append(
            _(
                "Too few tutors for %(modules)s: learners: %(learners)s, tutors: %(tutors)s. "
                "A tutor supports up to %(most)s learners, so you need %(needed)s."
            )
            % values
        )
    return gaps


def _which(some: list[StaffedModule], modules: list[StaffedModule]) -> str:
    if len(some) == len(modules):
        return _("all modules")
    return ", ".join(each.module.code for each in some)
