"""Two people, two windows or two devices at once: one place, one entry, one time, one signature."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from learners.events.models import LearningEvent
from learners.placements.agreeing import make_agreement, sign_by_link, sign_in_account
from learners.placements.confirming import confirm_hours
from learners.placements.entering import log_hours
from learners.placements.examining import book_viva, offer_slot
from learners.placements.logbook import HoursEntry
from learners.placements.models import Placement
from learners.placements.papers import Signature
from learners.placements.proposing import approve_proposal
from learners.placements.reminding import tell_of_times
from learners.placements.vivas import Viva
from tests.conftest import make_wagtail_root
from tests.factories.internship import (
    PROPOSED_AT,
    SIGNED_AT,
    STARTS_ON,
    evening,
    fresh,
    make_approved,
    make_coordinator,
    make_internship_programme,
    make_proposed,
    make_running,
    terms,
    work,
)
from tests.factories.people import make_enrolment, make_user
from tests.learners.admissions.test_concurrency import at_once
from tests.learners.submissions.rows import make_handed_in

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _row_locks(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    if connection.vendor != "postgresql":
        pytest.skip("needs the row locks of PostgreSQL")


@pytest.fixture
def cohort(_row_locks):
    make_wagtail_root()
    return make_internship_programme()


@pytest.fixture
def office(cohort):
    return make_coordinator(cohort)


def learner(cohort, number: int):
    return make_enrolment(cohort, make_user(f"l{number}@demo.example", f"Demo learner {number:02d}"))


def test_two_approvals_for_the_last_place_of_a_host(cohort, office):
    make_approved(learner(cohort, 1))
    waiting = [make_proposed(learner(cohort, number)) for number in (2, 3)]

    told = at_once(*(lambda each=each: approve_proposal(each, by=office, at=PROPOSED_AT) for each in waiting))

    assert [each == "done" for each in told] == [False, True]
    assert Placement.objects.filter(state="agreement").count() == 2


def test_two_windows_log_the_last_hours_of_a_day(cohort, office):
    placement = make_running(learner(cohort, 1))
    at = evening(STARTS_ON)

    told = at_once(*(lambda: log_hours(placement, work(STARTS_ON, 6), at=at) for _window in range(2)))

    assert [each == "done" for each in told] == [False, True]
    assert HoursEntry.objects.count() == 1


def test_one_entry_that_is_sent_twice_at_once(cohort, office):
    placement, same, at = make_running(learner(cohort, 1)), uuid4(), evening(STARTS_ON)

    told = at_once(
        *(lambda: log_hours(placement, work(STARTS_ON, 4, client_id=same), at=at) for _time in range(3))
    )

    assert (told, HoursEntry.objects.count()) == (["done"] * 3, 1)


def test_two_devices_confirm_the_same_hours(cohort, office):
    placement, at = make_running(learner(cohort, 1)), evening(STARTS_ON)
    entry = log_hours(placement, work(STARTS_ON, 4), at=at)

    told = at_once(*(lambda: confirm_hours(placement, [entry.pk], at=at) for _device in range(2)))

    assert told == ["done", "done"]
    assert LearningEvent.objects.filter(verb="hours.confirmed").count() == 1


def test_the_last_two_signatures_at_once(cohort, office):
    placement = make_approved(learner(cohort, 1))
    agreement = make_agreement(placement, terms(placement), by=office, at=SIGNED_AT)
    user, told = placement.internship.enrolment.user, {"sha256": agreement.sha256, "at": SIGNED_AT}

    done = at_once(
        lambda: sign_in_account(agreement, party="learner", name=user.name, by=user, **told),
        lambda: sign_by_link(agreement, name="Demo supervisor", **told),
        lambda: sign_by_link(agreement, name="Demo supervisor", **told),
    )
    sign_in_account(agreement, party="programme", name="Demo office", by=office, **told)

    assert (done, Signature.objects.count(), fresh(placement).state) == (["done"] * 3, 3, "planning")


def test_two_learners_book_one_time(cohort, office):
    at, panel = (
        datetime(2026, 8, 17, 9, tzinfo=UTC),
        [make_user(f"e{n}@demo.example", f"Demo examiner {n}") for n in (1, 2)],
    )
    slot = offer_slot(
        cohort,
        starts_at=at + timedelta(days=7),
        minutes=20,
        room="Room 1",
        first=panel[0],
        second=panel[1],
        by=office,
        at=at,
    )
    learners = [learner(cohort, number) for number in (1, 2)]
    for each in learners:
        make_handed_in(each, "IP", at=at - timedelta(days=2))

    told = at_once(*(lambda each=each: book_viva(each, slot, at=at) for each in learners))

    assert told == ["Somebody else has booked this time. Choose another one.", "done"]
    assert Viva.objects.filter(cancelled_at=None).count() == 1


def test_two_sweeps_tell_of_times_once(cohort, office):
    at = datetime(2026, 8, 17, 9, tzinfo=UTC)
    panel = [make_user(f"e{n}@demo.example", f"Demo examiner {n}") for n in (1, 2)]
    told = {"starts_at": at + timedelta(days=7), "minutes": 20, "room": "Room 1", "by": office, "at": at}
    offer_slot(cohort, first=panel[0], second=panel[1], **told)
    for number in (1, 2):
        make_handed_in(learner(cohort, number), "IP", at=at - timedelta(days=2))

    done = at_once(*(lambda: tell_of_times(at=at) for _sweep in range(3)))

    assert done == ["done"] * 3
    assert LearningEvent.objects.filter(verb="viva.times_offered").count() == 2
