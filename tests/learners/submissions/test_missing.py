from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client

from learners.enrolment.models import Enrolment
from learners.events.delivering import deliver_all_open
from learners.grades.models import GradeEvent, GradeRelease
from learners.grades.queries import released_grades
from learners.submissions.missing import record_missing
from learners.submissions.standing import standing_of
from learners.submissions.tasks import record_missing as task
from tests.factories.people import make_extension
from tests.factories.works import planned_work
from tests.learners.admissions.test_concurrency import at_once
from tests.learners.submissions.rows import (
    due,
    in_week_2,
    make_handed_in,
    make_learner,
    make_released,
    write,
)

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def over(cohort):
    """The first moment at which nothing counts any more: due, a day of grace, seven days."""
    return due(cohort) + 8 * DAY + SECOND


def noughts(enrolment: Enrolment) -> list[str]:
    lines = GradeEvent.objects.filter(enrolment=enrolment, points=0).order_by("activity__code")
    return list(lines.values_list("activity__code", flat=True))


def test_a_second_before_nothing_and_a_second_after_all_that_is_missing(cohort, learner, over):
    make_handed_in(learner, "AS1")
    write(learner, "AS3")  # a draft is not handed in

    counts = [record_missing(at=over - 2 * SECOND), record_missing(at=over), record_missing(at=over + DAY)]

    assert counts == [0, 3, 0]
    assert noughts(learner) == ["AS3", "CPR", "J1"]


def test_the_line_says_why_and_the_learner_sees_it(cohort, learner, over):
    record_missing(at=over)

    line = released_grades(learner).first[planned_work(cohort).activity_id]
    assert (line.points, line.max_points, line.by_id, line.reason) == (
        Decimal(0), Decimal(100), None,
        "Nothing was handed in until Tuesday 24 March, 14:59 (Nairobi), so the mark is 0.",
    )  # fmt: skip
    with time_machine.travel(over, tick=False):
        browser = Client()
        browser.force_login(learner.user)
        assert "Nothing was handed in until" in browser.get("/learn/results/").content.decode()


def test_an_extension_moves_the_nought(cohort, learner, planned, over):
    make_extension(learner, planned, due(cohort) + 5 * DAY)

    record_missing(at=over)
    before = noughts(learner)
    record_missing(at=over + 5 * DAY)

    assert before == ["AS3", "CPR", "J1"]
    assert noughts(learner) == ["AS1", "AS3", "CPR", "J1"]


@pytest.mark.parametrize(
    "fields",
    [{"state": Enrolment.State.WITHDRAWN}, {"state": Enrolment.State.INTERRUPTED}],
)
def test_who_does_not_study_now_gets_no_nought(cohort, learner, over, fields):
    Enrolment.objects.filter(pk=learner.pk).update(**fields)

    assert record_missing(at=over) == 0


def test_who_came_after_the_due_date_gets_no_nought(cohort, learner, over):
    Enrolment.objects.filter(pk=learner.pk).update(enrolled_at=due(cohort) + DAY)

    assert record_missing(at=over) == 0


def test_a_cohort_without_dates_or_long_over_is_left_alone(cohort, learner, over):
    assert record_missing(at=over + timedelta(weeks=61)) == 0
    type(cohort).objects.update(published_at=None)
    assert record_missing(at=over) == 0


def test_a_work_handed_in_after_an_extension_takes_the_place_of_the_nought(cohort, learner, planned, over):
    record_missing(at=over)
    make_extension(learner, planned, over + 5 * DAY)
    deliver_all_open(at=over)
    mail.outbox.clear()

    submission = make_handed_in(learner, at=over + DAY)
    at = over + 7 * DAY
    make_released(submission.work, planned, at=at, points=75)
    deliver_all_open(at=at)

    lines = GradeEvent.objects.filter(enrolment=learner, activity=planned.activity_id).order_by("pk")
    assert list(lines.values_list("points", flat=True)) == [Decimal(0), Decimal(75)]
    assert released_grades(learner).first[planned.activity_id].points == 75
    assert GradeRelease.objects.filter(activity=planned.activity_id).count() == 1
    assert [message.subject for message in mail.outbox if "feedback" in message.subject] == [
        "Your feedback: Assignment AS1"
    ]
    assert standing_of(submission.work.code).late.points == 0
    assert record_missing(at=at + 30 * DAY) == 0


def test_the_task_does_the_same(cohort, learner, over):
    with time_machine.travel(over, tick=False):
        task()

    assert len(noughts(learner)) == 4


def test_looking_costs_the_same_for_one_and_three(cohort, learner, django_assert_num_queries):
    at = in_week_2(cohort)
    record_missing(at=at)
    with django_assert_num_queries(7):
        record_missing(at=at)
    for number in (20, 21):
        make_learner(cohort, number)

    with django_assert_num_queries(7):
        record_missing(at=at)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_tasks_at_once_write_one_nought(cohort, learner, over):
    if connection.vendor != "postgresql":
        pytest.skip("needs the row locks of PostgreSQL")

    at_once(*[lambda: record_missing(at=over)] * 3)

    assert noughts(learner) == ["AS1", "AS3", "CPR", "J1"]
