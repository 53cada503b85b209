from datetime import UTC, datetime, timedelta

import pytest
from wagtail.models import ModelLogEntry

from learners.admissions.deciding import (
    TooLate,
    UnableToDecide,
    accept_offer,
    decide,
    decline_offer,
    lapse_offers,
    withdraw,
)
from learners.admissions.letters import letter_for
from learners.admissions.models import Application, Decision
from learners.admissions.reviewing import UnableToReview, declare_conflict
from learners.admissions.stating import WrongState
from learners.enrolment.enrolling import UnableToEnrol, enrol, places_left
from learners.enrolment.models import Enrolment, HeldPlace, LearnerProfile
from learners.events.models import LearningEvent
from tests.factories.people import make_user
from tests.learners.admissions.rows import (
    AT,
    LATER,
    administrator,
    decided,
    make_draft,
    make_intake,
    make_offered,
    make_scored,
    make_sent,
    make_waiting,
    second_reader,
)

pytestmark = pytest.mark.django_db
UNTIL = datetime(2026, 2, 3, 23, 59, tzinfo=UTC)


def states() -> list[str]:
    return list(Application.objects.order_by("pk").values_list("state", flat=True))


def last_event() -> tuple[str, dict]:
    event = LearningEvent.objects.order_by("-pk").first()
    return event.verb, event.data


def test_offer_holds_a_place_until_the_end_of_the_last_day(intake):
    application = make_offered(intake)

    decision = Decision.objects.get()
    held = HeldPlace.objects.get()
    assert (application.state, application.offer_until) == ("accepted", UNTIL)
    assert (held.user, held.held_until, places_left(intake.cohort)) == (application.user, UNTIL, 1)
    assert last_event() == (
        "application.decided",
        {"application": application.pk, "decision": decision.pk, "outcome": "offer"},
    )
    assert ModelLogEntry.objects.latest("pk").action == "campus.application_decided"


def test_letter_tells_name_cohort_date_and_address(intake):
    letter = letter_for(make_sent(intake), "offer", at=AT)

    assert letter == (
        "Dear Demo applicant 01,\n\n"
        "We offer you a place in Spring of the programme Global E-Governance and Leadership. "
        "The cohort starts on 2 March 2026.\n\n"
        "Accept or decline the place by Tuesday 3 February 2026, 23:59 (UTC). "
        "After that the place goes to another person.\n"
        "Your application page has both buttons: http://localhost:8000/apply/A-2026-0001/\n\n"
        "Demonstration Institute of Digital Government\nGlobal E-Governance and Leadership"
    )


@pytest.mark.parametrize(
    "outcome, state, verb",
    [
        ("waitlist", "waitlisted", "application.decided"),
        ("reject", "rejected", "application.decided"),
        ("interview", "interview", "application.decided"),
        ("ask_more", "incomplete", "application.more_asked"),
    ],
)
def test_other_decisions(intake, outcome, state, verb):
    application = make_sent(intake)

    decision = decided(application, outcome, at=LATER)

    assert (application.state, decision.by, decision.at) == (state, administrator(), LATER)
    assert last_event()[0] == verb
    assert not HeldPlace.objects.exists()


def test_refusal_deletes_the_identity_document_and_no_other(intake):
    application = make_sent(intake)

    decided(application, "reject")

    kept = application.documents.filter(deleted_at=None).values_list("kind", flat=True)
    assert set(kept) == {"cv", "degree", "reference", "language"}


@pytest.mark.parametrize(
    "letter, sentence",
    [
        (" ", "Enter the letter. The applicant reads it with the decision."),
        (
            "Dear Demo, [Write the reason.]",
            "Replace the text in square brackets in the letter by your own.",
        ),
    ],
)
def test_letter_that_is_not_finished_is_refused(intake, letter, sentence):
    application = make_sent(intake)

    with pytest.raises(UnableToDecide) as refusal:
        decided(application, "reject", letter=letter)

    assert str(refusal.value) == sentence
    assert states() == ["submitted"]


def test_offer_before_two_readers_needs_a_reason(intake):
    application = make_sent(intake)

    with pytest.raises(UnableToDecide) as refusal:
        decided(application, "offer")

    assert str(refusal.value) == "0 of 2 readers have scored. Enter a reason to offer a place now."
    assert decided(application, "offer", reason="Known from the last intake.").reason == (
        "Known from the last intake."
    )


def test_person_with_a_conflict_does_not_decide(intake):
    application = make_scored(intake)
    declare_conflict(application, by=administrator(), at=AT, reason="A cousin.")

    with pytest.raises(UnableToDecide) as refusal:
        decided(application, "reject")

    assert str(refusal.value) == "You declared a conflict of interest. A colleague has to decide."


def test_nobody_decides_the_own_application(intake):
    application = make_scored(intake)

    with pytest.raises(UnableToReview):
        decided(application, "offer", by=application.user)


def test_second_administrator_is_told_what_the_first_has_decided(intake):
    application = make_scored(intake)
    decided(application, "waitlist")

    with pytest.raises(UnableToDecide) as refusal:
        decide(application, "reject", letter="No.", by=second_reader(), at=AT, seen="under_review")

    assert str(refusal.value) == (
        "A colleague or the applicant changed this application while you read it. It is now: Waiting list."
    )


def test_decision_that_the_state_does_not_take_is_refused_in_words(intake):
    application = make_offered(intake)

    with pytest.raises(WrongState) as refusal:
        decided(application, "reject")

    assert str(refusal.value) == (
        "This cannot be done now. The application A-2026-0001 has the state: Place offered."
    )


