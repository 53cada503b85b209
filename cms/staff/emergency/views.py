"""Rights in an emergency: taking one, ending it, and what was taken."""

from functools import wraps
from urllib.parse import urlencode, urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.accounts.emergency import has_fresh_second_factor, may_break_glass, take_right
from cms.accounts.roles import ACTIONS
from cms.staff.doors import posted_from, refused, staff_may, staff_only
from cms.staff.emergency.forms import ReasonForm
from learners.audit.emergencies import UnableToOpen, close_emergency, open_emergency_of
from learners.audit.models import Emergency
from learners.enrolment.doors import get_or_post


def glass_breaker(view):
    """Call view(request, action) for those whom the role table lets break the glass for it."""

    @staff_only
    @wraps(view)
    def door(request, action):
        return (
            view(request, action)
            if may_break_glass(request.user, action)
            else refused(request, "erase_person")
        )

    return door


@require_safe
@staff_may("read_audit_log")
def emergencies(request):
    taken = Emergency.objects.select_related("user").order_by("-pk")[:100]
    rows = [(each, ACTIONS[each.action].text, each.looks.count()) for each in taken]
    return render(request, "cms/staff/emergency/list.html", {"rows": rows, "at": now()})


@get_or_post
@glass_breaker
def take(request, action):
    if not has_fresh_second_factor(request):
        return _to_second_factor(request)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _taken(request, action, form):
        return redirect(_next(request))
    running = open_emergency_of(request.user, action, at=now())
    context = {
        "form": form,
        "action": ACTIONS[action],
        "name": action,
        "running": running,
        "next": _next(request),
    }
    return render(request, "cms/staff/emergency/take.html", context, status=422 if form.is_bound else 200)


@posted_from("take_right", "action")
@glass_breaker
def end(request, action):
    running = open_emergency_of(request.user, action, at=now())
    if running:
        close_emergency(running, at=now())
        messages.success(request, _("You have given the right back."))
    return redirect("staff_home")


def _to_second_factor(request):
    if not is_mfa_enabled(request.user):
        messages.error(request, _("An emergency needs a second step. Set one up first."))
        return redirect("mfa_index")
    here = f"{request.path}?{urlencode({'next': _next(request)})}"
    return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': here})}")


def _taken(request, action: str, form) -> bool:
    try:
        take_right(request.user, action, reason=form.cleaned_data["reason"], at=now())
    except UnableToOpen as refusal:
        form.add_error("reason", str(refusal))
        return False
    messages.warning(request, _("The right is yours for 60 minutes. Everything you open is noted."))
    return True


def _next(request) -> str:
    """The page that was refused: the browser names it, for the refusal itself must not tell foreign from missing."""
    came_from = urlsplit(request.headers.get("Referer", "")).path
    wanted = request.POST.get("next") or request.GET.get("next") or came_from
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    for_staff = is_ours and wanted.startswith(("/staff/", "/admin/"))
    return wanted if for_staff and not wanted.startswith(reverse("emergencies")) else reverse("staff_home")
