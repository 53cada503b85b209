"""A place that becomes free reaches the waiting list by itself, whatever made it free."""

from datetime import UTC, date, datetime

import pytest

from learners.admissions.deciding import UnableToDecide, accept_offer
from learners.admissions.models import Application, Decision
from learners.admissions.offering import NoPlaceOnFile, move_up, next_in_line
from learners.admissions.queries import Places, balance, on_file_places, staff_intakes
from learners.enrolment.enrolling import UnableToEnrol, change_places, enrol, places_left
from learners.enrolment.models import Enrolment, HeldPlace
from learners.enrolment.moving import defer, interrupt, transfer, withdraw
from learners.events.delivering import deliver_all_open
from learners.events.models import Delivery
from tests.factories.programme import make_cohort
from tests.learners.admissions.rows import (
    AT,
    LATER,
    administrator,
    decided,
    make_intake,
    make_offered,
    make_scored,
    make_sent,
    make_waiting,
)

pytestmark = pytest.mark.django_db
TOLD = {"reason": "A new post.", "at": LATER}


def states() -> list[str]:
    return list(Application.objects.order_by("pk").values_list("state", flat=True))


def enrolled(intake, number: int = 1) -> Enrolment:
    return accept_offer(make_offered(intake, number), at=AT)


def leave(way: str, enrolment: Enrolment) -> None:
    by = administrator()
    if way == "withdraw":
        withdraw(enrolment, by=by, **TOLD)
    elif way == "withdraw while interrupted":
        interrupt(enrolment, by=by, **TOLD)
        withdraw(enrolment, by=by, **TOLD)
    else:
        starts_on = date(2026, 9, 7) if way == "defer" else date(2026, 3, 2)
        other = make_cohort(enrolment.cohort.edition, "2026-b", starts_on=starts_on)
        (defer if way == "defer" else transfer)(enrolment, other, by=by, **TOLD)


@pytest.mark.parametrize("way", ["withdraw", "withdraw while interrupted", "defer", "transfer"])
def test_place_of_somebody_who_leaves_goes_to_the_waiting_list(way):
    intake = make_intake(capacity=1)
    first = enrolled(intake)
    make_waiting(intake, 2, points=60)
    best = make_waiting(intake, 3, points=80)

    leave(way, first)
    deliver_all_open(at=LATER)

    assert states() == ["enrolled", "waitlisted", "accepted"]
    assert [held.user for held in HeldPlace.objects.all()] == [best.user]
    assert not Delivery.objects.exclude(last_error="").exists()


def test_interruption_frees_no_place():
    intake = make_intake(capacity=1)
    first = enrolled(intake)
    make_waiting(intake, 2)

    interrupt(first, by=administrator(), **TOLD)
    deliver_all_open(at=LATER)

    assert states() == ["enrolled", "waitlisted"]


def test_more_places_go_to_as_many_of_the_waiting_list(intake):
    make_offered(intake, 1), make_offered(intake, 2)
    for number, points in ((3, 50), (4, 90), (5, 70)):
        make_waiting(intake, number, points=points)

    change_places(intake.cohort, capacity=4, by=administrator(), at=LATER)
    deliver_all_open(at=LATER)

    assert states() == ["accepted", "accepted", "waitlisted", "accepted", "accepted"]
    intake.cohort.refresh_from_db()
    assert places_left(intake.cohort) == 0


def test_places_that_somebody_kept_back_stay_free():
    intake = make_intake(capacity=5)
    first = enrolled(intake)
    for number in (2, 3):
        make_waiting(intake, number)

    withdraw(first, by=administrator(), **TOLD)
    deliver_all_open(at=LATER)

    assert states() == ["enrolled", "accepted", "waitlisted"]
    assert places_left(intake.cohort) == 4


def test_fewer_places_move_nobody_up():
    intake = make_intake(capacity=5)
    make_waiting(intake)

    change_places(intake.cohort, capacity=3, by=administrator(), at=LATER)
    deliver_all_open(at=LATER)

    assert states() == ["waitlisted"]


def test_one_event_moves_up_once_however_often_it_is_swept():
    intake = make_intake(capacity=3)
    first = enrolled(intake)
    for number in (2, 3):
        make_waiting(intake, number)

    withdraw(first, by=administrator(), **TOLD)
    for _sweep in range(3):
        deliver_all_open(at=LATER)

    assert states() == ["enrolled", "accepted", "waitlisted"]


def test_a_cohort_without_an_intake_has_nobody_to_move_up(intake):
    other = make_cohort(intake.cohort.edition, "2026-b")
    enrolment = enrol(administrator(), other, by=administrator(), at=AT)

    withdraw(enrolment, by=administrator(), **TOLD)
    deliver_all_open(at=LATER)

    assert not Delivery.objects.exclude(last_error="").exists()


