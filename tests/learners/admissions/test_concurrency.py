"""Two people at once: one place, one decision, one number."""

from collections import Counter
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from content.base.errors import RuleError
from learners.admissions.applying import start_application
from learners.admissions.deciding import accept_offer, decide, decline_offer, lapse_offers
from learners.admissions.models import Application, Decision
from learners.enrolment.enrolling import change_places, enrol, places_left
from learners.enrolment.models import Enrolment, HeldPlace
from learners.enrolment.moving import withdraw as leave
from learners.events.delivering import deliver_all_open
from learners.events.models import Delivery, LearningEvent
from tests.learners.admissions.rows import (
    AT,
    LATER,
    administrator,
    make_applicant,
    make_intake,
    make_offered,
    make_scored,
    make_waiting,
    second_reader,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _row_locks():
    if connection.vendor != "postgresql":
        pytest.skip("needs the row locks of PostgreSQL")


def at_once(*deeds: Callable) -> list[str]:
    """What came of each: “done”, or the sentence of the refusal."""
    barrier, told = Barrier(len(deeds)), []

    def one(deed):
        barrier.wait()
        try:
            deed()
            told.append("done")
        except RuleError as refusal:
            told.append(str(refusal))
        finally:
            connection.close()

    threads = [Thread(target=one, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def offer(application, by):
    return lambda: decide(application, "offer", letter="Welcome.", by=by, at=AT, seen="under_review")


def test_two_offers_for_the_last_place():
    intake = make_intake(capacity=1)
    first, second = make_scored(intake, 1), make_scored(intake, 2)

    told = at_once(offer(first, administrator()), offer(second, second_reader()))

    assert told == ["Cohort 2026-a has no place left: all 1 places are taken or offered.", "done"]
    assert (HeldPlace.objects.count(), Decision.objects.count()) == (1, 1)
    assert sorted(Application.objects.values_list("state", flat=True)) == ["accepted", "under_review"]


def test_two_administrators_decide_at_once():
    application = make_scored(make_intake())
    reject = {"letter": "No.", "by": second_reader(), "at": AT, "seen": "under_review"}

    told = at_once(offer(application, administrator()), lambda: decide(application, "reject", **reject))

    assert told[1] == "done"
    assert told[0].startswith(
        "A colleague or the applicant changed this application while you read it. It is now: "
    )
    assert Decision.objects.count() == 1


def test_accept_and_lapse_at_once_is_one_of_both():
    intake = make_intake(capacity=1)
    application = make_offered(intake)
    late = application.offer_until

    at_once(lambda: accept_offer(application, at=late), lambda: lapse_offers(at=late.replace(second=59)))

    application.refresh_from_db()
    outcome = application.state, Enrolment.objects.count(), places_left(intake.cohort)
    assert outcome in [("enrolled", 1, 0), ("withdrawn", 0, 1)]


def test_two_places_given_back_while_the_next_in_line_is_decided():
    intake = make_intake(capacity=2)
    one, two = make_offered(intake, 1), make_offered(intake, 2)
    waiting = make_waiting(intake, 3), make_waiting(intake, 4)
    refuse = {"letter": "No.", "by": administrator(), "at": LATER, "seen": "waitlisted"}

    at_once(
        lambda: decline_offer(one, at=LATER),
        lambda: decline_offer(two, at=LATER),
        lambda: decide(waiting[0], "reject", **refuse),
    )

    states = [Application.objects.get(pk=each.pk).state for each in waiting]
    assert states in [["accepted", "accepted"], ["rejected", "accepted"]]
    assert HeldPlace.objects.count() == states.count("accepted")


def test_twenty_people_start_at_once_and_no_two_have_one_number():
    intake = make_intake()
    people = [make_applicant(number) for number in range(1, 21)]

    told = at_once(*[lambda user=user: start_application(user, intake, at=AT) for user in people])

    assert told == ["done"] * 20
    assert Application.objects.values("reference").distinct().count() == 20


def test_ten_starts_of_one_person_are_one_application():
    intake, user = make_intake(), make_applicant()

    told = at_once(*[lambda: start_application(user, intake, at=AT)] * 10)

    assert (told, Application.objects.count()) == (["done"] * 10, 1)


def test_an_offer_accepted_twice_at_once_is_one_enrolment():
    application = make_offered(make_intake(capacity=1))

    told = at_once(*[lambda: accept_offer(application, at=LATER)] * 4)

    assert told == ["done"] * 4
    assert (Enrolment.objects.count(), HeldPlace.objects.count()) == (1, 0)
    assert LearningEvent.objects.filter(verb="enrolment.made").count() == 1


def test_acceptances_and_enrolments_by_hand_at_once_fill_the_places_and_no_more():
    intake = make_intake(capacity=4)
    offered = [make_offered(intake, number) for number in (1, 2, 3)]
    by_hand = [make_applicant(number) for number in range(10, 14)]
    office = administrator()

    told = at_once(
        *[lambda each=each: accept_offer(each, at=LATER) for each in offered],
        *[lambda user=user: enrol(user, intake.cohort, by=office, at=LATER) for user in by_hand],
    )

    full = "Cohort 2026-a has no place left: all 4 places are taken or offered."
    assert told == [full] * 3 + ["done"] * 4
    assert (Enrolment.objects.count(), places_left(intake.cohort)) == (4, 0)
    assert set(Application.objects.values_list("state", flat=True)) == {"enrolled"}


def test_freed_places_reach_the_waiting_list_once_whoever_sweeps():
    intake = make_intake(capacity=2)
    leaving = [accept_offer(make_offered(intake, number), at=AT) for number in (1, 2)]
    for number in range(3, 8):
        make_waiting(intake, number)
    office = administrator()

    at_once(*[lambda each=each: leave(each, reason="A post.", by=office, at=LATER) for each in leaving])
    at_once(
        *[lambda: deliver_all_open(at=LATER)] * 3,
        lambda: change_places(intake.cohort, capacity=3, by=office, at=LATER),
    )
    deliver_all_open(at=LATER)

    states = Counter(Application.objects.values_list("state", flat=True))
    assert states == {"enrolled": 2, "accepted": 3, "waitlisted": 2}
    assert (HeldPlace.objects.count(), Delivery.objects.exclude(last_error="").count()) == (3, 0)


def test_fewer_places_and_an_offer_at_once_never_leave_more_taken_than_there_are():
    intake = make_intake(capacity=2)
    make_offered(intake, 1)
    application, office = make_scored(intake, 2), administrator()

    told = at_once(
        offer(application, second_reader()),
        lambda: change_places(intake.cohort, capacity=1, by=office, at=AT),
    )

    intake.cohort.refresh_from_db()
    assert told in (
        ["2 places are taken or offered. Enter at least 2.", "done"],
        ["Cohort 2026-a has no place left: all 1 places are taken or offered.", "done"],
    )
    assert HeldPlace.objects.count() == intake.cohort.capacity


def test_two_offers_for_the_last_place_of_people_without_a_degree():
    intake = make_intake(capacity=5)
    first, second = (make_scored(intake, number, degree="on_file") for number in (1, 2))

    told = at_once(offer(first, administrator()), offer(second, second_reader()))

    assert told == [
        "At most 1 of 5 places can go to people without a degree, and all of these are offered or taken.",
        "done",
    ]
    assert HeldPlace.objects.count() == 1
