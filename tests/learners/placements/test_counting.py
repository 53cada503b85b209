from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learners.placements.counting import forecast, in_hours, live_contacts, sums_of
from learners.placements.evaluating import joined_mark, mark_of
from learners.placements.logbook import HoursEntry

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
TODAY = date(2026, 5, 1)


def entry(quarters=16, category="task", state="waiting", *, days_ago=0, **fields) -> HoursEntry:
    told = {"done_on": TODAY - timedelta(days=days_ago), "logged_at": AT - timedelta(days=days_ago)}
    return HoursEntry(quarters=quarters, category=category, state=state, **(told | fields))


def test_the_sums():
    entries = [
        entry(40, state="confirmed"), entry(8, "meeting", "confirmed"), entry(90, "reflection", "confirmed"), entry(4),
        entry(5, state="queried"), entry(6, days_ago=22), entry(7, state="rejected"), entry(9, state="withdrawn"),
    ]  # fmt: skip

    sums = sums_of(entries, most_reflection=80, at=AT)

    assert (sums.confirmed_host, sums.confirmed_reflection, sums.waiting, sums.queried, sums.lapsed) == (
        48,
        90,
        4,
        5,
        6,
    )
    assert (sums.counted, sums.expected) == (128, 137)  # of the reflection 80 count


@pytest.mark.parametrize(
    "entries, day",
    [
        ([], None),
        ([entry(480)], None),
        ([entry(16, days_ago=60)], None),  # nothing for four weeks: no pace
        ([entry(16, days_ago=27), entry(16)], date(2026, 5, 1) + timedelta(days=392)),  # 448 at 32 in 28 days
        (
            [entry(16)],
            date(2026, 5, 1) + timedelta(days=203),
        ),  # one day counts as a week: 464 at 16 in 7 days
    ],
)
def test_the_forecast(entries, day):
    assert forecast(entries, total=480, today=TODAY) == day


@given(st.lists(st.integers(1, 40), min_size=1, max_size=20))
def test_the_forecast_is_never_in_the_past(quarters):
    entries = [entry(each, days_ago=number) for number, each in enumerate(quarters)]

    day = forecast(entries, total=480, today=TODAY)

    assert (day is None) == (sum(quarters) >= 480)
    assert day is None or day > TODAY


@pytest.mark.parametrize("quarters, text", [(0, "0"), (1, "0.25"), (10, "2.5"), (400, "100"), (480, "120")])
def test_hours_in_words(quarters, text):
    assert in_hours(quarters) == text


def test_live_contacts_are_days_that_were_confirmed():
    entries = [
        entry(state="confirmed", with_supervisor=True), entry(state="confirmed", with_supervisor=True),
        entry(state="confirmed", with_supervisor=True, days_ago=3), entry(with_supervisor=True, days_ago=4),
        entry(state="confirmed", days_ago=5),
    ]  # fmt: skip

    assert live_contacts(entries) == 2


@pytest.mark.parametrize(
    "ratings, mark",
    [
        ([1] * 8, "0.0"),
        ([5] * 8, "100.0"),
        ([3] * 8, "50.0"),
        ([4] * 7 + [3], "71.9"),
        ([5, 4, 4, 4, 4, 4, 4, 3], "75.0"),
    ],
)
def test_the_mark_of_the_ratings(ratings, mark):
    assert str(mark_of(ratings)) == mark


def test_marks_of_two_hosts_are_weighted_by_their_hours():
    parts = [(Decimal("50.0"), 100), (Decimal("100.0"), 300)]

    assert str(joined_mark(parts)) == "87.5"
    assert joined_mark([(Decimal("60.0"), 0)]) == Decimal("60.0")
