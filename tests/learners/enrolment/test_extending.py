from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.editions.plan import plan_of
from learners.enrolment.dates import due_at, learner_dates
from learners.enrolment.extending import (
    AUTOMATIC_COUNT,
    GRACE,
    UnableToExtend,
    ask_for_more_time,
    automatic_left,
    end_extra_time,
    extend_activity,
    extend_by_rule,
    extend_plan,
    grant_extra_time,
    grant_request,
    refuse_request,
)
from learners.enrolment.models import Accommodation, Enrolment, Extension
from learners.events.models import LearningEvent
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import IN_WEEK_1, make_small_programme
from tests.machines import examples

pytestmark = pytest.mark.django_db
AT = IN_WEEK_1
DAY = timedelta(days=1)


@pytest.fixture
def enrolment():
    return make_enrolment(make_small_programme())


@pytest.fixture
def quiz(enrolment):
    return plan_of(enrolment.cohort.edition_id).activity("Q1")


@pytest.fixture
def leader():
    return make_user("leader@demo.example", "Demo leader")


def rule_date(enrolment, quiz):
    Extension.objects.all().delete()
    return due_at(enrolment, quiz)


def test_72_hours_are_there_at_once(enrolment, quiz):
    before = due_at(enrolment, quiz)

    extension = extend_by_rule(enrolment, quiz, by=enrolment.user, at=AT)

    assert due_at(enrolment, quiz) == before + timedelta(hours=72)
    assert (extension.state, extension.decided_by, automatic_left(enrolment)) == (
        "granted",
        enrolment.user,
        1,
    )
    assert learner_dates(enrolment).of(quiz).reason == (
        "You have more time: 72 hours for a lost connection or power, granted by the rule."
    )


def test_the_third_is_refused(enrolment, quiz):
    for _time in range(AUTOMATIC_COUNT):
        extend_by_rule(enrolment, quiz, by=enrolment.user, at=AT)

    with pytest.raises(UnableToExtend, match="You have used both extensions of 72 hours"):
        extend_by_rule(enrolment, quiz, by=enrolment.user, at=AT)
    assert Extension.objects.count() == 2


@pytest.mark.parametrize(
    ("late", "granted"), [(timedelta(), True), (GRACE, True), (GRACE + timedelta(seconds=1), False)]
)
def test_the_rule_gives_time_until_the_grace_is_over(enrolment, quiz, late, granted):
    at = due_at(enrolment, quiz) + late

    if granted:
        extend_by_rule(enrolment, quiz, by=enrolment.user, at=at)
    else:
        with pytest.raises(UnableToExtend, match="more than 24 hours past"):
            extend_by_rule(enrolment, quiz, by=enrolment.user, at=at)
    assert Extension.objects.exists() is granted


def test_a_lesson_needs_no_extension(enrolment):
    lesson = plan_of(enrolment.cohort.edition_id).activity("M01-L01")

    with pytest.raises(UnableToExtend, match="A lesson has no deadline"):
        extend_by_rule(enrolment, lesson, by=enrolment.user, at=AT)


def test_who_withdrew_gets_no_more_time(enrolment, quiz):
    Enrolment.objects.update(state=Enrolment.State.WITHDRAWN)

    with pytest.raises(UnableToExtend, match="The enrolment is: Withdrawn"):
        extend_by_rule(enrolment, quiz, by=enrolment.user, at=AT)


def ask(enrolment, quiz, **changed):
    asked = {"days": 10, "reason": "Mission abroad.", "by": enrolment.user, "at": AT} | changed
    return ask_for_more_time(enrolment, quiz, **asked)


def test_a_request_changes_no_date_before_it_is_granted(enrolment, quiz, leader):
    before = due_at(enrolment, quiz)
    request = ask(enrolment, quiz)
    waiting = due_at(enrolment, quiz)

    grant_request(request, answer="Good work there.", by=leader, at=AT + DAY)

    assert waiting == before
    assert due_at(enrolment, quiz) == before + 10 * DAY


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"days": 0}, "Enter between 1 and 14 days."),
        ({"days": 15}, "Enter between 1 and 14 days."),
        ({"reason": " "}, "Write the reason in one sentence."),
    ],
)
def test_a_bad_request_is_refused(enrolment, quiz, changed, says):
    with pytest.raises(UnableToExtend) as refusal:
        ask(enrolment, quiz, **changed)

    assert str(refusal.value) == says


def test_one_request_for_one_work_waits_at_a_time(enrolment, quiz):
    ask(enrolment, quiz)

    with pytest.raises(UnableToExtend, match="waits for a decision already"):
        ask(enrolment, quiz)


def test_a_refusal_needs_its_reason_and_changes_no_date(enrolment, quiz, leader):
    request, before = ask(enrolment, quiz), due_at(enrolment, quiz)

    with pytest.raises(UnableToExtend, match="Write why you refuse"):
        refuse_request(request, answer=" ", by=leader, at=AT)
    refused = refuse_request(request, answer="It was announced in May.", by=leader, at=AT)

    assert (refused.state, refused.answer, due_at(enrolment, quiz)) == (
        "refused",
        "It was announced in May.",
        before,
    )


def test_a_request_is_decided_once(enrolment, quiz, leader):
    request = ask(enrolment, quiz)
    grant_request(request, by=leader, at=AT)

    with pytest.raises(UnableToExtend, match="decided already: Granted"):
        refuse_request(request, answer="No.", by=leader, at=AT)
    with pytest.raises(UnableToExtend, match="decided already: Granted"):
        grant_request(request, by=leader, at=AT)


