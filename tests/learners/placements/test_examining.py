from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from learners.grades.queries import released_grades
from learners.placements.examining import (
    Account,
    book_viva,
    free_slots,
    offer_slot,
    release_viva,
    sign_record,
    viva_of,
    withdraw_slot,
)
from learners.placements.moving import UnableToPlace
from learners.placements.vivas import Viva
from tests.factories.internship import make_coordinator, make_leader
from tests.factories.people import make_enrolment, make_user
from tests.learners.submissions.rows import make_handed_in

pytestmark = pytest.mark.django_db
AT = datetime(2026, 8, 17, 9, tzinfo=UTC)
STARTS_AT = datetime(2026, 8, 24, 9, tzinfo=UTC)
HANDED_IN_AT = datetime(2026, 8, 14, 9, tzinfo=UTC)


@pytest.fixture
def panel():
    return [make_user(f"examiner{number}@demo.example", f"Demo examiner {number}") for number in (1, 2)]


@pytest.fixture
def office(cohort):
    return make_coordinator(cohort)


@pytest.fixture
def slot(cohort, panel, office):
    return offer(cohort, panel, office)


@pytest.fixture
def ready(enrolment):
    """With a portfolio."""
    make_handed_in(enrolment, "IP", at=HANDED_IN_AT)
    return enrolment


@pytest.fixture
def viva(ready, slot):
    return book_viva(ready, slot, at=AT)


def offer(cohort, panel, office, **fields):
    usual = {
        "starts_at": STARTS_AT,
        "minutes": 20,
        "room": "https://meet.example",
        "first": panel[0],
        "second": panel[1],
    }
    return offer_slot(cohort, **(usual | fields), by=office, at=AT)


def account(points=(70, 60, 80), outcome="pass", **fields) -> Account:
    usual = {"questions": "Why this form?", "points": points, "reasons": "Clear answers.", "outcome": outcome}
    return Account(**(usual | fields))


def test_a_panel_has_two_people_who_are_free(cohort, panel, office, slot, enrolment):
    for fields, says in (
        ({"second": panel[0]}, "A panel has two different examiners"),
        ({"starts_at": AT + timedelta(hours=24)}, "Learners book until 24 hours before"),
        ({"minutes": 5}, "Enter between 10 and 60 minutes"),
        ({"room": " ", "starts_at": STARTS_AT + timedelta(hours=2)}, "Write where the viva is held"),
        ({"starts_at": STARTS_AT + timedelta(minutes=19)}, "Demo examiner 1 examines at this time already"),
        ({"starts_at": STARTS_AT - timedelta(minutes=19)}, "Demo examiner 1 examines at this time already"),
        ({"second": enrolment.user}, "Nobody examines in the cohort in which they learn"),
    ):
        with pytest.raises(UnableToPlace, match=says):
            offer(cohort, panel, office, **fields)
    assert offer(cohort, panel, office, starts_at=STARTS_AT + timedelta(minutes=20)).pk != slot.pk


def test_a_time_is_booked_once_and_moved(cohort, panel, office, slot, ready):
    other = make_enrolment(cohort, make_user("l8@demo.example", "Demo learner 08"))
    make_handed_in(other, "IP", at=HANDED_IN_AT)
    later = offer(cohort, panel, office, starts_at=STARTS_AT + timedelta(hours=1))

    viva = book_viva(ready, slot, at=AT)
    assert book_viva(ready, slot, at=AT) == viva
    with pytest.raises(UnableToPlace, match="Somebody else has booked this time"):
        book_viva(other, slot, at=AT)
    moved = book_viva(ready, later, at=AT)

    assert (viva_of(ready.internship), free_slots(cohort, at=AT)) == (moved, [slot])
    assert book_viva(other, slot, at=AT).slot == slot
    assert Viva.objects.get(pk=viva.pk).cancelled_at == AT


def test_until_24_hours_before(ready, slot, cohort, panel, office):
    late = STARTS_AT - timedelta(hours=24)
    later = offer(cohort, panel, office, starts_at=STARTS_AT + timedelta(days=2))

    with pytest.raises(UnableToPlace, match="This time cannot be booked any more"):
        book_viva(ready, slot, at=late)
    book_viva(ready, slot, at=late - timedelta(seconds=1))
    with pytest.raises(UnableToPlace, match="Your viva begins within 24 hours"):
        book_viva(ready, later, at=late + timedelta(seconds=1))


def test_without_a_portfolio_no_viva_is_booked(enrolment, slot):
    with pytest.raises(UnableToPlace, match="Hand in your portfolio first"):
        book_viva(enrolment, slot, at=AT)


