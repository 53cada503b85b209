"""Two people at once: one place, one decision, one number."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from content.base.errors import RuleError
from learners.admissions.applying import start_application
from learners.admissions.deciding import accept_offer, decide, decline_offer, lapse_offers
from learners.admissions.models import Application, Decision
from learners.enrolment.enrolling import places_left
from learners.enrolment.models import Enrolment, HeldPlace
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
