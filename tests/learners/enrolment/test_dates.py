from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from courses.cohorts.schedule import cohort_dates
from courses.editions.plan import plan_of
from learners.enrolment.dates import dates_of_many, due_at, learner_dates, time_factor
from learners.enrolment.extending import extend_plan
from learners.enrolment.models import Accommodation
from learners.enrolment.moving import defer, transfer
from tests.factories.people import ENROLLED_AT, make_enrolment, make_extension, make_user
from tests.factories.programme import IN_WEEK_1, make_cohort, make_small_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return make_enrolment(make_small_programme())


@pytest.fixture
def quiz(enrolment):
    return plan_of(enrolment.cohort.edition_id).activity("Q1")


RULE = datetime(2026, 3, 16, 11, 59, tzinfo=UTC)


def test_the_rule_of_the_cohort_holds_without_an_extension(enrolment, quiz):
    dates = learner_dates(enrolment).of(quiz)

    reason = "Work of week 2 is due on its Sunday, 23:59 in the last time zone on Earth."
    assert (dates.due_at, dates.reason) == (RULE, reason)


def test_the_latest_extension_counts(enrolment, quiz):
    make_extension(enrolment, quiz, RULE + timedelta(days=1))
    make_extension(enrolment, quiz, RULE + timedelta(days=3))

    dates = learner_dates(enrolment).of(quiz)

    assert (dates.due_at, dates.reason) == (RULE + timedelta(days=3), "You have more time: Power outage.")


def test_an_extension_never_takes_time_away(enrolment, quiz):
    make_extension(enrolment, quiz, RULE - timedelta(days=3))

    assert due_at(enrolment, quiz) == RULE


def test_an_extension_of_somebody_else_does_not_count(enrolment, quiz):
    other = make_enrolment(enrolment.cohort, make_user("other@demo.example", "Demo learner 08"))
    make_extension(other, quiz, RULE + timedelta(days=3))

    assert due_at(enrolment, quiz) == RULE


@pytest.mark.parametrize(("percent", "factor"), [(None, "1"), (25, "1.25"), (50, "1.5"), (100, "2")])
def test_more_time_grows_the_limit(enrolment, percent, factor):
    if percent:
        Accommodation.objects.create(
            enrolment=enrolment,
            extra_time_percent=percent,
            granted_at=ENROLLED_AT,
            granted_by=make_user("g@demo.example"),
        )

    assert time_factor(enrolment) == Decimal(factor)


def test_more_time_for_all_work_ends_with_a_deferral(enrolment, quiz):
    """The later cohort has later dates for all work. A transfer keeps it."""
    office = make_user("pa@demo.example", "Demo administrator")
    extend_plan(enrolment, days=14, reason="Flood.", by=office, at=IN_WEEK_1)
    twin = make_cohort(enrolment.cohort.edition, "2026-b")
    autumn = make_cohort(enrolment.cohort.edition, "2026-c", starts_on=date(2026, 9, 7))
    told = {"reason": "Family.", "by": office, "at": IN_WEEK_1 + timedelta(days=1)}

    after_transfer = due_at(transfer(enrolment, twin, **told), quiz)
    moved = defer(enrolment, autumn, **told)

    rule = cohort_dates(autumn, quiz, None).due_at
    assert after_transfer == RULE + timedelta(days=14)
    assert (due_at(moved, quiz), dates_of_many([moved])[moved.pk].of(quiz).due_at) == (rule, rule)
