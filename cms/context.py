"""What the shell of every page needs: the name of the site, the office, the main navigation."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.accounts.roles import Role, is_staff_member, roles_of
from learners.credentials.issuer import issuer_address


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    current: bool


def shell(request):
    return {
        "site_name": settings.SITE_NAME,
        "office_address": issuer_address(),
        "nav": navigation(request),
    }


def navigation(request) -> list[NavItem]:
    path = request.path
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return _public(path)
    if is_staff_member(user):
        return [
            NavItem(_("Staff"), reverse("staff_home"), path.startswith("/staff/")),
            *_writing(user),
            *_public(path),
        ]
    if path.startswith("/apply/"):
        return [NavItem(_("Apply"), reverse("apply_home"), True), *_public(path)]
    return [
        NavItem(_("This week"), reverse("this_week"), path == reverse("this_week")),
        NavItem(_("Programme"), reverse("programme_map"), path.startswith(reverse("programme_map"))),
        NavItem(_("Cases"), "/cases/", path.startswith("/cases/")),
        NavItem(_("Results"), reverse("results"), path.startswith(reverse("results"))),
        _search(path),
    ]


def _public(path: str) -> list[NavItem]:
    return [
        NavItem(_("Programme"), "/programme/", path.startswith("/programme/")),
        NavItem(_("Principles"), "/principles/", path.startswith("/principles/")),
        NavItem(_("Cases"), "/cases/", path.startswith("/cases/")),
        _search(path),
    ]


def _search(path: str) -> NavItem:
    return NavItem(_("Search"), reverse("search"), path == reverse("search"))


def _writing(user) -> list[NavItem]:
    """The way into the Wagtail admin, for those who may enter it."""
    writes = roles_of(user) & {Role.INSTRUCTOR, Role.REGISTRAR, Role.SUPERUSER}
    return [NavItem(_("Write"), "/admin/", False)] if writes else []
