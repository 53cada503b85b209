import json
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now

from cms.accounts.roles import Role
from cms.sight import probes
from cms.sight.heartbeats import note_clock, note_worker
from cms.staff.health.checking import BAD, GOOD, WATCH, all_checks
from learners.credentials.signing import make_signing_key
from learners.events.delivering import deliver
from learners.events.models import Delivery, LearningEvent
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db
PAGE = "/staff/health/"


@pytest.fixture(autouse=True)
def _all_is_well(settings, tmp_path):
    """An installation to which nothing is to be said."""
    settings.DATA_FOLDER, settings.KEYS_FOLDER = tmp_path, tmp_path / "keys"
    settings.MAIL_THROUGH = "django.core.mail.backends.smtp.EmailBackend"
    settings.SILENCED_SYSTEM_CHECKS = [f"security.W{number:03}" for number in range(1, 30)]
    settings.SITE_ADDRESS, settings.SECURE_SSL_REDIRECT = "http://localhost", False
    settings.KEYS_SECRET, settings.DEFAULT_FROM_EMAIL = "of the keys, only for tests", "office@demo.example"
    make_signing_key(at=now())
    note_clock(moment=time.time())
    note_worker(moment=time.time(), sent_at=time.time())
    for name in ("last-backup.json", "last-restore-drill.json"):
        (tmp_path / name).write_text(json.dumps({"at": now().isoformat()}))


@pytest.fixture
def parked():
    event = LearningEvent.objects.create(
        verb="enrolment.withdrawn", at=now(), data={"reason": "a private reason"}
    )
    return Delivery.objects.create(
        event=event,
        receiver="learners.notices.sending.send_notice",
        state="parked",
        runs=3,
        last_error="SMTPRecipientsRefused: {'learner@demo.example': (550, b'no such user')}",
    )


def states() -> dict[str, str]:
    return {check.key: check.finding.state for check in all_checks(at=now())}


def failing() -> dict[str, str]:
    return {key: state for key, state in states().items() if state != GOOD}


def down():
    raise probes.DoesNotWork


def test_all_fourteen_pass():
    assert (len(states()), failing()) == (14, {})


@pytest.mark.parametrize(
    "service, fails",
    [
        ("database", {"database": BAD, "outbox": BAD, "parked": BAD}),
        ("migrations", {"database": BAD}),
        ("cache", {"cache": BAD, "worker": BAD, "clock": BAD, "queue": WATCH, "mail": WATCH}),
        ("broker", {"queue": BAD}),
        ("storage", {"storage": BAD}),
    ],
)
def test_a_service_that_is_down_fails_its_checks_and_no_other(monkeypatch, service, fails):
    monkeypatch.setitem(probes.QUESTIONS, service, down)

    assert failing() == fails


def test_a_silent_worker_and_clock_are_told():
    note_clock(moment=time.time() - 120)
    note_worker(moment=time.time() - 120, sent_at=time.time() - 120)

    assert failing() == {"worker": BAD, "clock": BAD, "queue": WATCH}


@pytest.mark.parametrize("minutes, state", [(9, GOOD), (11, WATCH), (61, BAD)])
def test_what_waits_long_is_told(minutes, state):
    event = LearningEvent.objects.create(verb="demo", at=now() - timedelta(minutes=minutes))
    Delivery.objects.create(event=event, receiver="demo")

    assert states()["outbox"] == state


def test_given_up_work_is_told(parked):
    assert failing() == {"parked": BAD}


@pytest.mark.parametrize(
    "file, told, state",
    [
        ("last-backup.json", None, BAD),
        ("last-backup.json", {"at": (datetime.now(UTC) - timedelta(hours=27)).isoformat()}, BAD),
        ("last-backup.json", "no JSON", BAD),
        ("last-restore-drill.json", None, WATCH),
        ("last-restore-drill.json", {"at": (datetime.now(UTC) - timedelta(days=36)).isoformat()}, WATCH),
    ],
)
def test_an_old_backup_and_an_old_drill_are_told(tmp_path, file, told, state):
    path = tmp_path / file
    path.unlink() if told is None else path.write_text(told if isinstance(told, str) else json.dumps(told))

    assert failing() == {"backup": state}


def test_without_a_key_no_certificate_can_be_signed(settings, tmp_path):
    settings.KEYS_FOLDER = tmp_path / "elsewhere"

    assert failing() == {"signing": BAD}


def test_mails_into_a_folder_are_told(settings):
    settings.MAIL_THROUGH, settings.DEMO_ALLOWED = "django.core.mail.backends.filebased.EmailBackend", False

    assert failing() == {"mail": BAD, "settings": BAD}


def test_the_page_says_what_to_do_first(client, monkeypatch):
    client.force_login(make_staff(Role.ADMINISTRATOR))
    monkeypatch.setitem(probes.QUESTIONS, "storage", down)

    page = client.get(PAGE).content.decode()

    assert "1 of 14 checks does not pass." in page
    assert 'href="#check-storage">First problem: Files of people' in page


def test_the_page_says_that_all_is_well(client):
    client.force_login(make_staff(Role.ADMINISTRATOR))

    assert "All 14 checks pass." in client.get(PAGE).content.decode()


def test_the_page_costs_few_queries(client, django_assert_max_num_queries, parked):
    client.force_login(make_staff(Role.ADMINISTRATOR))

    with django_assert_max_num_queries(12):
        client.get(PAGE)


def test_given_up_work_names_no_person_and_no_reason(client, parked):
    client.force_login(make_staff(Role.ADMINISTRATOR))

    page = client.get(PAGE).content.decode()

    assert "SMTPRecipientsRefused" in page
    assert '<th scope="row">Withdrew<' in page
    assert "learner@demo.example" not in page
    assert "a private reason" not in page


@pytest.mark.parametrize("role, status", [(Role.INSTRUCTOR, 403), (Role.REGISTRAR, 403), (Role.TUTOR, 403)])
def test_other_staff_are_refused(client, parked, role, status):
    client.force_login(make_staff(role))

    answers = [client.get(PAGE), client.post(f"{PAGE}retry/"), client.post(f"{PAGE}retry/{parked.pk}/")]

    assert [answer.status_code for answer in answers] == [status] * 3
    assert Delivery.objects.get().state == "parked"


@pytest.mark.parametrize("one", [True, False])
def test_given_up_work_runs_again(client, parked, one, monkeypatch):
    client.force_login(make_staff(Role.ADMINISTRATOR))

    client.post(f"{PAGE}retry/{parked.pk}/" if one else f"{PAGE}retry/")

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.runs) == ("open", 0)
    Delivery.objects.update(receiver="tests.cms.staff.health.test_health.take")
    deliver(delivery.pk, at=now())
    assert Delivery.objects.get().state == "done"


def take(_event, *, at):
    """A receiver that has no more reason to fail."""


def test_a_second_press_changes_nothing(client, parked):
    client.force_login(make_staff(Role.ADMINISTRATOR))
    client.post(f"{PAGE}retry/{parked.pk}/")
    Delivery.objects.update(runs=2)

    response = client.post(f"{PAGE}retry/{parked.pk}/", follow=True)

    assert "somebody was faster" in response.content.decode()
    assert Delivery.objects.get().runs == 2