def test_offer_beyond_the_capacity_is_refused_and_changes_nothing(intake):
    for number in (1, 2):
        make_offered(intake, number)
    third = make_scored(intake, 3)

    with pytest.raises(UnableToEnrol) as refusal:
        decided(third, "offer")

    assert str(refusal.value) == ("Cohort 2026-a has no place left: all 2 places are taken or offered.")
    assert states() == ["accepted", "accepted", "under_review"]
    assert Decision.objects.count() == 2


def test_accept_enrols_and_tells_the_profile(intake):
    application = make_offered(intake)

    enrolment = accept_offer(application, at=UNTIL)

    profile = LearnerProfile.objects.get()
    assert (states(), enrolment.user, enrolment.cohort) == (["enrolled"], application.user, intake.cohort)
    assert (profile.printed_name, profile.country, profile.organisation, profile.time_zone) == (
        "Demo applicant 01",
        "Kenya",
        "Demo ministry",
        "Africa/Nairobi",
    )
    assert (HeldPlace.objects.count(), places_left(intake.cohort)) == (0, 1)
    assert [change.deed for change in application.changes.order_by("pk")][-2:] == ["accept_offer", "enrol"]
    assert LearningEvent.objects.filter(verb="application.place_accepted").count() == 1


def test_accept_twice_is_one_enrolment(intake):
    application = make_offered(intake)

    assert accept_offer(application, at=LATER) == accept_offer(application, at=LATER)


def test_accept_after_the_deadline_is_refused(intake):
    application = make_offered(intake)

    with pytest.raises(TooLate) as refusal:
        accept_offer(application, at=UNTIL + timedelta(seconds=1))

    assert str(refusal.value) == (
        "The time to accept this place is over. Ask the programme office whether one is free."
    )
    assert (states(), Enrolment.objects.count()) == (["accepted"], 0)


def test_accept_of_somebody_enrolled_by_hand_holds_no_second_place(intake):
    application = make_offered(intake)
    enrol(application.user, intake.cohort, by=administrator(), at=AT)
    HeldPlace.objects.create(cohort=intake.cohort, user=application.user, held_until=UNTIL)

    accept_offer(application, at=LATER)

    assert (HeldPlace.objects.count(), places_left(intake.cohort)) == (0, 1)


@pytest.mark.parametrize("deed", [accept_offer, decline_offer])
def test_answer_without_an_offer_is_refused(intake, deed):
    with pytest.raises(WrongState):
        deed(make_scored(intake), at=AT)


def give_back(way: str, application: Application) -> None:
    if way == "decline":
        decline_offer(application, at=LATER)
    elif way == "withdraw":
        withdraw(application, at=LATER)
    else:
        lapse_offers(at=UNTIL + timedelta(minutes=1))


@pytest.mark.parametrize("way", ["decline", "withdraw", "lapse"])
def test_place_that_is_given_back_goes_to_the_best_of_the_waiting_list(way):
    intake = make_intake(capacity=1)
    offered = make_offered(intake, 1)
    make_waiting(intake, 2, points=60)
    best = make_waiting(intake, 3, points=80, at=LATER)

    give_back(way, offered)

    assert states() == ["withdrawn", "waitlisted", "accepted"]
    assert [held.user for held in HeldPlace.objects.all()] == [best.user]
    moved = Decision.objects.latest("pk")
    assert (moved.by, moved.outcome, moved.reason) == (None, "offer", "Moved up by itself.")
    assert moved.letter.startswith("Dear Demo applicant 03,\n\nWe offer you a place in Spring")


@pytest.mark.parametrize(
    "way, verb",
    [
        ("decline", "application.place_declined"),
        ("withdraw", "application.withdrawn"),
        ("lapse", "application.offer_lapsed"),
    ],
)
def test_given_back_without_a_waiting_list(intake, way, verb):
    application = make_offered(intake)

    give_back(way, application)

    assert (states(), places_left(intake.cohort)) == (["withdrawn"], 2)
    assert last_event() == (verb, {"application": application.pk})


def test_offer_does_not_lapse_in_its_last_minute(intake):
    make_offered(intake)

    assert lapse_offers(at=UNTIL) == []
    assert lapse_offers(at=UNTIL + timedelta(seconds=1)) != []
    assert lapse_offers(at=UNTIL + timedelta(seconds=1)) == []


def test_waiting_list_rests_when_the_cohort_has_started():
    intake = make_intake(capacity=1)
    offered = make_offered(intake, 1)
    make_waiting(intake, 2)

    withdraw(offered, at=datetime(2026, 3, 2, 8, tzinfo=UTC))

    assert states() == ["withdrawn", "waitlisted"]


def test_withdrawn_place_of_a_cohort_that_is_too_full_goes_to_nobody():
    intake = make_intake(capacity=1)
    offered = make_offered(intake, 1)
    make_waiting(intake, 2)
    intake.cohort.capacity = 0
    intake.cohort.save()

    withdraw(offered, at=LATER)

    assert states() == ["withdrawn", "waitlisted"]


def test_withdraw_deletes_the_identity_document(intake):
    application = withdraw(make_draft(intake), at=LATER)

    assert application.documents.get(kind="identity").deleted_at == LATER


def test_withdraw_after_enrolment_is_refused(intake):
    application = make_offered(intake)
    accept_offer(application, at=LATER)

    with pytest.raises(WrongState):
        withdraw(application, at=LATER)


def test_withdraw_twice_is_once(intake):
    application = make_sent(intake)

    withdraw(application, at=AT)
    withdraw(application, at=LATER)

    assert application.changes.filter(deed="withdraw").count() == 1


def test_place_taken_by_hand_counts_against_offers():
    intake = make_intake(capacity=1)
    application = make_scored(intake)
    enrol(make_user(), intake.cohort, by=administrator(), at=AT)

    with pytest.raises(UnableToEnrol):
        decided(application, "offer")
