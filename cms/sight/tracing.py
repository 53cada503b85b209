"""Traces by OpenTelemetry, when the switch CAMPUS_OTEL is on. Where they go is told by the standard OTEL_ variables."""

from importlib import import_module

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def start_tracing() -> bool:
    """Call it once in each process, before the first request or task. Nothing of the library is loaded when it is off."""
    if not settings.TRACING:
        return False
    try:
        trace, sdk = import_module("opentelemetry.trace"), import_module("opentelemetry.sdk.trace")
        export = import_module("opentelemetry.sdk.trace.export")
        otlp = import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
        django = import_module("opentelemetry.instrumentation.django")
        celery = import_module("opentelemetry.instrumentation.celery")
    except ImportError as error:
        raise ImproperlyConfigured("CAMPUS_OTEL is on: install requirements-otel.lock first.") from error
    provider = sdk.TracerProvider()
    provider.add_span_processor(export.BatchSpanProcessor(otlp.OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    django.DjangoInstrumentor().instrument(request_hook=_hide_addresses, response_hook=_hide_addresses)
    celery.CeleryInstrumentor().instrument()
    return True


def _hide_addresses(span, _request, _response=None) -> None:
    """Paths and queries carry the tokens of links: only the pattern of the address leaves the process."""
    for key in _HIDDEN & set(span.attributes or ()):
        span.set_attribute(key, "-")


_HIDDEN = frozenset(
    (
        "http.url", "http.target", "url.full", "url.path", "url.query", "http.client_ip", "client.address",
        "net.peer.ip", "net.peer.name", "http.user_agent", "user_agent.original", "http.referer",
    )
)  # fmt: skip
