"""The readings, newest first."""

from content.resources.models import OpenResource


def readings():
    return OpenResource.objects.order_by("-year", "title", "pk")
