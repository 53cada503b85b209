"""Many rows are written in parts; a database that takes a question and says nothing does not hold a thread for ever."""

import pytest
from django.db import OperationalError, connection, connections
from wagtail.contrib.redirects.models import Redirect

from cms.postgresql import base
from cms.postgresql.base import PatientConnection
from tests.faults.servers import Relay

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgres,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs PostgreSQL"),
]


@pytest.fixture
def relay():
    made = Relay(int(connection.settings_dict["PORT"] or 5432))
    yield made
    made.close()


@pytest.fixture
def through(relay):
    """A connection of Django's over the relay, with a patience of one second."""
    made = connections.create_connection("default")
    made.settings_dict = made.settings_dict | {
        "HOST": "127.0.0.1", "PORT": str(relay.port), "PATIENCE": 1,
    }  # fmt: skip
    patient = base.DatabaseWrapper(made.settings_dict, "default")
    yield patient
    patient.close()


def test_an_open_connection_that_goes_silent_ends_with_an_error_and_the_next_one_works(relay, through):
    with through.cursor() as cursor:
        cursor.execute("SELECT 1")
    relay.silent = True
    with pytest.raises(OperationalError, match="No answer for 1 s"), through.cursor() as cursor:
        cursor.execute("SELECT 2")
    relay.silent = False

    through.close()
    with through.cursor() as cursor:
        cursor.execute("SELECT 3")
        assert cursor.fetchone() == (3,)


def test_before_a_request_a_silent_connection_is_found_out_sooner(relay, through, monkeypatch):
    monkeypatch.setattr(base, "PATIENCE", 1)
    through.settings_dict["PATIENCE"] = 600
    through.ensure_connection()
    relay.silent = True

    assert (through.is_usable(), through.connection.patience) == (False, 600)


def test_the_next_request_asks_no_second_time_and_the_one_after_it_connects_again(
    relay, through, monkeypatch
):
    monkeypatch.setattr(base, "PATIENCE", 1)
    through.settings_dict |= {"PATIENCE": 600, "CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": 60}
    through.ensure_connection()
    relay.silent = True

    through.close_if_unusable_or_obsolete()  # as a request begins
    with pytest.raises(OperationalError, match="The database says nothing"), through.cursor() as cursor:
        cursor.execute("SELECT 1")
    relay.silent = False
    through.close_if_unusable_or_obsolete()

    with through.cursor() as cursor:
        cursor.execute("SELECT 2")
        assert cursor.fetchone() == (2,)


def test_without_a_limit_a_statement_takes_its_time():
    with PatientConnection.connect(**_parameters()) as line:
        assert line.execute("SELECT pg_sleep(0.2), 1").fetchone()[1] == 1


def test_a_limit_that_the_caller_gives_is_the_callers():
    with PatientConnection.connect(**_parameters(), patience=1) as line:
        assert list(line.notifies(timeout=0.1)) == []
        assert line.execute("SELECT 1").fetchone() == (1,)


def _parameters() -> dict:
    told = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    return {name: told[key] for name, key in names.items() if told[key]} | {"autocommit": True}


def test_more_values_than_a_statement_may_have_are_written_changed_and_deleted_in_parts():
    rows = Redirect.objects.bulk_create(Redirect(old_path=f"/{n}") for n in range(base.MOST_VALUES // 4))
    for row in rows:
        row.is_permanent = False
        row.redirect_link = "/new/"

    changed = Redirect.objects.bulk_update(rows, ["is_permanent", "redirect_link", "old_path"])
    found = Redirect.objects.in_bulk([row.pk for row in rows])
    deleted, _each = Redirect.objects.all().delete()

    assert (changed, len(found), deleted) == (len(rows), len(rows), len(rows))
