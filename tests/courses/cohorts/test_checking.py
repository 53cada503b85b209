from datetime import UTC, date, datetime, timedelta

import pytest

from courses.cohorts.checking import Difference, differences_from, findings_of, weeks_of
from courses.cohorts.scheduling import set_dates
from courses.editions.models import EditionActivity
from courses.editions.plan import plan_of
from tests.factories.programme import make_cohort, make_small_programme

pytestmark = pytest.mark.django_db
AT = datetime(2026, 2, 10, tzinfo=UTC)


@pytest.fixture
def cohort():
    return make_small_programme()


def messages(cohort) -> list[tuple[str, bool]]:
    return [(finding.message, finding.blocks) for finding in findings_of(cohort, weeks_of(cohort))]


def test_each_week_holds_its_work(cohort):
    weeks = weeks_of(cohort)

    assert len(weeks) == 26
    assert [[each.planned.code for each in week.activities] for week in weeks[:3]] == [
        ["M01-L01"],
        ["M01-L02", "Q1"],
        [],
    ]


def test_a_calm_schedule_has_no_findings(cohort):
    assert messages(cohort) == []


def test_a_full_week_is_named_but_blocks_nothing(cohort):
    EditionActivity.objects.filter(activity__code="M01-L01").update(minutes=9 * 60 + 30)
    plan_of.cache_clear()

    assert messages(cohort) == [
        ("Week 1 has 9.5 hours of study. More than 9 is too much beside a job.", False)
    ]


def test_nine_hours_are_not_too_much(cohort):
    EditionActivity.objects.filter(activity__code="M01-L01").update(minutes=9 * 60)
    plan_of.cache_clear()

    assert messages(cohort) == []


def test_hours_at_the_host_are_not_hours_of_study(cohort):
    EditionActivity.objects.filter(activity__code="M01-L01").update(minutes=7200, rules={"step": "hours"})
    plan_of.cache_clear()

    assert weeks_of(cohort)[0].hours == "0.0"
    assert messages(cohort) == []


def test_a_collision_blocks(cohort):
    quiz = plan_of(cohort.edition_id).activity("Q1")
    cohort.date_overrides.create(
        activity_id=quiz.activity_id, opens_at=datetime(2026, 5, 1, tzinfo=UTC), reason="Wrong."
    )

    assert messages(cohort) == [("“Quiz Q1” is due before it opens.", True)]


def test_three_marked_works_on_one_day_are_named(cohort):
    EditionActivity.objects.update(component="QZ", week=1)
    plan_of.cache_clear()

    assert messages(cohort) == [("3 marked works are due on Monday 9 March 2026.", False)]


def test_a_twin_cohort_is_named(cohort):
    make_cohort(cohort.edition, "2026-b")

    assert messages(cohort) == [("Cohort 2026-b starts on the same day.", False)]


def test_the_same_schedule_has_no_differences(cohort):
    later = make_cohort(cohort.edition, "2026-b", starts_on=date(2026, 9, 7))

    assert differences_from(cohort, later) == []


def test_a_work_that_falls_on_another_day_of_the_programme_is_named(cohort):
    later = make_cohort(cohort.edition, "2026-b", starts_on=date(2026, 9, 7))
    quiz = plan_of(cohort.edition_id).activity("Q1")
    due_at = datetime(2026, 9, 21, 11, 59, tzinfo=UTC) + timedelta(days=4)
    set_dates(later, quiz, opens_at=None, due_at=due_at, reason="A strike.", at=AT)

    assert differences_from(cohort, later) == [Difference("Quiz Q1", "Due 4 days later in the programme.")]
    assert differences_from(later, cohort) == [Difference("Quiz Q1", "Due 4 days earlier in the programme.")]


@pytest.mark.parametrize("capacity", [11, 61])
def test_a_size_that_the_programme_is_not_made_for_is_named(cohort, capacity):
    cohort.capacity = capacity

    assert messages(cohort) == [
        (f"The cohort has {capacity} places. The programme is made for 12 to 60 people.", False)
    ]
