from datetime import UTC, date, datetime, time, timedelta

import pytest

from courses.cohorts.models import Cohort
from courses.cohorts.schedule import (
    Holiday,
    cohort_dates,
    current_week,
    local_moment,
    overrides_of,
    week_starts_on,
)
from courses.cohorts.scheduling import (
    UnableToSchedule,
    add_holiday,
    clear_dates,
    create_cohort,
    move_start,
    publish_schedule,
    remove_holiday,
    set_dates,
)
from courses.editions.plan import plan_of
from tests.factories.programme import make_small_programme

pytestmark = pytest.mark.django_db
AT = datetime(2026, 2, 10, 12, tzinfo=UTC)
SPRING = date(2026, 9, 7)


@pytest.fixture
def cohort():
    return make_small_programme()


@pytest.fixture
def draft(cohort):
    return create_cohort(cohort.edition, **values(), at=AT)


@pytest.fixture
def quiz(cohort):
    return plan_of(cohort.edition_id).activity("Q1")


def values(**changed) -> dict:
    return {
        "code": "2026-c",
        "title": "Autumn",
        "starts_on": SPRING,
        "time_zone": "Africa/Nairobi",
        "capacity": 30,
        "holidays": [],
    } | changed


def test_a_new_cohort_is_not_published(draft):
    assert (draft.code, draft.starts_on, draft.capacity, draft.published_at) == ("2026-c", SPRING, 30, None)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"starts_on": date(2026, 9, 8)}, "A cohort starts on a Monday. 2026-09-08 is another day."),
        ({"starts_on": date(2026, 2, 9)}, "The start must be in the future. 2026-02-09 is past."),
        (
            {"time_zone": "Mars/Olympus"},
            "There is no time zone “Mars/Olympus”. Use a name such as Africa/Nairobi.",
        ),
        ({"code": "2026-a"}, "There is a cohort 2026-a already. Choose another code."),
        ({"capacity": 0}, "A cohort needs at least one place."),
    ],
)
def test_a_cohort_that_cannot_be_is_refused(cohort, changed, says):
    with pytest.raises(UnableToSchedule) as refusal:
        create_cohort(cohort.edition, **values(**changed), at=AT)

    assert str(refusal.value) == says
    assert Cohort.objects.count() == 1


def test_the_start_moves_until_the_dates_are_published(draft):
    moved = move_start(draft, starts_on=SPRING + timedelta(weeks=1), at=AT)
    publish_schedule(moved, at=AT)

    with pytest.raises(UnableToSchedule, match="The dates are published, so the start stays"):
        move_start(draft, starts_on=SPRING, at=AT)
    draft.refresh_from_db()
    assert draft.starts_on == SPRING + timedelta(weeks=1)


def test_publishing_twice_keeps_the_first_moment(draft):
    publish_schedule(draft, at=AT)

    assert publish_schedule(draft, at=AT + timedelta(days=1)).published_at == AT


def test_what_is_due_before_it_opens_blocks_the_publication(draft, quiz):
    draft.date_overrides.create(
        activity_id=quiz.activity_id, opens_at=AT + timedelta(days=365), due_at=AT, reason="Wrong."
    )

    with pytest.raises(UnableToSchedule, match="“Quiz Q1” is due before it opens"):
        publish_schedule(draft, at=AT)
    draft.refresh_from_db()
    assert draft.published_at is None


def test_a_due_date_on_a_holiday_moves_behind_it_and_says_why(draft, quiz):
    cohort = add_holiday(draft, Holiday(date(2026, 9, 20), date(2026, 9, 21), "Independence days"), at=AT)

    dates = cohort_dates(cohort, quiz, None)

    assert dates.due_at == datetime(2026, 9, 23, 11, 59, tzinfo=UTC)
    assert dates.reason == (
        "Work of week 2 is due on Tuesday 22 September, because its Sunday is free: Independence days."
    )


def test_a_free_week_moves_the_weeks_after_it(draft):
    cohort = add_holiday(draft, Holiday(date(2026, 9, 14), date(2026, 9, 20), "Harvest"), at=AT)

    assert [week_starts_on(cohort, week) for week in (1, 2, 3)] == [
        SPRING,
        date(2026, 9, 21),
        date(2026, 9, 28),
    ]
    assert current_week(cohort, at=datetime(2026, 9, 16, 12, tzinfo=UTC)) == 1
    assert current_week(cohort, at=datetime(2026, 9, 22, 12, tzinfo=UTC)) == 2


