from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from courses.cohorts.models import Cohort, DateOverride
from courses.cohorts.schedule import (
    Dates,
    cohort_dates,
    current_week,
    overrides_of,
    week_ends_at,
    week_starts_at,
)
from courses.editions.plan import plan_of
from tests.factories.programme import make_cohort, make_edition, make_lesson, make_module, make_programme


def cohort(zone="UTC"):
    return Cohort(starts_on=date(2026, 3, 2), time_zone=zone)


@pytest.mark.parametrize(
    ("zone", "week", "moment"),
    [
        ("UTC", 1, datetime(2026, 3, 2, 0, tzinfo=UTC)),
        ("Africa/Nairobi", 2, datetime(2026, 3, 8, 21, tzinfo=UTC)),
        ("Asia/Kathmandu", 1, datetime(2026, 3, 1, 18, 15, tzinfo=UTC)),
        ("America/New_York", 1, datetime(2026, 3, 2, 5, tzinfo=UTC)),
        ("America/New_York", 2, datetime(2026, 3, 9, 4, tzinfo=UTC)),  # the clocks went forward on 8 March
    ],
)
def test_a_week_starts_on_monday_where_the_cohort_is(zone, week, moment):
    assert week_starts_at(cohort(zone), week) == moment


def test_a_week_ends_on_sunday_in_the_last_zone_on_earth():
    assert week_ends_at(cohort(), 1) == datetime(2026, 3, 9, 11, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "week"),
    [
        (datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC), 0),
        (datetime(2026, 3, 2, 0, 0, 0, tzinfo=UTC), 1),
        (datetime(2026, 3, 8, 23, 59, 59, tzinfo=UTC), 1),
        (datetime(2026, 3, 9, 0, 0, 0, tzinfo=UTC), 2),
    ],
)
def test_the_current_week_changes_at_midnight(at, week):
    assert current_week(cohort(), at=at) == week


@pytest.mark.django_db
def test_a_cohort_starts_on_a_monday():
    make_lesson(make_module(programme := make_programme()))
    edition = make_edition(programme)

    with pytest.raises(IntegrityError):
        Cohort.objects.create(edition=edition, code="tue", title="x", starts_on=date(2026, 3, 3))


@pytest.mark.django_db
def test_an_override_moves_the_due_date_and_says_why():
    make_lesson(make_module(programme := make_programme()))
    cohort = make_cohort(make_edition(programme))
    planned = plan_of(cohort.edition_id).activity("M01-L01")
    due_at = datetime(2026, 3, 20, 12, tzinfo=UTC)
    DateOverride.objects.create(
        cohort=cohort, activity_id=planned.activity_id, due_at=due_at, reason="national holiday."
    )

    dates = cohort_dates(cohort, planned, overrides_of(cohort)[planned.activity_id])

    expected = Dates(
        datetime(2026, 3, 2, tzinfo=UTC), due_at, "Your cohort has a date of its own: national holiday."
    )
    assert dates == expected
