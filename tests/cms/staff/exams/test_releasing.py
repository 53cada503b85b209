"""The marks of an exam reach all its learners together."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from cms.accounts.roles import Role
from courses.cohorts.models import TeachingRole
from courses.cohorts.roles import marking_scope
from learners.attempts.lateness import keep_late
from learners.attempts.queries import items_of
from learners.attempts.releasing import UnableToRelease, check_release, release_exam
from learners.attempts.taking import start_attempt
from learners.events.models import LearningEvent
from learners.grades.queries import released_grades
from tests.cms.staff.exams.test_views import text
from tests.factories.people import make_enrolment, make_staff, make_user
from tests.factories.programme import make_cohort, make_exam_programme
from tests.learners.attempts.exams import IN_WINDOW, agree, exam_of, mark_all, sit_exam

pytestmark = pytest.mark.django_db
PAGE = "/staff/marking/exams/2026-a/EX/marks/"
RELEASE = "/staff/marking/exams/2026-a/EX/release/"
LATER = IN_WINDOW + timedelta(days=5)


@pytest.fixture(autouse=True)
def _in_the_week_after():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def cohort():
    return make_exam_programme()


@pytest.fixture
def attempts(cohort):
    return [
        sit_exam(make_enrolment(cohort, make_user(f"l{n}@demo.example", f"Secret {n}")), right=20 - n)
        for n in range(2)
    ]


@pytest.fixture
def leader(cohort):
    user = make_staff(Role.INSTRUCTOR)
    TeachingRole.objects.create(cohort=cohort, user=user, kind=TeachingRole.Kind.INSTRUCTOR)
    return user


@pytest.fixture
def second(cohort):
    user = make_staff(Role.INSTRUCTOR, "second@demo.example")
    TeachingRole.objects.create(cohort=cohort, user=user, kind=TeachingRole.Kind.MARKER)
    return user


@pytest.fixture
def desk(client, leader):
    client.force_login(leader)
    return client


def test_nothing_is_released_while_an_answer_waits(attempts, leader, desk):
    mark_all(attempts[0], by=leader, at=LATER)

    page, refused = text(desk.get(PAGE)), desk.post(RELEASE)

    assert "1 of 2 marked." in page
    assert "1 exam has written answers that wait for their marker." in page
    assert "Secret" not in page
    assert (refused.status_code, LearningEvent.objects.filter(verb="grade.released").count()) == (409, 0)


def test_everybody_is_shown_the_mark_at_once(attempts, leader, second, desk):
    for attempt in attempts:
        mark_all(attempt, by=leader, at=LATER)
        agree(attempt, by=second, at=LATER)
    before = [released_grades(attempt.enrolment).first for attempt in attempts]

    page = desk.post(RELEASE, follow=True)

    marks = [
        [int(line.points) for line in released_grades(attempt.enrolment).first.values()]
        for attempt in attempts
    ]
    assert (before, marks) == ([{}, {}], [[70], [68]])  # 40 and 38, and half of 60
    assert "2 marks are released." in page.content.decode()
    assert desk.post(RELEASE, follow=True).status_code == 200
    assert LearningEvent.objects.filter(verb="grade.released").count() == 2


def test_who_is_still_writing_holds_the_release_up(cohort, attempts, leader):
    late = make_enrolment(cohort, make_user("l9@demo.example"))
    planned = exam_of(late)
    for attempt in attempts:
        mark_all(attempt, by=leader, at=LATER)
    start_attempt(late, planned, at=IN_WINDOW)

    with pytest.raises(UnableToRelease, match="1 learner is still writing"):
        release_exam(cohort, planned, by=leader, at=LATER)


def test_a_late_answer_is_named_before_it_is_too_late_for_it(cohort, attempts, leader):
    item = items_of(attempts[0]).first()
    keep_late(item, response=item.response, sequence=9, at=IN_WINDOW + timedelta(hours=3))

    check = check_release(cohort, exam_of(attempts[0].enrolment), marking_scope(leader), reader=leader)

    assert check.hints == ("1 late answer was not decided. After the release it cannot count any more.",)


def test_without_a_sitting_there_is_nothing_to_release(cohort, desk):
    assert "Nobody has sat this exam yet." in text(desk.get(PAGE))


@pytest.mark.parametrize("address", [PAGE.replace("EX", "M01-L01"), PAGE.replace("2026-a", "2026-x")])
def test_what_is_no_exam_of_the_own_cohort_does_not_exist(cohort, desk, address):
    assert desk.get(address).status_code == 404


def test_a_tutor_sees_what_is_open_and_releases_nothing(cohort, client):
    user = make_staff(Role.TUTOR)
    TeachingRole.objects.create(cohort=cohort, user=user, kind=TeachingRole.Kind.TUTOR)
    client.force_login(user)

    page = client.get(PAGE)

    assert (page.status_code, client.post(RELEASE).status_code) == (200, 404)
    assert "Nobody has sat this exam yet." in text(page)


def test_who_teaches_another_cohort_sees_nothing(cohort, client):
    user = make_staff(Role.TUTOR)
    other = make_cohort(cohort.edition, "2026-b")
    TeachingRole.objects.create(cohort=other, user=user, kind=TeachingRole.Kind.TUTOR)
    client.force_login(user)

    assert (client.get(PAGE).status_code, client.post(RELEASE).status_code) == (404, 404)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(cohort, desk, count, django_assert_max_num_queries):
    for number in range(count):
        sit_exam(make_enrolment(cohort, make_user(f"l{number}@demo.example")))
    desk.get(PAGE)

    with django_assert_max_num_queries(12):
        page = desk.get(PAGE)

    assert len(page.context["check"].sittings) == count


def test_a_released_mark_is_corrected_by_two_persons(attempts, leader, second, desk, client):
    for attempt in attempts:
        mark_all(attempt, by=leader, at=LATER)
        agree(attempt, by=second, at=LATER)
    correct = f"/staff/marking/exams/2026-a/EX/correct/{attempts[0].pk}/"
    before = desk.post(correct, follow=True).content.decode()
    desk.post(RELEASE)

    page = text(desk.get(PAGE))
    asked = desk.post(correct)["Location"]
    desk.post(asked, {"mark": "55.5", "reason": "A page was not read."})
    own = desk.post(f"{asked}decide/", {"deed": "confirm"}, follow=True).content.decode()
    client.force_login(make_staff(Role.REGISTRAR))
    done = client.post(f"{asked}decide/", {"deed": "confirm"}, follow=True).content.decode()

    assert "The mark is not released yet." in before
    assert page.index("Secret 0") < page.index("Secret 1")
    assert "A second person" in own
    assert "The mark is corrected." in done
    line = released_grades(attempts[0].enrolment).first[exam_of(attempts[0].enrolment).activity_id]
    assert (line.points, line.max_points, line.reason) == (
        Decimal("55.5"),
        100,
        "Corrected: A page was not read.",
    )


def test_no_mark_of_another_cohort_is_corrected_here(attempts, desk):
    assert desk.post("/staff/marking/exams/2026-a/EX/correct/987654/").status_code == 404
