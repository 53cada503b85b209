from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.assessments.lateness import Lateness, LatePolicy, in_words, late_mark, lateness

DUE = datetime(2026, 3, 30, 11, 59, tzinfo=UTC)
POLICY = LatePolicy()
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
GRACE_ENDS = DUE + DAY


@pytest.mark.parametrize(
    "handed_in_at, expected",
    [
        (DUE - SECOND, Lateness(late=False, days=0, points=0, too_late=False)),
        (DUE, Lateness(late=False, days=0, points=0, too_late=False)),
        (DUE + SECOND, Lateness(late=True, days=0, points=0, too_late=False)),
        (GRACE_ENDS - SECOND, Lateness(late=True, days=0, points=0, too_late=False)),
        (GRACE_ENDS, Lateness(late=True, days=0, points=0, too_late=False)),
        (GRACE_ENDS + SECOND, Lateness(late=True, days=1, points=5, too_late=False)),
        (GRACE_ENDS + DAY, Lateness(late=True, days=1, points=5, too_late=False)),
        (GRACE_ENDS + DAY + SECOND, Lateness(late=True, days=2, points=10, too_late=False)),
        (GRACE_ENDS + 7 * DAY, Lateness(late=True, days=7, points=35, too_late=False)),
        (GRACE_ENDS + 7 * DAY + SECOND, Lateness(late=True, days=8, points=0, too_late=True)),
    ],
)
def test_each_boundary_to_the_second(handed_in_at, expected):
    assert lateness(handed_in_at, due_at=DUE, policy=POLICY) == expected


@pytest.mark.parametrize(
    "mark, after, expected",
    [("72.5", 1 * DAY, "72.5"), ("72.5", 2 * DAY, "67.5"), ("3", 2 * DAY, "0"), ("72.5", 9 * DAY, "0")],
)
def test_the_mark_that_counts(mark, after, expected):
    late = lateness(DUE + after, due_at=DUE, policy=POLICY)

    assert late_mark(Decimal(mark), late) == Decimal(expected)


@pytest.mark.parametrize(
    "after, says",
    [
        (timedelta(0), ""),
        (DAY, "Handed in after the due date, within the grace: no points off."),
        (2 * DAY, "1 day late after the grace: 5 points off."),
        (3 * DAY, "2 days late after the grace: 10 points off."),
        (9 * DAY, "Handed in more than 7 days after the grace, so the mark is 0."),
    ],
)
def test_the_cost_is_said_in_words(after, says):
    assert in_words(lateness(DUE + after, due_at=DUE, policy=POLICY), POLICY) == says


@given(st.integers(0, 12 * 86400), st.integers(0, 12 * 86400), st.integers(0, 1000))
def test_whoever_hands_in_later_never_gets_more(one, other, tenths):
    mark = Decimal(tenths) / 10
    first, last = sorted((one, other))

    earlier, later = (
        late_mark(mark, lateness(DUE + timedelta(seconds=each), due_at=DUE, policy=POLICY))
        for each in (first, last)
    )

    assert 0 <= later <= earlier <= mark