def test_two_holidays_that_meet_make_a_free_week(draft):
    cohort = add_holiday(draft, Holiday(date(2026, 9, 14), date(2026, 9, 16), "First"), at=AT)
    cohort = add_holiday(cohort, Holiday(date(2026, 9, 17), date(2026, 9, 20), "Second"), at=AT)

    assert week_starts_on(cohort, 2) == date(2026, 9, 21)


@pytest.mark.parametrize(
    ("holiday", "says"),
    [
        (Holiday(SPRING, SPRING, " "), "Write the name of the holiday: it explains the dates that move."),
        (Holiday(SPRING, SPRING - timedelta(days=1), "x"), "The last day is before the first day."),
        (Holiday(SPRING, SPRING + timedelta(days=60), "x"), "A holiday has at most 8 weeks."),
        (Holiday(date(2026, 10, 1), date(2026, 10, 3), "x"), "Another holiday has some of these days."),
    ],
)
def test_a_holiday_that_cannot_be_is_refused(draft, holiday, says):
    cohort = add_holiday(draft, Holiday(date(2026, 10, 2), date(2026, 10, 2), "There"), at=AT)

    with pytest.raises(UnableToSchedule) as refusal:
        add_holiday(cohort, holiday, at=AT)

    assert str(refusal.value) == says


def test_past_holidays_of_a_published_cohort_stay_as_they_are(cohort):
    cohort = add_holiday(cohort, Holiday(date(2026, 3, 8), date(2026, 3, 8), "Women's day"), at=AT)
    later = datetime(2026, 3, 10, tzinfo=UTC)

    with pytest.raises(UnableToSchedule, match="A past holiday stays"):
        remove_holiday(cohort, first_on=date(2026, 3, 8), at=later)
    with pytest.raises(UnableToSchedule, match="A new holiday must be in the future"):
        add_holiday(cohort, Holiday(date(2026, 3, 9), date(2026, 3, 9), "Late"), at=later)
    assert len(remove_holiday(cohort, first_on=date(2026, 3, 8), at=AT).holidays) == 0


def test_own_dates_replace_the_rule_and_go_back_to_it(cohort, quiz):
    due_at = datetime(2026, 4, 1, 12, tzinfo=UTC)
    set_dates(cohort, quiz, opens_at=None, due_at=due_at, reason=" A strike. ", at=AT)

    own = cohort_dates(cohort, quiz, overrides_of(cohort)[quiz.activity_id])
    clear_dates(cohort, quiz, at=AT)

    assert (own.due_at, own.reason) == (due_at, "Your cohort has a date of its own: A strike.")
    assert overrides_of(cohort) == {}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"reason": " "}, "Write why: learners read the reason beside the date."),
        ({"due_at": None}, "Enter a day on which it opens or is due."),
        ({"due_at": AT}, "The due date must be in the future."),
        ({"due_at": datetime(2026, 3, 3, tzinfo=UTC)}, "It must open before it is due."),
        ({"opens_at": datetime(2027, 3, 3, tzinfo=UTC)}, "It must open before it is due."),
    ],
)
def test_own_dates_that_cannot_be_are_refused(cohort, quiz, changed, says):
    given = {"opens_at": None, "due_at": datetime(2026, 4, 1, tzinfo=UTC), "reason": "A strike."} | changed

    with pytest.raises(UnableToSchedule) as refusal:
        set_dates(cohort, quiz, **given, at=AT)

    assert str(refusal.value) == says
    assert overrides_of(cohort) == {}


def test_the_rule_does_not_come_back_when_its_date_is_past(cohort, quiz):
    set_dates(cohort, quiz, opens_at=None, due_at=datetime(2026, 4, 1, tzinfo=UTC), reason="x", at=AT)

    with pytest.raises(UnableToSchedule, match="By the rule the work was due already"):
        clear_dates(cohort, quiz, at=datetime(2026, 3, 20, tzinfo=UTC))
    assert quiz.activity_id in overrides_of(cohort)


@pytest.mark.parametrize(
    ("day", "hour", "zone", "moment", "note"),
    [
        (date(2026, 3, 1), time(9), "Africa/Nairobi", datetime(2026, 3, 1, 6, tzinfo=UTC), ""),
        (
            date(2026, 3, 29),
            time(2, 30),
            "Europe/Berlin",
            datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
            "02:30 does not exist on that day in Europe/Berlin: the clocks go forward. 03:30 was taken.",
        ),
        (
            date(2026, 10, 25),
            time(2, 30),
            "Europe/Berlin",
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            "02:30 comes twice on that day in Europe/Berlin: the clocks go back. The first one was taken.",
        ),
    ],
)
def test_what_the_clocks_do_to_an_hour_is_said(day, hour, zone, moment, note):
    taken = local_moment(day, hour, zone)

    assert (taken.at, taken.note) == (moment, note)
