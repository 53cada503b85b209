"""The door of every page of an application: signed in, and only the own one."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect

from learners.admissions.applying import CAN_BE_FILLED_IN
from learners.admissions.models import Application


def own_application(view):
    """Call view(request, application, …). Strangers go to the sign-in; another person's one does not exist."""

    @wraps(view)
    @login_required
    def door(request, reference, *args, **kwargs):
        rows = Application.objects.filter(user=request.user, reference=reference)
        application = rows.select_related("intake__cohort", "user").first()
        if application is None:
            raise Http404(reference)
        return view(request, application, *args, **kwargs)

    return door


def while_filling_in(view):
    """Once it is sent, the page of a task leads to the status."""

    @own_application
    @wraps(view)
    def door(request, application, *args, **kwargs):
        if application.state not in CAN_BE_FILLED_IN:
            return redirect("application", application.reference)
        return view(request, application, *args, **kwargs)

    return door
