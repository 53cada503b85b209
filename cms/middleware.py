"""What every answer of the site carries: its content policy, its cache rule; and who needs a second factor."""

import re

from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.utils import is_mfa_enabled
from csp.constants import HEADER, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from cms.accounts.roles import is_staff_member
from learners.audit.origin import coming_from

_ADMIN_POLICY = {
    # Wagtail's editor writes inline scripts and styles into its pages. Nobody but staff meets them.
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "frame-src": [SELF],
    "worker-src": [SELF, "blob:"],
    "frame-ancestors": [SELF],
}


class ContentSecurityPolicy(CSPMiddleware):
    def process_response(self, request, response):
        if request.path_info.startswith("/admin/") and HEADER in response:
            # A preview was made by an inner request that ran through this middleware as a public page.
            del response[HEADER]
        return super().process_response(request, response)

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith("/admin/") and not report_only:
            parts.replace = _ADMIN_POLICY | (parts.replace or {})
        return parts


MACHINES = re.compile(
    r"^/(oai|feed\.atom|sitemap\.xml|metrics)$|^/(health|calendar|\.well-known)/|^/wallet/(?!for/)|^/data/.|^/verify/status/|^/verify/.+/credential\."
)
"""Addresses that programs ask. The server in front has the same list for its port without https."""


def programs_by_https(get_response):
    """Programs without https are refused, not redirected: nobody would see that their secret went in the clear."""

    def middleware(request):
        if settings.SECURE_SSL_REDIRECT and not request.is_secure() and MACHINES.search(request.path_info):
            return HttpResponse("Use https.\n", status=403, content_type="text/plain")
        return get_response(request)

    return middleware


def known_origin(get_response):
    """What the audit log writes of where a deed comes from. An address that cannot be told is no reason to fail."""

    def middleware(request):
        try:
            address = get_client_ip(request) or ""
        except ImproperlyConfigured:
            address = ""
        with coming_from(address or "unknown"):
            return get_response(request)

    return middleware


def worded_refusals(get_response):
    """An address that takes another kind of request answers with a page, not with nothing."""

    def middleware(request):
        response = get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page

    return middleware


def private_pages(get_response):
    """A page made for somebody who is signed in stays out of every cache."""

    def middleware(request):
        response = get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware


PUBLIC_VIEWS = frozenset(
    (
        "wagtail_serve", "search", "glossary", "readings", "reading", "compare_cases", "cite_case", "open_data",
        "open_data_file", "open_data_catalogue", "feed", "sitemap",
    )
)  # fmt: skip
"""Names of addresses that say the same to everybody who comes without a session."""


def public_pages(get_response):
    """A page for everybody may be kept by every cache, which asks each time whether it is still the same.

    Pages behind the secret of a link are none, and whoever has a session may see something else.
    """

    def middleware(request):
        response = get_response(request)
        name = request.resolver_match.url_name if request.resolver_match else ""
        shared = name in PUBLIC_VIEWS and settings.SESSION_COOKIE_NAME not in request.COOKIES
        if shared and response.status_code == 200 and not response.cookies:
            patch_cache_control(response, public=True, no_cache=True)
        return response

    return middleware


def require_second_factor(get_response):
    """Staff without a second factor are sent to set one up before they reach a place for staff."""

    def middleware(request):
        if not settings.REQUIRE_SECOND_FACTOR_FOR_STAFF or not request.path.startswith(
            ("/staff/", "/admin/")
        ):
            return get_response(request)
        if not is_staff_member(request.user) or is_mfa_enabled(request.user):
            return get_response(request)
        messages.warning(request, _("Your role needs a second factor. Set one up to continue."))
        return redirect("mfa_index")

    return middleware
