"""What is counted, and the page of figures in the text format of Prometheus.

Each process counts for itself, in files of the metrics folder; the page adds them up. What belongs to all machines (outbox,
queue, mails) is read when somebody asks: of several machines that tell it, take one, never the sum.
"""

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

_REGISTRY = CollectorRegistry()
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10)
_QUERIES = (0, 2, 4, 6, 8, 10, 15, 20, 30, 50, 100)

REQUESTS = Counter(
    "campus_requests", "Requests by name of the address", ["route", "method", "status"], registry=_REGISTRY
)
DURATION = Histogram(
    "campus_request_seconds", "Time until the answer", ["route"], buckets=_SECONDS, registry=_REGISTRY
)
QUERIES = Histogram(
    "campus_request_queries", "Queries of a request", ["route"], buckets=_QUERIES, registry=_REGISTRY
)
ANSWERS = Counter(
    "campus_answers_acknowledged", "Answers that were stored and acknowledged", registry=_REGISTRY
)
TASKS = Counter(
    "campus_tasks", "Tasks of the workers by how they ended", ["task", "state"], registry=_REGISTRY
)

_ANSWERING = "attempt_save"


def count_request(*, route: str, method: str, status: int, seconds: float, queries: int) -> None:
    REQUESTS.labels(route, method, str(status)).inc()
    DURATION.labels(route).observe(seconds)
    QUERIES.labels(route).observe(queries)
    if route == _ANSWERING and method == "POST" and status == 200:
        ANSWERS.inc()


def page_of_figures(*collectors) -> bytes:
    """All that the processes of this machine counted, and what the collectors tell."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)
    else:
        registry.register(_REGISTRY)
    for collector in collectors:
        registry.register(collector)
    return generate_latest(registry)
