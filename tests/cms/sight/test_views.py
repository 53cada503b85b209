import time
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from prometheus_client.parser import text_string_to_metric_families

from cms.sight import probes
from cms.sight.heartbeats import note_clock, note_worker
from learners.events.models import Delivery, LearningEvent

pytestmark = pytest.mark.django_db
ALL = {"database": True, "migrations": True, "cache": True, "broker": True, "storage": True}
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TOKEN = "demo-token-of-figures"


def figures(response) -> dict[str, float]:
    """Those without labels, and what is up."""
    families = text_string_to_metric_families(response.content.decode())
    samples = [sample for family in families for sample in family.samples]
    return {sample.labels.get("service", "") + sample.name: sample.value for sample in samples}


@pytest.fixture
def _elsewhere(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path


def test_live_answers(client):
    assert client.get("/health/live").content == b"ok"


@pytest.mark.usefixtures("_elsewhere")
def test_ready_names_each_part(client):
    response = client.get("/health/ready")

    assert (response.status_code, response.json(), response["Cache-Control"]) == (200, ALL, "no-store")


@pytest.mark.usefixtures("_elsewhere")
def test_a_cache_that_is_down_is_told_and_takes_no_process_away(client, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

    response = client.get("/health/ready")

    assert (response.status_code, response.json()) == (200, ALL | {"cache": False})


@pytest.mark.usefixtures("_elsewhere")
@pytest.mark.parametrize("name", probes.NEEDED)
def test_without_the_database_or_its_tables_a_process_is_not_ready(client, monkeypatch, name):
    def down():
        raise probes.DoesNotWork

    monkeypatch.setitem(probes.QUESTIONS, name, down)
    monkeypatch.setattr(probes, "_running", {})

    response = client.get("/health/ready")

    assert (response.status_code, response.json()) == (503, ALL | {name: False})


def test_a_folder_that_cannot_be_made_is_told(client, settings, tmp_path):
    (tmp_path / "file").write_text("x")
    settings.DATA_FOLDER = tmp_path / "file"

    assert client.get("/health/ready").json() == ALL | {"storage": False}


@pytest.mark.usefixtures("_elsewhere")
def test_one_that_hangs_holds_the_answer_for_less_than_two_seconds_and_is_asked_once(client, monkeypatch):
    asked = []

    def hang():
        asked.append(1)
        time.sleep(3)

    monkeypatch.setitem(probes.QUESTIONS, "broker", hang)
    monkeypatch.setattr(probes, "PATIENCE", 0.5)
    start = time.monotonic()

    answers = [client.get("/health/ready").json() for _try in range(3)]

    assert answers == [ALL | {"broker": False}] * 3
    assert (time.monotonic() - start < 2, asked) == (True, [1])


def test_a_machine_may_ask_by_any_name(client):
    answers = [client.get(page, headers={"host": "10.1.2.3:8000"}) for page in ("/health/live", "/")]

    assert [answer.status_code for answer in answers] == [200, 400]


@pytest.mark.parametrize("header", [None, "Bearer wrong", f"Basic {TOKEN}", TOKEN, "Bearer "])
def test_figures_are_not_there_without_the_token(client, settings, header):
    settings.METRICS_TOKEN = TOKEN

    response = client.get("/metrics", headers={"authorization": header} if header else {})

    assert response.status_code == 404


def test_without_a_token_in_the_settings_no_header_opens_them(client):
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize(
    "networks, status", [(["127.0.0.0/8"], 200), (["10.0.0.0/8"], 404), (["::1/128", "127.0.0.1"], 200)]
)
def test_a_named_network_reads_them(client, settings, networks, status):
    settings.METRICS_ADDRESSES = networks

    assert client.get("/metrics").status_code == status


def test_a_told_address_counts_only_as_far_as_proxies_are_trusted(client, settings):
    settings.METRICS_ADDRESSES = ["127.0.0.0/8"]
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    response = client.get("/metrics", headers={"x-forwarded-for": "127.0.0.1, 203.0.113.9"})

    assert response.status_code == 404


@pytest.mark.usefixtures("_elsewhere")
def test_figures_tell_of_requests_outbox_and_signs_of_life(client, settings):
    settings.METRICS_TOKEN = TOKEN
    event = LearningEvent.objects.create(verb="demo", at=NOW)
    for number, state in enumerate(["open", "parked", "parked"]):
        Delivery.objects.create(event=event, receiver=f"demo{number}", state=state)
    note_clock(moment=time.time() - 5)
    note_worker(moment=time.time() - 4, sent_at=time.time() - 5)
    cache.set("mails:sent", 3)
    client.get("/health/live")

    found = figures(client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}))

    assert {name: found[name] for name in ("campus_outbox_waiting", "campus_outbox_parked", "campus_mails_sent")} == {
        "campus_outbox_waiting": 1, "campus_outbox_parked": 2, "campus_mails_sent": 3,
    }  # fmt: skip
    assert found["campus_outbox_age_seconds"] == pytest.approx(time.time() - NOW.timestamp(), abs=60)
    assert 4 <= found["campus_worker_heartbeat_seconds"] <= 10
    assert found["campus_queue_age_seconds"] == pytest.approx(1, abs=0.5)
    assert {name: found[f"{name}campus_up"] for name in ALL} == dict.fromkeys(ALL, 1)
    assert found["campus_requests_total"] >= 1


@pytest.mark.usefixtures("_elsewhere")
def test_figures_are_told_when_the_database_is_down(client, settings, monkeypatch):
    settings.METRICS_TOKEN = TOKEN

    def down():
        raise probes.DoesNotWork

    monkeypatch.setitem(probes.QUESTIONS, "database", down)

    found = figures(client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}))

    assert (found["databasecampus_up"], found["cachecampus_up"]) == (0, 1)
    assert "campus_outbox_waiting" not in found
