"""The doors of pages for staff: signed in, staff, and with a role that the table grants the action, for all or for own cohorts."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from cms.accounts.roles import ACTIONS, GROUPS, Grant, grants_of, is_staff_member, may
from courses.cohorts.models import Cohort
from courses.cohorts.roles import cohorts_taught_by
from learners.enrolment.doors import get_or_post


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
    if Grant.BREAK_GLASS in grants_of(request.user, action):
        context["emergency"] = action
    return render(request, "cms/staff/refused.html", context, status=403)


def groups_with(action: str) -> list[str]:
    """The groups whose role may do it, in the order of the table."""
    granted = ACTIONS[action].grants
    return [name for role, name in GROUPS.items() if granted.get(role) in (Grant.ALLOW, Grant.SECOND)]


def posted_from(page: str, *keys: str):
    """For addresses of deeds. A sign-in on the way opens them by GET: that leads to the page and changes nothing.

    keys: the parts of the address that the page has too.
    """

    def decorate(view):
        @get_or_post
        @wraps(view)
        def door(request, **kwargs):
            if request.method != "POST":
                return redirect(page, **{key: kwargs[key] for key in keys})
            return view(request, **kwargs)

        return door

    return decorate


def may_somewhere(user, action: str) -> bool:
    """The role has the action for everything, or for the cohorts that the person teaches (the table's M)."""
    return may(user, action) or Grant.ASSIGNED in grants_of(user, action)


def reach_of(user, action: str) -> set[int] | None:
    """The cohorts to which the right extends; None for all of them."""
    return None if may(user, action) else taught_by(user)


def taught_by(user) -> set[int]:
    """The cohorts that the person teaches. One query a request."""
    if not hasattr(user, "_campus_taught"):
        user._campus_taught = set(cohorts_taught_by(user))
    return user._campus_taught


def may_in_cohort(user, action: str, cohort_id: int) -> bool:
    return may(user, action) or (may_somewhere(user, action) and cohort_id in taught_by(user))


def staff_with(action: str):
    """For staff whose role has the action, for all learners or for the own ones."""

    def decorate(view):
        @staff_only
        @wraps(view)
        def door(request, *args, **kwargs):
            if may_somewhere(request.user, action):
                return view(request, *args, **kwargs)
            return refused(request, action)

        return door

    return decorate


def cohort_staff_may(action: str):
    """Call view(request, cohort, …). Who may not is told so before anybody looks whether the cohort exists."""

    def decorate(view):
        @staff_only
        @wraps(view)
        def door(request, code, *args, **kwargs):
            cohort = Cohort.objects.filter(code=code).first()
            if not may(request.user, action) and not (
                cohort and may_in_cohort(request.user, action, cohort.pk)
            ):
                return refused(request, action)
            if cohort is None:
                raise Http404(code)
            return view(request, cohort, *args, **kwargs)

        return door

    return decorate
