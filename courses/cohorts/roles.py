"""Who teaches what in a cohort."""

from courses.cohorts.models import Cohort, TeachingRole


def teaches(user, cohort: Cohort, module_code: str) -> bool:
    """Whether the person answers for this module in this cohort, or for all its modules. One query."""
    roles = TeachingRole.objects.filter(cohort=cohort, user=user, kind=TeachingRole.Kind.INSTRUCTOR)
    return roles.filter(module_code__in=("", module_code)).exists()


def cohorts_taught_by(user) -> list[int]:
    """The cohorts in which the person has any teaching role."""
    return list(TeachingRole.objects.filter(user=user).values_list("cohort_id", flat=True).distinct())
