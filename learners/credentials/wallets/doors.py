"""The door of addresses that a wallet asks: by the key alone, from anywhere."""

from functools import wraps

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from content.base.errors import RuleError
from learners.credentials.wallets.handing_over import certificate_for

ANY_ORIGIN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "Content-Type, Accept",
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
}
"""A wallet may be a page of somebody else. It comes without our cookies."""


def for_wallets(*methods: str):
    """A door that calls view(request, key, certificate), and tells a browser that asks first that it may."""

    def decorate(view):
        @never_cache
        @require_http_methods([*methods, "OPTIONS"])
        @wraps(view)
        def door(request, key):
            if request.method == "OPTIONS":
                return HttpResponse(status=204, headers=ANY_ORIGIN)
            try:
                certificate = certificate_for(key, at=now())
            except RuleError as refusal:
                return _refused(request, str(refusal))
            if certificate is None:
                raise Http404(key)
            return view(request, key, certificate)

        return door

    return decorate


def wants_page(request) -> bool:
    return request.get_preferred_type(["application/json", "text/html"]) == "text/html"


def _refused(request, refusal: str):
    if wants_page(request):
        return render(request, "learners/credentials/wallet_offer.html", {"refusal": refusal}, status=410)
    return JsonResponse({"title": refusal, "status": 410}, status=410, headers=ANY_ORIGIN)
