"""Constraints that many tables share."""

from django.db import models


def paired(first: str, second: str, name: str) -> models.CheckConstraint:
    """Both columns are set, or neither is: a moment never stands without its person."""
    both = models.Q(**{f"{first}__isnull": False, f"{second}__isnull": False})
    neither = models.Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
    return models.CheckConstraint(condition=both | neither, name=name)
