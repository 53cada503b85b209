"""The door of every page for staff: signed in, staff, and with a role that the table grants the action."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from cms.accounts.roles import ACTIONS, GROUPS, Grant, is_staff_member, may


def staff_only(view):
    """Strangers go to the sign-in; to a learner the place does not exist."""

    @wraps(view)
    def door(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not is_staff_member(request.user):
            raise Http404(request.path)
        return view(request, *args, **kwargs)

    return door


def staff_may(action: str):
    """Only for staff whose role has this action of the role table. The others read which roles have it."""
    if action not in ACTIONS:
        raise ValueError(f"The role table has no action {action}.")

    def decorate(view):
        @wraps(view)
        def door(request, *args, **kwargs):
            if may(request.user, action):
                return view(request, *args, **kwargs)
            return refused(request, action)

        return staff_only(door)

    return decorate


def refused(request, action: str):
    """The page that says which roles have the right."""
    context = {"who": get_text_list(groups_with(action), _("or"))}
    return render(request, "cms/staff/refused.html", context, status=403)


def groups_with(action: str) -> list[str]:
    """The groups whose role may do it, in the order of the table."""
    granted = ACTIONS[action].grants
    return [name for role, name in GROUPS.items() if granted.get(role) in (Grant.ALLOW, Grant.SECOND)]
