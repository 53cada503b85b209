"""What every request leaves behind: its number, its line in the log, its share in the figures."""

import logging
import re
import secrets
import time

from django.conf import settings
from django.db import connection
from django.urls import resolve

from cms.sight import figures
from cms.sight.logs import request_id

logger = logging.getLogger("campus.request")
_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
PROBES = frozenset(("/health/live", "/health/ready", "/metrics"))
_METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"))


def new_id(told: str | None = None) -> str:
    """The number that the proxy gave, when it is one; otherwise a new one."""
    return told if told and _SANE.fullmatch(told) else secrets.token_hex(12)


def probes(get_response):
    """Machines ask a process by its own address, which is no name of the site: before any host is checked."""

    def middleware(request):
        if request.path_info in PROBES and request.method in ("GET", "HEAD"):
            return resolve(request.path_info).func(request)
        return get_response(request)

    return middleware


def watched(get_response):
    """The outermost: it sees every answer, refusals and errors too."""

    def middleware(request):
        token = request_id.set(new_id(request.headers.get("X-Request-ID")))
        counted = _Queries()
        start = time.perf_counter()
        try:
            with connection.execute_wrapper(counted):
                response = get_response(request)
            _note(request, response, seconds=time.perf_counter() - start, queries=counted.number)
            response["X-Request-ID"] = request_id.get()
            return response
        finally:
            request_id.reset(token)

    return middleware


class _Queries:
    def __init__(self):
        self.number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


def _note(request, response, *, seconds: float, queries: int) -> None:
    route = route_of(request)
    method = method_of(request)
    figures.count_request(
        route=route, method=method, status=response.status_code, seconds=seconds, queries=queries
    )
    if route == "static":
        return
    facts = {
        "route": route, "method": method, "status": response.status_code,
        "ms": round(seconds * 1000, 1), "queries": queries,
    }  # fmt: skip
    logger.info("request", extra={"facts": facts})


def method_of(request) -> str:
    """One that we know: others are words of the sender."""
    return request.method if request.method in _METHODS else "other"


def route_of(request) -> str:
    """The name of the address, never the address: it may hold the token of a link."""
    match = request.resolver_match
    if match:
        return match.view_name or match.route
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "unknown"
