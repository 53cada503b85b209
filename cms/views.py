"""The way to the admin, pictures of lessons, and pages of refusal and failure."""

import errno
import sys
from posixpath import normpath
from smtplib import SMTPException
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.static import serve
from kombu.exceptions import OperationalError as QueueIsAway
from redis.exceptions import RedisError

from cms.sight.logs import request_id
from content.base.errors import note_refusal

_DOWN = (
    OperationalError, InterfaceError, RedisError, QueueIsAway, ConnectionError, TimeoutError, SMTPException,
)  # fmt: skip
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


def admin_sign_in(request):
    """The way to /admin/. Wagtail's own sign-in takes a password alone, without second factor and rate limits.

    Somebody who is signed in and comes here has no right to the admin: another sign-in would only lead back.
    """
    if request.user.is_authenticated:
        raise Http404("admin") if not request.user.is_staff else PermissionDenied
    return redirect(f"{reverse('account_login')}?{urlencode({'next': request.GET.get('next', '/admin/')})}")


def csrf_failure(request, reason=""):
    note_refusal("token")
    return render(request, "403_csrf.html", status=403)


@require_safe
def picture(request, path):
    """Pictures of lessons only. Documents, and uploads not yet finished, lie beside them and have no address."""
    plain = normpath(path)
    if not plain.startswith(("images/", "original_images/")):
        raise Http404(path)
    return serve(request, plain, document_root=str(settings.MEDIA_ROOT))


def failure(request):
    """What no view foresaw. A service that is away, or a full disk, is told apart: it comes back, so one may try again.

    Uses neither the database nor the cache, and no context processor, which would.
    """
    error = sys.exc_info()[1]
    page = render_to_string("500.html", {"reference": request_id.get()})
    response = HttpResponse(page, status=503 if _is_away(error) else 500)
    response["Cache-Control"] = "no-store"
    if response.status_code == 503:
        response["Retry-After"] = "10"
    return response


def _is_away(error: BaseException | None) -> bool:
    if isinstance(error, _DOWN):
        return True
    store = sys.modules.get("botocore.exceptions")  # loaded only where files lie in a store
    if store and isinstance(error, store.ConnectionError | store.HTTPClientError):
        return True
    return isinstance(error, OSError) and error.errno in _FULL
