"""Places of the Wagtail admin that a superuser opens in an emergency only, as the role table says."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from cms.accounts.roles import may


def to_the_glass(request, action: str):
    """To the page where the right is taken, and from there back."""
    messages.info(request, _("Superusers open this in an emergency only. Write why you need it now."))
    return redirect(f"{reverse('take_right', args=[action])}?{urlencode({'next': request.get_full_path()})}")


class BehindGlass(View):
    """For a view of Wagtail, before all its other parts. glass: the action of the role table."""

    glass = ""

    def has_to_break_glass(self, user) -> bool:
        return user.is_superuser and not may(user, self.glass)

    def dispatch(self, request, *args, **kwargs):
        if self.has_to_break_glass(request.user):
            return to_the_glass(request, self.glass)
        return super().dispatch(request, *args, **kwargs)
