"""What machines ask: whether a process lives, whether it can serve, and its figures."""

import ipaddress
import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST
from prometheus_client.core import GaugeMetricFamily

from cms.sight.figures import page_of_figures
from cms.sight.heartbeats import heartbeats
from cms.sight.mails import mails_ever
from cms.sight.probes import NEEDED, Answer, ask_all
from learners.events.queries import outbox


@require_safe
def live(_request):
    return _unkept(HttpResponse("ok", content_type="text/plain"))


@require_safe
def ready(_request):
    """Each thing that the site needs, and whether it answers. 503 when one is down without which no page is made."""
    answers = ask_all()
    states = {name: answer.works for name, answer in answers.items()}
    return _unkept(JsonResponse(states, status=200 if all(states[name] for name in NEEDED) else 503))


@require_safe
def metrics(request):
    """For those who hold the token or come from a named address. For everybody else there is no such page."""
    if not _may_read_figures(request):
        raise Http404("metrics")
    page = page_of_figures(_Shared(ask_all()))
    return _unkept(HttpResponse(page, content_type=CONTENT_TYPE_LATEST))


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _may_read_figures(request) -> bool:
    token, told = settings.METRICS_TOKEN, request.headers.get("Authorization", "")
    if token and constant_time_compare(told.encode(), f"Bearer {token}".encode()):
        return True
    try:
        address = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    except (ValueError, ImproperlyConfigured, PermissionDenied):
        return False
    return any(address in ipaddress.ip_network(each) for each in settings.METRICS_ADDRESSES)


class _Shared:
    """What belongs to all machines, read when somebody asks. What is down is left out, and `campus_up` says so."""

    def __init__(self, answers: dict[str, Answer]):
        self._answers = answers

    def collect(self):
        up = GaugeMetricFamily("campus_up", "Whether each service answers", labels=["service"])
        took = GaugeMetricFamily("campus_answer_seconds", "How long each took", labels=["service"])
        for name, answer in self._answers.items():
            up.add_metric([name], float(answer.works))
            took.add_metric([name], answer.seconds)
        figures: dict[str, tuple[str, float]] = {}
        if self._answers["database"].works:
            figures |= _of_outbox()
        if self._answers["cache"].works:
            figures |= _of_cache()
        told = [
            GaugeMetricFamily(f"campus_{name}", text, value=value) for name, (text, value) in figures.items()
        ]
        return [up, took, *told]


def _of_outbox() -> dict:
    try:
        found = outbox()
    except DatabaseError:  # it went down just now
        return {}
    age = max(0.0, time.time() - found.oldest_at.timestamp()) if found.oldest_at else 0.0
    return {
        "outbox_waiting": ("Deliveries that wait", found.waiting),
        "outbox_age_seconds": ("Since when the oldest of them waits", age),
        "outbox_parked": ("Deliveries that were given up after three runs", found.parked),
    }


def _of_cache() -> dict:
    beats = heartbeats()
    told = {
        "worker_heartbeat_seconds": ("Since a worker last ran the clock's task", beats.worker),
        "clock_heartbeat_seconds": ("Since the clock last sent a task", beats.clock),
        "queue_age_seconds": ("How long tasks wait for a worker", beats.queue_age),
        "mails_sent": ("Mails that the mail server took, since the cache was emptied", mails_ever("sent")),
        "mails_failed": ("Mails that it did not take", mails_ever("failed")),
    }
    return {name: figure for name, figure in told.items() if figure[1] is not None}
