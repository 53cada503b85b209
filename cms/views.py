"""Health, and pages of refusal."""

from urllib.parse import urlencode

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse


def live(_request):
    return HttpResponse("ok", content_type="text/plain")


def ready(_request):
    """Each thing that the site needs, and whether it answers. 503 as soon as one does not."""
    states = {"database": _database_answers(), "cache": _cache_answers()}
    return JsonResponse(states, status=200 if all(states.values()) else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cms_user WHERE id = 0")  # the tables must be there too
            return cursor.fetchone() == (0,)
    except DatabaseError:
        return False


def _cache_answers() -> bool:
    try:
        cache.set("ready", "1", 5)
        return cache.get("ready") == "1"
    except Exception:  # noqa: BLE001 -- each cache has errors of its own; any of them means: not ready
        return False


def admin_sign_in(request):
    """The way to /admin/. Wagtail's own sign-in takes a password alone, without second factor and rate limits.

    Somebody who is signed in and comes here has no right to the admin: another sign-in would only lead back.
    """
    if request.user.is_authenticated:
        raise Http404("admin") if not request.user.is_staff else PermissionDenied
    return redirect(f"{reverse('account_login')}?{urlencode({'next': request.GET.get('next', '/admin/')})}")


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)