def test_all_remaining_work_moves_at_once(enrolment, quiz, leader):
    lesson = plan_of(enrolment.cohort.edition_id).activity("M01-L02")
    before = due_at(enrolment, quiz), due_at(enrolment, lesson)

    extend_plan(enrolment, days=14, reason="Flood.", by=leader, at=AT)

    assert (due_at(enrolment, quiz), due_at(enrolment, lesson)) == (
        before[0] + 14 * DAY,
        before[1] + 14 * DAY,
    )
    assert learner_dates(enrolment).of(quiz).reason == "All your remaining work has 14 more days: Flood."


def test_what_was_due_before_stays(enrolment, quiz, leader):
    before = due_at(enrolment, quiz)

    extend_plan(enrolment, days=14, reason="Flood.", by=leader, at=before)

    assert due_at(enrolment, quiz) == before


def test_extensions_of_both_kinds_add_up(enrolment, quiz, leader):
    before = due_at(enrolment, quiz)
    extend_plan(enrolment, days=7, reason="Flood.", by=leader, at=AT)
    extend_by_rule(enrolment, quiz, by=enrolment.user, at=AT)

    assert due_at(enrolment, quiz) == before + 10 * DAY


@pytest.mark.parametrize("days", [0, 29])
def test_the_plan_moves_by_28_days_at_most(enrolment, leader, days):
    with pytest.raises(UnableToExtend, match="between 1 and 28 days"):
        extend_plan(enrolment, days=days, reason="Flood.", by=leader, at=AT)


def test_staff_give_time_after_the_due_date_from_the_moment_they_give_it(enrolment, quiz, leader):
    at = due_at(enrolment, quiz) + 5 * DAY

    extend_activity(enrolment, quiz, days=3, reason="Illness.", by=leader, at=at)

    assert due_at(enrolment, quiz) == at + 3 * DAY


def test_every_change_is_an_event(enrolment, quiz, leader):
    extend_by_rule(enrolment, quiz, by=enrolment.user, at=AT)
    request = ask(enrolment, quiz)
    refuse_request(request, answer="No.", by=leader, at=AT)
    grant_extra_time(enrolment, percent=25, reason="Low vision.", by=leader, at=AT)
    end_extra_time(enrolment, by=leader, at=AT)

    events = LearningEvent.objects.order_by("pk").values_list("verb", "by", "data")
    assert list(events) == [
        ("extension.granted", enrolment.user_id, {"extension": request.pk - 1}),
        ("extension.asked", enrolment.user_id, {"extension": request.pk}),
        ("extension.refused", leader.pk, {"extension": request.pk}),
        ("accommodation.granted", leader.pk, {"percent": 25}),
        ("accommodation.ended", leader.pk, {}),
    ]


def test_extra_time_keeps_its_reason_when_only_the_time_changes(enrolment, leader):
    grant_extra_time(enrolment, percent=25, reason="Low vision.", by=leader, at=AT)

    grant_extra_time(enrolment, percent=50, by=leader, at=AT)

    found = Accommodation.objects.values_list("extra_time_percent", "reason")
    assert list(found) == [(50, "Low vision.")]


def test_other_extra_time_is_refused(enrolment, leader):
    with pytest.raises(UnableToExtend, match="25, 50 or 100 per cent"):
        grant_extra_time(enrolment, percent=30, by=leader, at=AT)


DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("rule"), st.integers(0, 40)),
        st.tuples(st.just("ask"), st.integers(1, 14)),
        st.tuples(st.just("grant"), st.just(0)),
        st.tuples(st.just("refuse"), st.just(0)),
        st.tuples(st.just("plan"), st.integers(1, 28)),
        st.tuples(st.just("give"), st.integers(1, 28)),
    ),
    max_size=12,
)


@settings(
    max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=DEEDS)
def test_no_order_of_deeds_takes_time_away(enrolment, quiz, leader, deeds):
    """The due date never comes earlier, the rule gives two at most, one request waits at most."""
    due = rule_date(enrolment, quiz)
    for hours, (name, number) in enumerate(deeds):
        with suppress(UnableToExtend):
            carry_out(name, number, enrolment, quiz, leader, AT + timedelta(hours=hours))
        assert due_at(enrolment, quiz) >= due
        due = due_at(enrolment, quiz)
    kinds = list(Extension.objects.values_list("kind", flat=True))
    assert kinds.count("automatic") <= AUTOMATIC_COUNT
    assert Extension.objects.filter(state="waiting").count() <= 1


def carry_out(name, number, enrolment, quiz, leader, at) -> None:
    waiting = Extension.objects.filter(state="waiting").first()
    given = {"days": number, "reason": "x", "by": leader, "at": at}
    deeds = {
        "rule": lambda: extend_by_rule(enrolment, quiz, by=enrolment.user, at=at + number * DAY),
        "ask": lambda: ask(enrolment, quiz, days=number, at=at),
        "plan": lambda: extend_plan(enrolment, **given),
        "give": lambda: extend_activity(enrolment, quiz, **given),
        "grant": lambda: waiting and grant_request(waiting, by=leader, at=at),
        "refuse": lambda: waiting and refuse_request(waiting, answer="No.", by=leader, at=at),
    }
    deeds[name]()
