from datetime import UTC, datetime

import pytest

from cms.templatetags.campus import in_zone
from learners.enrolment.access import words

NEW_YEAR = datetime(2027, 1, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "zone, at, said",
    [
        ("Africa/Nairobi", datetime(2026, 12, 30, 12, tzinfo=UTC), "Friday 1 January 2027, 05:00 (Nairobi)"),
        ("Africa/Nairobi", datetime(2026, 12, 31, 22, tzinfo=UTC), "Friday 1 January, 05:00 (Nairobi)"),
        ("America/Lima", datetime(2026, 12, 30, 12, tzinfo=UTC), "Thursday 31 December, 21:00 (Lima)"),
        ("America/Lima", datetime(2027, 1, 5, 12, tzinfo=UTC), "Thursday 31 December 2026, 21:00 (Lima)"),
        ("America/Lima", None, "Thursday 31 December, 21:00 (Lima)"),
    ],
)
def test_a_moment_names_its_year_when_the_reader_lives_in_another_one(zone, at, said):
    assert words(NEW_YEAR, zone, at=at) == said


def test_pages_say_the_year_of_a_date_that_is_far_away():
    assert in_zone(NEW_YEAR.replace(year=2001), "UTC") == "Monday 1 January 2001, 02:00 (UTC)"
    assert in_zone(None, "UTC") == ""
