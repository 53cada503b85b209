from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from content.base.clock import cautious_now, time_of_database

pytestmark = pytest.mark.django_db
BEFORE = datetime(2020, 3, 2, 12, tzinfo=UTC)


@time_machine.travel(BEFORE, tick=False)
def test_a_machine_whose_clock_is_behind_acts_by_its_own_time():
    assert cautious_now() == BEFORE


@pytest.mark.postgres
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs PostgreSQL")
def test_a_machine_whose_clock_runs_ahead_acts_by_the_time_of_the_database():
    real = time_of_database()

    with time_machine.travel(real + timedelta(hours=2), tick=False):
        found = cautious_now()

    assert real <= found < real + timedelta(hours=1)


def test_an_embedded_database_has_the_time_of_its_machine():
    if connection.vendor != "sqlite":
        pytest.skip("is embedded nowhere else")
    with time_machine.travel(BEFORE, tick=False):
        assert time_of_database() == BEFORE