def test_nobody_moves_up_once_the_cohort_has_started(intake):
    make_waiting(intake)

    assert move_up(intake, places=1, at=datetime(2026, 3, 2, 8, tzinfo=UTC)) == []


@pytest.mark.parametrize("capacity", [0, 1])
def test_fewer_places_than_are_taken_are_refused(capacity):
    intake = make_intake(capacity=3)
    for number in (1, 2):
        make_offered(intake, number)

    with pytest.raises(UnableToEnrol) as refusal:
        change_places(intake.cohort, capacity=capacity, by=administrator(), at=AT)

    assert str(refusal.value) == "2 places are taken or offered. Enter at least 2."


def test_of_equal_scores_the_first_sent_is_next(intake):
    make_waiting(intake, 1, at=LATER)
    earlier = make_waiting(intake, 2, at=AT)

    assert next_in_line(intake) == earlier


def test_whoever_was_enrolled_by_hand_is_passed_over(intake):
    known = make_waiting(intake, 1, points=90)
    other = make_waiting(intake, 2, points=50)
    enrol(known.user, intake.cohort, by=administrator(), at=AT)

    assert next_in_line(intake) == other


def test_whoever_studies_in_another_cohort_is_passed_over_and_offered_nothing(intake):
    elsewhere = make_cohort(intake.cohort.edition, "2026-b", starts_on=date(2026, 9, 7))
    known = make_waiting(intake, 1, points=90)
    other = make_waiting(intake, 2, points=50)
    enrol(known.user, elsewhere, by=administrator(), at=AT)

    assert next_in_line(intake) == other
    with pytest.raises(UnableToEnrol) as refusal:
        decided(known, "offer")
    assert str(refusal.value) == (
        "There is a place in cohort 2026-b already. The programme office can move it, then results come along."
    )
    assert Application.objects.get(pk=known.pk).state == "waitlisted"


def test_somebody_with_a_place_is_offered_no_second_one(intake):
    application = make_scored(intake)
    enrol(application.user, intake.cohort, by=administrator(), at=AT)

    with pytest.raises(UnableToEnrol) as refusal:
        decided(application, "offer")

    assert str(refusal.value) == "This person has a place in cohort 2026-a already."


def test_at_most_a_fifth_of_the_places_go_to_people_without_a_degree():
    intake = make_intake(capacity=5)
    decided(make_scored(intake, 1, degree="on_file"), "offer")

    with pytest.raises(NoPlaceOnFile) as refusal:
        decided(make_scored(intake, 2, degree="on_file"), "offer")

    assert str(refusal.value) == (
        "At most 1 of 5 places can go to people without a degree, and all of these are offered or taken."
    )
    assert states() == ["accepted", "under_review"]
    assert on_file_places(intake) == Places(1, 0)


def test_place_on_file_is_free_again_when_the_person_leaves():
    intake = make_intake(capacity=5)
    enrolment = accept_offer(offered_on_file(intake), at=AT)
    before = on_file_places(intake)

    withdraw(enrolment, by=administrator(), **TOLD)

    assert (before, on_file_places(intake)) == (Places(1, 0), Places(1, 1))


def test_balance_and_intakes_count_only_places_that_are_still_taken(intake):
    enrolment = enrolled(intake)
    make_offered(intake, 2)

    withdraw(enrolment, by=administrator(), **TOLD)

    africa = balance(intake)[0].shares[0]
    assert (africa.applied, africa.placed) == (2, 1)
    assert [each.with_a_place for each in staff_intakes()] == [1]


def test_waiting_list_passes_over_people_without_a_degree_while_their_places_are_given():
    intake = make_intake(capacity=5)
    offered_on_file(intake)
    waiting = make_scored(intake, 2, points=95, degree="on_file")
    decided(waiting, "waitlist")
    other = make_waiting(intake, 3, points=40)

    assert next_in_line(intake) == other


def test_without_a_degree_no_reason_replaces_the_second_reader():
    intake = make_intake(capacity=5)
    application = make_sent(intake, degree="on_file")

    with pytest.raises(UnableToDecide) as refusal:
        decided(application, "offer", reason="Known from the last intake.")

    assert str(refusal.value) == (
        "0 of 2 readers have scored. Without a degree both must score before a place is offered."
    )
    assert Decision.objects.count() == 0


def offered_on_file(intake) -> Application:
    application = make_scored(intake, 1, degree="on_file")
    decided(application, "offer")
    return application
