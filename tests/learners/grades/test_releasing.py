from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from cms.accounts.roles import Role
from courses.editions.plan import plan_of
from courses.programme.models import Activity
from learners.events.models import LearningEvent
from learners.grades.ledger import record_grade
from learners.grades.models import GradeRelease
from learners.grades.queries import current_grades, released_grades
from learners.grades.releasing import release_marks
from learners.grades.withholding import lift, withhold
from tests.factories.people import make_enrolment, make_staff, make_user
from tests.factories.programme import make_small_programme

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 20, 12, tzinfo=UTC)
LATER = datetime(2026, 4, 20, 12, tzinfo=UTC)


@pytest.fixture
def cohort():
    return make_small_programme()


@pytest.fixture
def staff():
    return make_staff(Role.REGISTRAR)


@pytest.fixture
def essay(cohort):
    """A work that people mark."""
    return Activity.objects.create(
        programme=cohort.edition.programme, code="AS1", kind=Activity.Kind.ASSIGNMENT
    )


def mark(enrolment, activity, points, *, by=None, resit=False, at=AT):
    return record_grade(
        enrolment, activity_id=activity.pk, points=Decimal(points), max_points=Decimal(100), reason="Marked",
        by=by, at=at, resit=resit,
    )  # fmt: skip


def shown(enrolment):
    grades = released_grades(enrolment)
    return {key: int(line.points) for key, line in grades.first.items()}


def test_a_mark_by_people_is_hidden_until_it_is_released(cohort, staff, essay):
    enrolment = make_enrolment(cohort)
    mark(enrolment, essay, 70, by=staff)
    before = shown(enrolment)

    fresh = release_marks([enrolment], essay.pk, by=staff, at=LATER)

    assert (before, shown(enrolment), fresh) == ({}, {essay.pk: 70}, [enrolment])
    event = LearningEvent.objects.get(verb="grade.released")
    assert (event.enrolment, event.activity, event.by, event.at) == (enrolment, essay, staff, LATER)


def test_what_the_platform_scored_is_known_at_once(cohort):
    enrolment = make_enrolment(cohort)
    quiz = Activity.objects.get(pk=plan_of(cohort.edition_id).activity("Q1").activity_id)
    mark(enrolment, quiz, 40)

    assert shown(enrolment) == {quiz.pk: 40}


def earlier(enrolment, activity) -> list[tuple[int, bool]]:
    lines = released_grades(enrolment).earlier.get(activity.pk, [])
    return [(int(line.points), line.resit) for line in lines]


def test_only_what_was_shown_while_it_counted_is_shown_as_an_earlier_mark(cohort, staff, essay):
    enrolment = make_enrolment(cohort)
    for points in (60, 65):  # the second reader changed it before anybody was told
        mark(enrolment, essay, points, by=staff)
    release_marks([enrolment], essay.pk, by=staff, at=AT + timedelta(hours=1))
    before = earlier(enrolment, essay)
    for points in (70, 75):
        mark(enrolment, essay, points, by=staff, at=LATER)

    assert before == []
    assert earlier(enrolment, essay) == [(65, False), (70, False)]
    assert [int(line.points) for line in current_grades(enrolment).earlier[essay.pk]] == [60, 65, 70]


def test_earlier_marks_of_a_resit_wait_for_its_own_release(cohort, staff, essay):
    enrolment = make_enrolment(cohort)
    mark(enrolment, essay, 30, by=staff)
    release_marks([enrolment], essay.pk, by=staff, at=AT)
    for points in (50, 55):
        mark(enrolment, essay, points, by=staff, resit=True, at=LATER)
    hidden = earlier(enrolment, essay)
    release_marks([enrolment], essay.pk, by=staff, at=LATER, resit=True)
    mark(enrolment, essay, 58, by=staff, resit=True, at=LATER + timedelta(days=1))

    assert (hidden, earlier(enrolment, essay)) == ([], [(55, True)])


def test_of_work_that_is_withheld_no_earlier_mark_is_shown(cohort, staff, essay):
    enrolment = make_enrolment(cohort)
    mark(enrolment, essay, 60, by=staff)
    release_marks([enrolment], essay.pk, by=staff, at=AT)
    mark(enrolment, essay, 70, by=staff, at=LATER)
    before = earlier(enrolment, essay)
    withhold(enrolment, essay.pk, reason="Plagiarism?", by=staff, at=LATER)

    assert (before, earlier(enrolment, essay)) == ([(60, False)], [])


def test_release_leaves_out_who_has_no_mark_and_who_was_shown_it(cohort, staff, essay):
    first, second = make_enrolment(cohort), make_enrolment(cohort, make_user("l2@demo.example"))
    without = make_enrolment(cohort, make_user("l3@demo.example"))
    mark(first, essay, 70, by=staff)
    mark(second, essay, 60, by=staff)
    release_marks([first], essay.pk, by=staff, at=AT)

    fresh = release_marks([first, second, without], essay.pk, by=staff, at=LATER)

    assert fresh == [second]
    assert GradeRelease.objects.count() == LearningEvent.objects.filter(verb="grade.released").count() == 2


def test_a_resit_is_released_by_itself(cohort, staff, essay):
    enrolment = make_enrolment(cohort)
    mark(enrolment, essay, 30, by=staff)
    mark(enrolment, essay, 55, by=staff, resit=True)
    release_marks([enrolment], essay.pk, by=staff, at=AT)
    before = released_grades(enrolment)

    release_marks([enrolment], essay.pk, by=staff, at=LATER, resit=True)

    after = released_grades(enrolment)
    assert ([int(line.points) for line in before.first.values()], before.resit) == ([30], {})
    assert [int(line.points) for line in after.resit.values()] == [55]


def test_a_withheld_mark_neither_counts_nor_shows_until_it_is_lifted(cohort, staff, essay):
    enrolment = make_enrolment(cohort)
    mark(enrolment, essay, 70, by=staff)
    release_marks([enrolment], essay.pk, by=staff, at=AT)

    row = withhold(enrolment, essay.pk, reason="The work of somebody else", by=staff, at=AT)
    kept_back = current_grades(enrolment)
    lift(row, by=staff, at=LATER)

    assert (kept_back.first, kept_back.withheld) == ({}, {essay.pk})
    assert (shown(enrolment), current_grades(enrolment).withheld) == ({essay.pk: 70}, set())
    assert [event.verb for event in LearningEvent.objects.filter(verb__contains="with").order_by("pk")] == [
        "grade.withheld",
        "grade.withholding_lifted",
    ]


def test_withholding_and_lifting_twice_is_the_same(cohort, staff, essay):
    enrolment = make_enrolment(cohort)

    first = withhold(enrolment, essay.pk, reason="First", by=staff, at=AT)
    second = withhold(enrolment, essay.pk, reason="Second", by=staff, at=LATER)
    lift(first, by=staff, at=AT)
    again = lift(second, by=staff, at=LATER)

    assert (first, again.reason, again.lifted_at) == (second, "First", AT)
    assert LearningEvent.objects.filter(verb__contains="with").count() == 2
