"""Editions as a list."""

from django.db.models import Count

from courses.editions.models import Edition


def newer_editions(edition: Edition) -> list[Edition]:
    """Of the same programme, the newest first."""
    newer = Edition.objects.filter(programme=edition.programme_id, number__gt=edition.number)
    return list(newer.order_by("-number", "-pk"))


def all_editions() -> list[Edition]:
    """The newest first, each with the number of its activities and cohorts."""
    editions = Edition.objects.select_related("programme", "frozen_by")
    counted = editions.annotate(
        activity_count=Count("activities", distinct=True), cohort_count=Count("cohorts", distinct=True)
    )
    return list(counted.order_by("-frozen_at", "-pk"))
