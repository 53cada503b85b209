"""Who is told that times for the viva are offered: each learner once, while one is free."""

from datetime import UTC, datetime, timedelta

import pytest

from learners.enrolment.models import Enrolment
from learners.events.delivering import deliver_all_open
from learners.events.models import LearningEvent
from learners.events.telling import sentence
from learners.placements.examining import (
    Account,
    book_viva,
    may_book_now,
    offer_slot,
    sign_record,
    withdraw_slot,
)
from learners.placements.reminding import tell_of_times
from learners.placements.workspace import InWeek, step_this_week
from tests.factories.internship import make_approved, make_coordinator
from tests.factories.people import make_enrolment, make_user
from tests.learners.submissions.rows import make_handed_in

pytestmark = pytest.mark.django_db
AT = datetime(2026, 8, 17, 9, tzinfo=UTC)
STARTS_AT = datetime(2026, 8, 24, 9, tzinfo=UTC)
TOLD = "viva.times_offered"


@pytest.fixture
def panel():
    return [make_user(f"examiner{number}@demo.example", f"Demo examiner {number}") for number in (1, 2)]


@pytest.fixture
def offer(cohort, panel):
    """Offers the time so many places after the first one."""
    office = make_coordinator(cohort)

    def offered(place: int = 0, **fields):
        usual = {"starts_at": STARTS_AT + timedelta(minutes=20 * place), "minutes": 20, "room": "Room 1"}
        return offer_slot(cohort, **(usual | fields), first=panel[0], second=panel[1], by=office, at=AT)

    return offered


@pytest.fixture
def ready(enrolment):
    make_handed_in(enrolment, "IP", at=AT - timedelta(days=3))
    return enrolment


def told() -> list[Enrolment]:
    return [event.enrolment for event in LearningEvent.objects.filter(verb=TOLD).order_by("pk")]


def test_one_mail_for_a_row_of_times(ready, cohort, offer, mailoutbox):
    make_enrolment(cohort, make_user("l8@demo.example", "Demo learner 08"))  # without a portfolio
    for place in range(3):
        offer(place)
    deliver_all_open(at=AT)
    mailoutbox.clear()

    counts = [tell_of_times(at=AT + timedelta(days=days)) for days in (0, 0, 1)]
    offer(3)
    counts.append(tell_of_times(at=AT + timedelta(days=2)))
    deliver_all_open(at=AT + timedelta(days=2))

    assert (counts, told()) == ([1, 0, 0, 0], [ready])
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == ([ready.user.email], "Book a time for your viva")
    assert mail.body == (
        "Dear Demo learner 07,\n\n"
        "times for your viva are offered. Choose one of them:\n"
        "http://localhost:8000/learn/internship/viva/\n\n"
        "Each time can be booked by one learner, until 24 hours before it.\n\n"
        "Global E-Governance and Leadership\n"
    )
    assert (
        sentence(LearningEvent.objects.get(verb=TOLD)) == "A message was sent: times for the viva are offered"
    )


def without_a_portfolio(enrolment, offer):
    offer()


def without_a_time(enrolment, offer):
    make_handed_in(enrolment, "IP", at=AT)


def with_a_time_that_is_withdrawn(enrolment, offer):
    make_handed_in(enrolment, "IP", at=AT)
    withdraw_slot(offer(), at=AT)


def with_the_last_time_taken(enrolment, offer):
    make_handed_in(enrolment, "IP", at=AT)
    other = make_enrolment(enrolment.cohort, make_user("l8@demo.example", "Demo learner 08"))
    make_handed_in(other, "IP", at=AT)
    book_viva(other, offer(), at=AT)


def with_a_viva_booked(enrolment, offer):
    make_handed_in(enrolment, "IP", at=AT)
    offer(1)
    book_viva(enrolment, offer(), at=AT)


def interrupted(enrolment, offer):
    make_handed_in(enrolment, "IP", at=AT)
    offer()
    Enrolment.objects.filter(pk=enrolment.pk).update(state="interrupted")


@pytest.mark.parametrize(
    "arranged",
    [
        without_a_portfolio, without_a_time, with_a_time_that_is_withdrawn, with_the_last_time_taken,
        with_a_viva_booked, interrupted,
    ],
)  # fmt: skip
def test_nobody_is_told_who_could_not_book(enrolment, offer, arranged):
    arranged(enrolment, offer)

    assert (tell_of_times(at=AT), told()) == (0, [])
    assert may_book_now(enrolment, at=AT) is False


def test_nobody_is_told_of_a_time_that_begins_within_24_hours(ready, offer):
    offer()

    late = STARTS_AT - timedelta(hours=24)

    assert (tell_of_times(at=late), tell_of_times(at=late - timedelta(seconds=1))) == (0, 1)


def test_before_a_second_viva_the_learner_is_told_again(ready, offer, panel):
    slot = offer()
    counts = [tell_of_times(at=AT)]
    viva = book_viva(ready, slot, at=AT + timedelta(hours=1))
    offer(9)
    counts.append(tell_of_times(at=AT + timedelta(days=1)))
    for examiner in panel:
        account = Account("Why?", (70, 70, 70), "The plan is missing.", "revise")
        sign_record(viva, account, by=examiner, at=STARTS_AT)
    offer(0, starts_at=STARTS_AT + timedelta(days=7))

    counts += [tell_of_times(at=STARTS_AT + timedelta(days=days)) for days in (1, 2)]

    assert (counts, told()) == ([1, 0, 1, 0], [ready, ready])


def test_this_week_says_that_a_time_can_be_booked(ready, offer, client, django_assert_num_queries):
    make_approved(ready)
    before = step_this_week(ready, at=AT)
    slot = offer()

    with django_assert_num_queries(2):
        offered = step_this_week(ready, at=AT)
    book_viva(ready, slot, at=AT)

    label = "Agreement to be signed"
    assert (before, offered) == (InWeek(label), InWeek(label, books_viva=True))
    assert step_this_week(ready, at=AT) == InWeek(label)
