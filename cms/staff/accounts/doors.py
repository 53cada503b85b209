"""The door of an account: for whoever gives roles alone, and never of the own account."""

from functools import wraps

from django.http import Http404

from cms.accounts.models import User
from cms.staff.doors import refused, staff_only
from cms.staff.team.doors import RIGHT, gives_roles


def on_account(view):
    """Call view(request, person). A closed account has no sessions, and the own one has its own page."""

    @staff_only
    @wraps(view)
    def door(request, user_id):
        if not gives_roles(request.user):
            return refused(request, RIGHT)
        person = User.objects.filter(pk=user_id, is_active=True).exclude(pk=request.user.pk).first()
        if person is None:
            raise Http404(user_id)
        return view(request, person)

    return door