def test_a_booked_time_is_not_withdrawn_and_a_withdrawn_one_not_booked(
    viva, slot, ready, cohort, panel, office
):
    with pytest.raises(UnableToPlace, match="A learner has booked this time"):
        withdraw_slot(slot, at=AT)
    other = offer(cohort, panel, office, starts_at=STARTS_AT + timedelta(days=1))
    withdraw_slot(other, at=AT)
    assert withdraw_slot(other, at=AT).withdrawn_at == AT
    with pytest.raises(UnableToPlace, match="This time cannot be booked any more"):
        book_viva(ready, other, at=AT)


def test_two_signatures_under_one_outcome_make_the_mark(viva, panel, ready, cohort):
    after = STARTS_AT + timedelta(minutes=30)
    sign_record(viva, account((70, 60, 80)), by=panel[0], at=after)
    with pytest.raises(UnableToPlace, match="Both examiners have to sign the same outcome first"):
        release_viva(viva, by=make_leader(cohort), at=after)
    sign_record(viva, account((60, 60, 61), "pass"), by=panel[1], at=after)

    viva.refresh_from_db()
    # 0.4 * 70 + 0.35 * 60 + 0.25 * 80 = 69; 0.75 * 60 + 0.25 * 61 = 60.25, to one decimal 60.3.
    assert (viva.outcome, viva.points, viva.held_at) == ("pass", Decimal("64.7"), after)
    with pytest.raises(UnableToPlace, match="The viva is over"):
        sign_record(viva, account(), by=panel[0], at=after)


def test_the_leader_of_the_module_releases(viva, panel, ready, cohort, office):
    after = STARTS_AT + timedelta(minutes=30)
    for examiner in panel:
        sign_record(viva, account(), by=examiner, at=after)
    with pytest.raises(UnableToPlace, match="The leader of the module releases the mark"):
        release_viva(viva, by=office, at=after)
    assert released_grades(ready).first == {}
    leader = make_leader(cohort)

    release_viva(viva, by=leader, at=after)
    release_viva(viva, by=leader, at=after)

    [line] = released_grades(ready).first.values()
    assert (ready.grade_events.get().activity.code, line.points, ready.grade_events.count()) == (
        "IV",
        Decimal("69.00"),
        1,
    )


def test_different_outcomes_are_settled_by_a_change(viva, panel):
    after = STARTS_AT + timedelta(minutes=30)
    sign_record(viva, account(), by=panel[0], at=after)
    sign_record(viva, account(outcome="revise"), by=panel[1], at=after)
    viva.refresh_from_db()
    assert viva.outcome == ""

    sign_record(viva, account(outcome="revise"), by=panel[0], at=after)

    viva.refresh_from_db()
    assert (viva.outcome, viva.records.count()) == ("revise", 2)


def test_after_revise_a_second_viva_is_booked(viva, panel, ready, cohort, office):
    after = STARTS_AT + timedelta(minutes=30)
    for examiner in panel:
        sign_record(viva, account(outcome="revise"), by=examiner, at=after)
    second = book_viva(ready, offer(cohort, panel, office, starts_at=STARTS_AT + timedelta(days=3)), at=after)
    for examiner in panel:
        sign_record(second, account((40, 40, 40), "fail"), by=examiner, at=STARTS_AT + timedelta(days=3))

    assert viva_of(ready.internship).outcome == "fail"
    with pytest.raises(UnableToPlace, match="Your viva was held"):
        book_viva(ready, offer(cohort, panel, office, starts_at=STARTS_AT + timedelta(days=5)), at=after)


@pytest.mark.parametrize(
    "fields, says",
    [
        ({"points": (70, 60)}, "Enter points from 0 to 100 for each criterion"),
        ({"points": (70, 60, 101)}, "Enter points from 0 to 100 for each criterion"),
        ({"questions": " "}, "Write which questions you asked"),
        ({"reasons": ""}, "Give the reasons for your points"),
        ({"outcome": "perhaps"}, "Choose an outcome"),
        ({"points": (49, 49, 50)}, r"Your points make 49.3. To pass, 50 are needed"),
        ({"outcome": "fail"}, r"Your points make 69.0. From 50 on it is a pass"),
    ],
)
def test_a_record_that_is_not_whole_is_refused(viva, panel, fields, says):
    with pytest.raises(UnableToPlace, match=says):
        sign_record(viva, account(**fields), by=panel[0], at=STARTS_AT)

    assert not viva.records.exists()


def test_only_the_panel_writes_and_only_from_the_beginning_on(viva, panel, office):
    with pytest.raises(UnableToPlace, match="Only the two examiners write"):
        sign_record(viva, account(), by=office, at=STARTS_AT)
    with pytest.raises(UnableToPlace, match="The viva has not begun yet"):
        sign_record(viva, account(), by=panel[0], at=STARTS_AT - timedelta(seconds=1))
