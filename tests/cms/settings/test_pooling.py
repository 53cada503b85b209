import os
import subprocess
import sys

import pytest
from django.db import connection

from cms.postgresql.base import PatientConnection
from cms.settings.pooling import pooled

DATABASE = {"ENGINE": "django.db.backends.postgresql", "NAME": "campus"}


def test_each_thread_keeps_a_connection_by_itself(monkeypatch):
    monkeypatch.delenv("CAMPUS_DB_SECONDS", raising=False)

    assert pooled(DATABASE) == DATABASE | {
        "ENGINE": "cms.postgresql",
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5, "connect_timeout": 2},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def test_a_number_is_the_most_of_a_pool(monkeypatch):
    monkeypatch.setenv("CAMPUS_DB_POOL", "4")

    made = pooled(DATABASE)

    assert made["OPTIONS"]["pool"] == {
        "min_size": 1,
        "max_size": 4,
        "timeout": 2,
        "connection_class": PatientConnection,
    }
    assert made["CONN_MAX_AGE"] == 0  # Django refuses both together


def test_behind_a_pooler_nothing_rests_on_the_session(monkeypatch):
    monkeypatch.setenv("CAMPUS_DB_POOL", "outside")

    made = pooled(DATABASE)

    assert (made["CONN_MAX_AGE"], made["DISABLE_SERVER_SIDE_CURSORS"]) == (0, True)
    assert made["OPTIONS"] == {"connect_timeout": 2, "prepare_threshold": None}


@pytest.mark.parametrize("way", ["threads", "outside"])
def test_a_limit_ends_what_is_slow_in_the_server_and_what_is_silent_here(monkeypatch, way):
    monkeypatch.setenv("CAMPUS_DB_POOL", way)
    monkeypatch.setenv("CAMPUS_DB_SECONDS", "15")

    made = pooled(DATABASE)

    told = {"threads": "-c statement_timeout=15s", "outside": None}[way]
    assert (made["ENGINE"], made["PATIENCE"], made["OPTIONS"].get("options")) == ("cms.postgresql", 17, told)


@pytest.mark.parametrize("way", ["0", "many", "-1"])
def test_a_word_that_nobody_knows_stops_the_start(monkeypatch, way):
    monkeypatch.setenv("CAMPUS_DB_POOL", way)

    with pytest.raises(SystemExit, match="CAMPUS_DB_POOL is"):
        pooled(DATABASE)


@pytest.mark.postgres
@pytest.mark.parametrize("way", ["threads", "4", "outside"])
def test_threads_and_children_find_a_connection(way):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    code = """
import django, os, sys, threading
django.setup()
from django.db import connection, close_old_connections
def ask(_n=0):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    connection.close()
ask()
threads = [threading.Thread(target=ask) for _each in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
child = os.fork()
if not child:
    connection.close_pool() if hasattr(connection, "close_pool") else None
    ask()
    os._exit(0)
sys.exit(os.waitpid(child, 0)[1])
"""
    told = {"CAMPUS_DB_POOL": way, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | told, timeout=60, capture_output=True
    )

    assert done.returncode == 0, done.stderr


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_statement_that_comes_often_is_planned_once():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")

    def planned() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%planned once%'"
            )
            return [statement for (statement,) in cursor.fetchall()]

    def ask(number: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute('SELECT %s::int AS "planned once"', [number])

    ask(0)
    before = planned()
    for number in range(6):
        ask(number)

    assert (before, planned()) == ([], ['SELECT $1::int AS "planned once"'])
