from datetime import date, timedelta
from uuid import uuid4

import pytest

from content.base.uploads import NotAccepted
from learners.placements.changing import interrupt
from learners.placements.confirming import (
    accept_hours,
    confirm_hours,
    query_hours,
    reject_hours,
    waiting_entries,
)
from learners.placements.entering import FOLDER, HoursRefused, change_entry, log_hours, withdraw_entry
from learners.placements.hosting import HostFacts
from learners.placements.logbook import HoursEntry
from learners.placements.moving import UnableToPlace
from tests.factories.internship import (
    SIGNED_AT,
    STARTS_ON,
    evening,
    fresh,
    make_approved,
    make_running,
    make_signed,
    some_coordinator,
    work,
)
from tests.learners.submissions.files import pdf

pytestmark = pytest.mark.django_db
PDF = pdf()
DAY = STARTS_ON + timedelta(days=1)  # a Tuesday


def test_an_entry_of_a_quarter_and_of_ten_hours(running):
    short = log_hours(running, work(DAY, 0.25), at=evening(DAY))
    long = log_hours(running, work(DAY + timedelta(days=1), 10), at=evening(DAY + timedelta(days=1)))

    assert [(str(each.hours), each.state) for each in (short, long)] == [
        ("0.25", "waiting"),
        ("10", "waiting"),
    ]


@pytest.mark.parametrize(
    "fields, says",
    [
        ({"hours": 0}, "Enter hours between 0.25 and 10, for example 2.5."),
        ({"hours": 10.25}, "Enter hours between 0.25 and 10, for example 2.5."),
        ({"activity": " "}, "Write in a few words what you did."),
        ({"activity": "word " * 61}, "The activity has 61 words. The limit is 60."),
        ({"done_on": DAY + timedelta(days=1)}, "This day is in the future."),
        ({"done_on": STARTS_ON - timedelta(days=1)}, "Hours count from 6 April 2026 on"),
        ({"category": "sleep"}, "Choose what kind of work it was."),
        ({"objective": None}, "Choose the objective that the task serves."),
        ({"objective": 5}, "Your plan has no objective 5."),
    ],
)
def test_an_entry_that_breaks_a_limit_is_refused(running, fields, says):
    entry = work(**({"done_on": DAY} | fields))

    with pytest.raises(HoursRefused, match=says):
        log_hours(running, entry, at=evening(DAY))

    assert not HoursEntry.objects.exists()


def test_no_hour_before_all_have_signed(enrolment):
    placement = make_approved(enrolment)

    with pytest.raises(HoursRefused, match="No hours can be logged before all have signed the agreement"):
        log_hours(placement, work(DAY), at=evening(DAY))


def test_a_day_before_the_last_signature_does_not_count(enrolment):
    placement = make_running(enrolment, at=SIGNED_AT + timedelta(days=3))

    with pytest.raises(HoursRefused, match="Hours count from 9 April 2026 on"):
        log_hours(placement, work(date(2026, 4, 8)), at=evening(date(2026, 4, 10)))


def test_before_the_plan_is_approved_only_planning_counts(enrolment):
    placement = make_signed(enrolment)

    with pytest.raises(HoursRefused, match="only planning and reflection can be logged"):
        log_hours(placement, work(DAY), at=evening(DAY))
    assert log_hours(placement, work(DAY, 2, "planning"), at=evening(DAY)).category == "planning"


def test_an_interrupted_placement_takes_no_hours(running, cohort):
    interrupt(running, reason="Illness.", by=some_coordinator(cohort), at=evening(DAY))

    with pytest.raises(HoursRefused, match=r"The placement is: Interrupted. No hours can be logged."):
        log_hours(running, work(DAY), at=evening(DAY))


def test_after_the_last_day_of_the_agreement_nothing_is_logged(running):
    after = running.ends_on + timedelta(days=1)

    with pytest.raises(HoursRefused, match="The agreement ends on 23 August 2026"):
        log_hours(running, work(after), at=evening(after))


@pytest.mark.parametrize("days, refused", [(21, False), (22, True)])
def test_an_entry_of_more_than_21_days_ago_needs_a_reason(running, days, refused):
    at = evening(DAY + timedelta(days=days))

    if refused:
        with pytest.raises(HoursRefused, match="more than 21 days ago"):
            log_hours(running, work(DAY), at=at)
        assert log_hours(running, work(DAY, late_reason="No network."), at=at).late_reason == "No network."
    else:
        assert log_hours(running, work(DAY), at=at).late_reason == ""


def test_the_day_is_that_of_the_learner(running):
    """22:00 in UTC is the next day in Nairobi."""
    tomorrow = DAY + timedelta(days=1)

    assert log_hours(running, work(tomorrow), at=evening(DAY) + timedelta(hours=4)).done_on == tomorrow


def test_ten_hours_a_day_over_all_hosts(running, enrolment):
    other = make_running(enrolment, host=HostFacts("Bank of the Lake", "private", "KE", "Kisumu"), hours=60)
    log_hours(running, work(DAY, 6), at=evening(DAY))

    with pytest.raises(
        HoursRefused, match=r"At most 10 hours can be logged on one day. You have 6, so 4 are left."
    ):
        log_hours(other, work(DAY, 4.25), at=evening(DAY))
    assert log_hours(other, work(DAY, 4), at=evening(DAY)).quarters == 16


def test_forty_hours_a_week_from_monday_to_sunday(running):
    sunday = STARTS_ON + timedelta(days=6)
    for number in range(4):
        log_hours(running, work(STARTS_ON + timedelta(days=number), 9.75), at=evening(sunday))

    with pytest.raises(HoursRefused, match=r"Monday to Sunday. You have 39, so 1 are left"):
        log_hours(running, work(sunday, 1.25), at=evening(sunday))
    log_hours(running, work(sunday, 1), at=evening(sunday))
    monday = sunday + timedelta(days=1)
    assert log_hours(running, work(monday, 10), at=evening(monday)).quarters == 40


