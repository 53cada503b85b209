"""The door of deeds on a team: for whoever gives roles without a second person."""

from functools import wraps

from django.shortcuts import get_object_or_404

from cms.accounts.roles import Grant, grants_of
from cms.staff.doors import refused, staff_only
from courses.cohorts.models import Cohort

RIGHT = "give_role"


def gives_roles(user) -> bool:
    """Alone. A superuser needs a second person for it, whom these pages do not ask."""
    return Grant.ALLOW in grants_of(user, RIGHT)


def on_team(view):
    """Call view(request, cohort, …)."""

    @staff_only
    @wraps(view)
    def door(request, code, **kwargs):
        if not gives_roles(request.user):
            return refused(request, RIGHT)
        return view(request, get_object_or_404(Cohort, code=code), **kwargs)

    return door
