import json
import logging
import os
import subprocess
import sys
from smtplib import SMTPServerDisconnected

import pytest
from django.core.mail import EmailMessage
from django.utils.timezone import now

from cms.sight.heartbeats import Heartbeats, heartbeats, note_clock, note_worker
from cms.sight.logs import request_id
from cms.sight.mails import mails_ever, mails_lately
from cms.tasks import note_heartbeat


def test_no_sign_is_told_as_none():
    assert heartbeats() == Heartbeats(None, None, None)


def test_signs_of_life_tell_how_long_tasks_wait():
    note_clock(moment=1000.0)
    note_worker(moment=1004.0, sent_at=1000.0)

    assert heartbeats(moment=1010.0) == Heartbeats(clock=10.0, worker=6.0, waited=4.0)
    assert heartbeats(moment=1010.0).queue_age == 4.0
    assert heartbeats(moment=1104.0).queue_age == 70.0


def test_a_task_has_a_line_in_the_log_and_leaves_a_sign(caplog):
    with caplog.at_level(logging.INFO, "campus.task"):
        note_heartbeat.apply()

    [record] = [record for record in caplog.records if record.name == "campus.task"]
    assert (record.facts["task"], record.facts["state"]) == ("cms.note_heartbeat", "SUCCESS")
    assert heartbeats().worker < 5
    assert request_id.get() == ""


def test_mails_are_counted(settings):
    settings.EMAIL_BACKEND = "cms.sight.mails.CountedBackend"
    settings.MAIL_THROUGH = "django.core.mail.backends.locmem.EmailBackend"

    EmailMessage("Subject", "Body", to=["learner@demo.example"]).send()
    settings.MAIL_THROUGH = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 9
    with pytest.raises(SMTPServerDisconnected):
        EmailMessage("Subject", "Body", to=["learner@demo.example"]).send()

    assert (mails_lately("sent", at=now()), mails_lately("failed", at=now())) == (1, 1)
    assert (mails_ever("sent"), mails_ever("failed")) == (1, 1)


def test_a_cache_that_is_down_stops_no_mail(settings, mailoutbox):
    settings.EMAIL_BACKEND = "cms.sight.mails.CountedBackend"
    settings.MAIL_THROUGH = "django.core.mail.backends.locmem.EmailBackend"
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:9",
        }
    }

    EmailMessage("Subject", "Body", to=["learner@demo.example"]).send()

    assert len(mailoutbox) == 1


def run(code: str, **environment: str) -> subprocess.CompletedProcess:
    """In a process of its own, with the settings of production."""
    told = {
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "SECRET_KEY": "only for tests: " * 5,
        "ALLOWED_HOSTS": "campus.example.org",
        "CAMPUS_ADDRESS": "https://campus.example.org",
        "CAMPUS_DATA": environment.pop("data"),
    }
    return subprocess.run(
        [sys.executable, "-c", code], env=os.environ | told | environment, capture_output=True, text=True
    )


START = "import cms.wsgi; from opentelemetry import trace; print(type(trace.get_tracer_provider()).__name__)"
"""Without a switch there is the provider that hands on nothing. The module itself is loaded by the client of Redis."""


def test_traces_are_off_by_themselves(tmp_path):
    done = run(START, data=str(tmp_path))

    assert (done.stdout.strip(), done.returncode) == ("ProxyTracerProvider", 0), done.stderr


def test_traces_start_by_the_switch_and_hide_addresses(tmp_path):
    code = """
import os
import cms.wsgi
from opentelemetry import trace
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
kept = InMemorySpanExporter()
trace.get_tracer_provider().add_span_processor(SimpleSpanProcessor(kept))
from django.test import Client
Client(headers={"host": "campus.example.org"}).get("/health/live")
Client(headers={"host": "campus.example.org"}).get("/mail/canary-token/stop/?a=canary-query")
spans = kept.get_finished_spans()
print(len(spans), "canary" in str([(span.name, dict(span.attributes)) for span in spans]), flush=True)
os._exit(0)  # or it would try for ten seconds to reach the receiver that is not there
"""
    done = run(code, data=str(tmp_path), CAMPUS_OTEL="1", OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9")

    assert "2 False" in done.stdout.splitlines(), (done.stdout, done.stderr)


def test_processes_add_their_figures_up(tmp_path):
    code = """
import django; django.setup()
from cms.sight.figures import count_request, page_of_figures
count_request(route="attempt_save", method="POST", status=200, seconds=0.1, queries=3)
print(page_of_figures().decode())
"""
    folder = str(tmp_path)

    pages = [run(code, data=folder).stdout for _process in range(2)]

    wanted = 'campus_requests_total{method="POST",route="attempt_save",status="200"} '
    assert [f"{wanted}{number}.0" in page for number, page in enumerate(pages, 1)] == [True, True]
    assert "campus_answers_acknowledged_total 2.0" in pages[1]


def test_production_writes_lines_of_json(tmp_path):
    code = """
import django; django.setup()
import logging
logging.getLogger("campus.request").info("request", extra={"facts": {"route": "lesson"}})
logging.getLogger("django.request").warning("Not Found: %s", "/mail/canary-token/")
"""
    lines = [json.loads(line) for line in run(code, data=str(tmp_path)).stdout.splitlines()]

    assert [(line["level"], line["message"]) for line in lines] == [
        ("info", "request"),
        ("warning", "Not Found: %s"),
    ]
    assert lines[0]["route"] == "lesson"