def test_twenty_hours_of_reflection_in_all(running):
    for number in range(2):
        day = DAY + timedelta(days=number)
        log_hours(running, work(day, 9.75, "reflection"), at=evening(day))
    third = DAY + timedelta(days=7)

    with pytest.raises(HoursRefused, match=r"planning, reflection and portfolio together. You have 19.5"):
        log_hours(running, work(third, 0.75, "portfolio"), at=evening(third))
    assert log_hours(running, work(third, 0.5, "planning"), at=evening(third)).quarters == 2


def test_what_is_sent_twice_is_one_entry(running):
    same = uuid4()

    first = log_hours(running, work(DAY, client_id=same), at=evening(DAY))
    second = log_hours(running, work(DAY, 3, client_id=same), at=evening(DAY))

    assert (first.pk, HoursEntry.objects.count(), second.quarters) == (second.pk, 1, 32)


def test_a_file_as_evidence_is_kept_and_a_wrong_one_refused(running):
    entry = log_hours(running, work(DAY, evidence=PDF), at=evening(DAY))

    assert FOLDER.read(entry.evidence_name) == PDF
    with pytest.raises(NotAccepted, match="not a PDF, JPEG or PNG"):
        log_hours(running, work(DAY, 1, evidence=b"<svg/>"), at=evening(DAY))


def test_a_question_of_the_supervisor_is_answered_by_a_change(running):
    entry = log_hours(running, work(DAY, 8), at=evening(DAY))
    query_hours(running, entry.pk, note="Was it not six?", at=evening(DAY))
    entry.refresh_from_db()
    assert (entry.state, entry.note) == ("queried", "Was it not six?")

    change_entry(entry, work(DAY, 6), at=evening(DAY) + timedelta(hours=1))

    entry.refresh_from_db()
    assert (entry.state, entry.quarters, entry.decided_at) == ("waiting", 24, None)
    assert confirm_hours(running, [entry.pk], at=evening(DAY)) == [entry]


def test_a_change_does_not_count_the_entry_itself(running):
    entry = log_hours(running, work(DAY, 8), at=evening(DAY))

    assert change_entry(entry, work(DAY, 10), at=evening(DAY)).quarters == 40


def test_what_is_confirmed_is_not_changed_and_not_withdrawn(running):
    entry = log_hours(running, work(DAY), at=evening(DAY))
    confirm_hours(running, [entry.pk], at=evening(DAY))

    for rule in (
        lambda: change_entry(entry, work(DAY, 1), at=evening(DAY)),
        lambda: withdraw_entry(entry, at=evening(DAY)),
    ):
        with pytest.raises(HoursRefused, match=r"This entry is: Confirmed. It cannot be changed any more."):
            rule()


def test_withdrawn_hours_leave_the_day_free(running):
    entry = log_hours(running, work(DAY, 10), at=evening(DAY))

    withdraw_entry(entry, at=evening(DAY))
    entry.refresh_from_db()
    withdraw_entry(entry, at=evening(DAY))

    assert log_hours(running, work(DAY, 10), at=evening(DAY)).state == "waiting"


def test_confirmed_twice_is_confirmed_once_and_foreign_entries_are_left_out(running):
    entry = log_hours(running, work(DAY), at=evening(DAY))

    first = confirm_hours(running, [entry.pk, 987654], at=evening(DAY))
    second = confirm_hours(running, [entry.pk], at=evening(DAY) + timedelta(days=1))

    entry.refresh_from_db()
    assert ([each.pk for each in first], second, entry.decided_at) == ([entry.pk], [], evening(DAY))


def test_a_question_needs_words_and_an_entry_that_waits(running):
    entry = log_hours(running, work(DAY), at=evening(DAY))

    with pytest.raises(UnableToPlace, match="Write your question"):
        query_hours(running, entry.pk, note=" ", at=evening(DAY))
    confirm_hours(running, [entry.pk], at=evening(DAY))
    with pytest.raises(UnableToPlace, match="changed or decided meanwhile"):
        query_hours(running, entry.pk, note="Why?", at=evening(DAY))


def test_after_21_days_the_co_ordinator_decides_and_not_the_supervisor(running, cohort):
    entry, by = log_hours(running, work(DAY), at=evening(DAY)), some_coordinator(cohort)
    in_time, too_late = (evening(DAY) + timedelta(days=21, seconds=more) for more in (0, 1))

    assert waiting_entries(running, at=in_time) == [entry]
    with pytest.raises(UnableToPlace, match="The supervisor can still decide"):
        accept_hours(entry, reason="Seen.", by=by, at=in_time)
    assert confirm_hours(running, [entry.pk], at=too_late) == []
    accept_hours(entry, reason="The supervisor was ill.", by=by, at=too_late)

    entry.refresh_from_db()
    assert (entry.state, entry.decided_by, entry.note) == ("confirmed", by, "The supervisor was ill.")


def test_the_co_ordinator_gives_a_reason_and_is_not_the_learner(running, enrolment, cohort):
    entry, late = log_hours(running, work(DAY), at=evening(DAY)), evening(DAY) + timedelta(days=22)

    with pytest.raises(UnableToPlace, match="Write a reason"):
        reject_hours(entry, reason="", by=some_coordinator(cohort), at=late)
    with pytest.raises(UnableToPlace, match="Nobody decides about the own hours"):
        accept_hours(entry, reason="So.", by=enrolment.user, at=late)
    assert reject_hours(entry, reason="No work.", by=some_coordinator(cohort), at=late).state == "rejected"
    assert fresh(running).state == "running"
