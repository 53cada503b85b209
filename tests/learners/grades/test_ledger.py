from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from courses.editions.plan import plan_of
from learners.events.models import LearningEvent
from learners.grades.ledger import UnableToGrade, record_grade
from learners.grades.models import GradeEvent
from learners.grades.queries import current_grades, grades_of
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import make_small_programme
from tests.learners.credentials.rows import AT, LATER, registrar

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return make_enrolment(make_small_programme())


def quiz(enrolment):
    return plan_of(enrolment.cohort.edition_id).activity("Q1").activity_id


def put(enrolment, points, *, by=None, most=10, at=AT):
    return record_grade(
        enrolment,
        activity_id=quiz(enrolment),
        points=Decimal(str(points)),
        max_points=Decimal(most),
        reason="First marking",
        by=by,
        at=at,
    )


def test_record_writes_a_line_and_an_event(enrolment):
    line = put(enrolment, 7.5)

    assert (line.points, line.max_points, line.reason, line.by, line.at) == (
        Decimal("7.5"),
        10,
        "First marking",
        None,
        AT,
    )
    event = LearningEvent.objects.get()
    assert (event.verb, event.enrolment, event.activity_id) == ("grade.recorded", enrolment, quiz(enrolment))
    assert event.data == {"points": "7.5", "max_points": "10", "reason": "First marking", "resit": False}


def test_correction_is_a_second_line_and_the_last_one_counts(enrolment):
    put(enrolment, 7)
    put(enrolment, 4, by=registrar(), at=LATER)

    assert [line.points for line in GradeEvent.objects.order_by("pk")] == [7, 4]
    assert {key: line.points for key, line in current_grades(enrolment).first.items()} == {quiz(enrolment): 4}


def test_nobody_grades_the_own_work(enrolment):
    with pytest.raises(UnableToGrade, match="Nobody grades the own work"):
        put(enrolment, 7, by=enrolment.user)

    assert not GradeEvent.objects.exists()


@pytest.mark.parametrize("points", [-0.01, 10.01])
def test_points_out_of_range_are_refused(enrolment, points):
    with pytest.raises(UnableToGrade, match="Enter points between 0 and 10"):
        put(enrolment, points)

    assert not LearningEvent.objects.exists()


@pytest.mark.parametrize("points", [0, 10])
def test_points_at_the_limits_are_taken(enrolment, points):
    assert put(enrolment, points).points == points


def test_maximum_of_nought_is_refused_by_the_database(enrolment):
    with pytest.raises(IntegrityError), transaction.atomic():
        put(enrolment, 0, most=0)


@pytest.mark.parametrize("count", [1, 3])
def test_grades_of_many_cost_two_queries(enrolment, count, django_assert_num_queries):
    others = [make_enrolment(enrolment.cohort, make_user(f"l{n}@demo.example")) for n in range(count)]
    for number, other in enumerate(others):
        put(other, number)
    plan_of(enrolment.cohort.edition_id)

    with django_assert_num_queries(2):
        grades = grades_of(others)

    assert [grades[other.pk].first[quiz(other)].points for other in others] == list(range(count))
