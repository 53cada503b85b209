"""The door of pages about one cohort: a role that has the action, or one that has it for cohorts in which the person teaches."""

from functools import wraps

from django.http import Http404

from cms.accounts.roles import may
from cms.staff.doors import may_in_cohort, refused, staff_only
from courses.cohorts.models import Cohort


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
