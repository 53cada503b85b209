"""The principles in their order."""

from content.principles.models import PrinciplePage


def principles():
    return PrinciplePage.objects.live().order_by("number")
