import threading
from datetime import timedelta

import pytest
from django.db import connection

from cms.accounts.models import User
from courses.cohorts.models import Cohort
from learners.enrolment.enrolling import UnableToEnrol, enrol, hold_place, places_left, release_place
from learners.enrolment.models import Enrolment, HeldPlace
from learners.events.models import LearningEvent
from tests.conftest import make_wagtail_root
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import IN_WEEK_1, make_cohort, make_small_programme

pytestmark = pytest.mark.django_db
AT, LATER = IN_WEEK_1, IN_WEEK_1 + timedelta(days=14)
FULL = "Cohort 2026-a has no place left: all 1 places are taken or offered."


@pytest.fixture
def cohort():
    cohort = make_small_programme()
    Cohort.objects.update(capacity=1)
    return cohort


@pytest.fixture
def office():
    return make_user("pa@demo.example", "Demo administrator")


def people(count=2) -> list[User]:
    return [make_user(f"p{number}@demo.example", f"Demo learner {number:02d}") for number in range(count)]


def test_enrolling_takes_a_place_and_tells(cohort, office):
    [first] = people(1)

    enrolment = enrol(first, cohort, by=office, at=AT, printed_name="Demo Learner One")

    assert (enrolment.state, enrolment.enrolled_at, enrolment.enrolled_by) == ("active", AT, office)
    assert first.profile.printed_name == "Demo Learner One"
    assert places_left(Cohort.objects.get()) == 0
    assert LearningEvent.objects.values_list("verb", "enrolment", "by").get() == (
        "enrolment.made",
        enrolment.pk,
        office.pk,
    )


def test_enrolling_twice_is_the_same_result(cohort, office):
    [first] = people(1)

    assert enrol(first, cohort, by=office, at=AT) == enrol(first, cohort, by=office, at=LATER)
    assert LearningEvent.objects.count() == 1


def test_a_full_cohort_refuses(cohort, office):
    first, second = people()
    enrol(first, cohort, by=office, at=AT)

    with pytest.raises(UnableToEnrol) as refusal:
        enrol(second, cohort, by=office, at=AT)

    assert str(refusal.value) == FULL
    assert not Enrolment.objects.filter(user=second).exists()


def test_a_held_place_is_nobody_elses(cohort, office):
    first, second = people()
    hold_place(first, cohort, until=LATER)

    with pytest.raises(UnableToEnrol):
        enrol(second, cohort, by=office, at=AT)
    with pytest.raises(UnableToEnrol):
        hold_place(second, cohort, until=LATER)
    assert enrol(first, cohort, by=office, at=AT).state == "active"
    assert not HeldPlace.objects.exists()


def test_a_released_place_is_free_again(cohort, office):
    first, second = people()
    hold_place(first, cohort, until=LATER)
    release_place(first, cohort)

    assert enrol(second, cohort, by=office, at=AT).state == "active"


def test_holding_again_changes_the_date_only(cohort):
    [first] = people(1)
    hold_place(first, cohort, until=AT)

    hold_place(first, cohort, until=LATER)

    assert HeldPlace.objects.get().held_until == LATER


def test_who_withdrew_comes_back_to_the_same_record(cohort, office):
    [first] = people(1)
    before = enrol(first, cohort, by=office, at=AT)
    Enrolment.objects.update(state=Enrolment.State.WITHDRAWN)

    after = enrol(first, cohort, by=office, at=LATER)

    assert (after.pk, after.state, after.enrolled_at) == (before.pk, "active", AT)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_given_once():
    if connection.vendor != "postgresql":
        pytest.skip("needs the row locks of PostgreSQL")
    make_wagtail_root()  # an earlier test without rollback has emptied the tables
    cohort, office, answers = make_small_programme(), make_user("pa@demo.example", "Demo administrator"), []
    Cohort.objects.update(capacity=1)

    def take(user):
        try:
            answers.append(enrol(user, cohort, by=office, at=AT).state)
        except UnableToEnrol as refusal:
            answers.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(user,)) for user in people(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == sorted([FULL] * 3 + ["active"])
    assert Enrolment.objects.count() == 1


@pytest.mark.parametrize("state", ["active", "interrupted"])
def test_nobody_studies_in_two_cohorts_at_once(cohort, office, state):
    user = make_enrolment(make_cohort(cohort.edition, "2026-b"), state=state).user

    with pytest.raises(UnableToEnrol) as refusal:
        enrol(user, cohort, by=office, at=AT)

    assert str(refusal.value) == (
        "There is a place in cohort 2026-b already. The programme office can move it, then results come along."
    )


@pytest.mark.parametrize("state", ["completed", "withdrawn"])
def test_who_has_finished_or_left_may_study_again(cohort, office, state):
    user = make_enrolment(make_cohort(cohort.edition, "2026-b"), state=state).user

    assert enrol(user, cohort, by=office, at=AT).state == "active"
