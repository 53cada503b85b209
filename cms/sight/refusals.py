"""Which refusals the log is told, apart from the lines of all requests: who was turned away, where, and by what."""

import logging

from cms.sight.requests import method_of, route_of
from content.base.errors import refusals

logger = logging.getLogger("campus.security")
_BY_STATUS = {403: "door", 404: "absent", 429: "limit"}
_OPEN_TO_ALL = ("wagtail_serve", "unknown", "static")
"""Addresses where nothing found means no more than a mistyped page."""

_MOST = 20
"""Lines of one request: a file of people may hold thousands of rows to correct."""


def told(get_response):
    """Below the middleware that knows who asks. One line for each refusal, with the number of the person if one is signed in."""

    def middleware(request):
        token = refusals.set([])
        try:
            response = get_response(request)
            for noted in _with_status(refusals.get() or [], request, response.status_code)[:_MOST]:
                _write(noted, request, response.status_code)
            return response
        finally:
            refusals.reset(token)

    return middleware


def _with_status(noted: list[dict], request, status: int) -> list[dict]:
    """What was noted on the way, and the answer itself unless that explains it. A page that only shows a rule tries nothing."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        noted = [each for each in noted if each["refused"] != "rule"]
    kind = _BY_STATUS.get(status)
    if not kind or noted or (kind == "absent" and route_of(request) in _OPEN_TO_ALL):
        return noted
    return [{"refused": kind}]


def _write(noted: dict, request, status: int) -> None:
    facts = {
        **noted,
        "person": request.user.pk,
        "route": route_of(request),
        "method": method_of(request),
        "status": status,
    }
    logger.log(
        logging.INFO if noted["refused"] == "rule" else logging.WARNING, "refused", extra={"facts": facts}
    )
