"""What the shell of every page needs: the name of the site and the main navigation."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.accounts.roles import is_staff_member


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    current: bool


def shell(request):
    return {"site_name": settings.SITE_NAME, "nav": navigation(request)}


def navigation(request) -> list[NavItem]:
    path = request.path
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return [
            NavItem(_("Programme"), "/programme/", path.startswith("/programme/")),
            NavItem(_("Principles"), "/principles/", path.startswith("/principles/")),
            NavItem(_("Cases"), "/cases/", path.startswith("/cases/")),
        ]
    items = [
        NavItem(_("This week"), reverse("this_week"), path == reverse("this_week")),
        NavItem(_("Programme"), reverse("programme_map"), path.startswith(reverse("programme_map"))),
        NavItem(_("Cases"), "/cases/", path.startswith("/cases/")),
        NavItem(_("Results"), reverse("results"), path.startswith(reverse("results"))),
    ]
    if is_staff_member(user):
        items.insert(0, NavItem(_("Staff"), reverse("staff_home"), path.startswith("/staff/")))
    return items
