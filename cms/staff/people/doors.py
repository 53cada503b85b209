"""The door of pages about one cohort: a role that has the action, or one that has it for cohorts in which the person teaches."""

from functools import wraps

from django.shortcuts import get_object_or_404, render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from cms.accounts.roles import Grant, grants_of, may
from cms.staff.doors import groups_with, staff_only
from courses.cohorts.models import Cohort, TeachingRole


def may_in_cohort(user, action: str, code: str) -> bool:
    """Grants of the kind “assigned” hold in the cohorts where the person has a teaching role."""
    if may(user, action):
        return True
    if Grant.ASSIGNED not in grants_of(user, action):
        return False
    return TeachingRole.objects.filter(user=user, cohort__code=code).exists()


def cohort_staff_may(action: str):
    """Call view(request, cohort, …). Who may not is told so before anybody looks whether the cohort exists."""

    def decorate(view):
        @wraps(view)
        def door(request, code, *args, **kwargs):
            if not may_in_cohort(request.user, action, code):
                context = {"who": get_text_list(groups_with(action), _("or"))}
                return render(request, "cms/staff/refused.html", context, status=403)
            return view(request, get_object_or_404(Cohort, code=code), *args, **kwargs)

        return staff_only(door)

    return decorate
