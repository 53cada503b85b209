"""Cohorts as lists."""

from django.db.models import QuerySet

from courses.cohorts.models import Cohort, TeachingRole


def all_cohorts() -> list[Cohort]:
    """The latest start first."""
    return list(Cohort.objects.select_related("edition").order_by("-starts_on", "-pk"))


def earlier_cohort(cohort: Cohort) -> Cohort | None:
    """The one before it of the same programme, to compare with."""
    others = Cohort.objects.select_related("edition").filter(
        edition__programme=cohort.edition.programme_id, starts_on__lt=cohort.starts_on
    )
    return others.order_by("-starts_on", "-pk").first()


def other_cohorts(cohort: Cohort) -> QuerySet[Cohort]:
    """Of the same programme, the last to start first."""
    others = Cohort.objects.filter(edition__programme=cohort.edition.programme_id)
    return others.exclude(pk=cohort.pk).order_by("-starts_on", "pk")


def later_cohorts(cohort: Cohort) -> list[Cohort]:
    """Cohorts of the same programme that start after it, the next first."""
    others = Cohort.objects.filter(
        edition__programme=cohort.edition.programme_id, starts_on__gt=cohort.starts_on
    )
    return list(others.order_by("starts_on", "pk"))


def locked_cohort(cohort: Cohort) -> Cohort:
    """The cohort's row, locked: whoever counts its places or changes its dates waits for whoever does so already."""
    return Cohort.objects.select_for_update().get(pk=cohort.pk)


def team_of(cohort: Cohort) -> list[TeachingRole]:
    """The roles of those who teach, by name; each with its person. One query."""
    roles = cohort.teaching_roles.select_related("user")
    return list(roles.order_by("user__name", "user_id", "kind", "module_code"))
