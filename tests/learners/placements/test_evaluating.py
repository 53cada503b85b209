from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail

from learners.events.delivering import deliver_all_open
from learners.grades.models import GradeEvent, GradeRelease
from learners.placements.confirming import confirm_hours
from learners.placements.entering import log_hours
from learners.placements.evaluating import (
    Judgement,
    approve_evaluation,
    evaluation_is_open,
    evaluation_of,
    gaps_in,
    save_judgement,
    send_evaluation,
)
from learners.placements.hosting import HostFacts
from learners.placements.moving import UnableToPlace
from learners.placements.ratings import KEYS, RATINGS
from learners.placements.reviewing import (
    Review,
    decide_review,
    midpoint_is_open,
    midpoint_of,
    remark_as_supervisor,
    send_review,
)
from tests.factories.internship import (
    STARTS_ON,
    evaluate,
    evening,
    fresh,
    judgement,
    make_running,
    review_midpoint,
    some_coordinator,
    work,
    work_days,
)

pytestmark = pytest.mark.django_db
IN_WEEK_23 = evening(STARTS_ON + timedelta(weeks=17))
IN_WEEK_16 = evening(STARTS_ON + timedelta(weeks=10))
REVIEW = Review({1: "on_track", 2: "changed", 3: "at_risk"}, "The team", "The lift", "Well and safe")


def test_each_rating_has_five_anchors():
    assert [(rating.key, len(set(map(str, rating.anchors)))) for rating in RATINGS] == [
        (key, 5) for key in KEYS
    ]
    assert len(KEYS) == 8


def test_the_evaluation_opens_in_week_23_or_with_three_quarters_of_the_hours(running):
    week_22 = IN_WEEK_23 - timedelta(days=2)
    assert (evaluation_is_open(running, at=week_22), evaluation_is_open(running, at=IN_WEEK_23)) == (
        False,
        True,
    )

    last = work_days(running, 11, first=STARTS_ON)
    assert evaluation_is_open(running, at=evening(last)) is False
    last = work_days(running, 1, first=last + timedelta(days=1), hours=2)

    assert evaluation_is_open(running, at=evening(last)) is True  # 90 of 120


def test_a_draft_keeps_what_is_there_and_says_what_is_missing(running):
    ratings = dict.fromkeys(KEYS[:7], 4) | {"reliability": 5, "unknown": 3}

    evaluation = save_judgement(running, Judgement(ratings=ratings), at=IN_WEEK_23)

    assert gaps_in(evaluation) == [
        "You gave 5 for “Reliability”. Write in one sentence why.",
        "Choose one answer for “Usefulness of the result”.",
        "Say whether you would host again.",
    ]
    with pytest.raises(UnableToPlace, match="You gave 5 for “Reliability”"):
        send_evaluation(running, name="Demo supervisor", at=IN_WEEK_23)


@pytest.mark.parametrize("value", [1, 5])
def test_a_1_or_a_5_needs_a_comment(running, value):
    without = judgement(value, comments={})

    assert len(gaps_in(save_judgement(running, without, at=IN_WEEK_23))) == 8
    assert gaps_in(save_judgement(running, judgement(value), at=IN_WEEK_23)) == []


def test_before_its_time_and_without_a_name_it_is_not_sent(running):
    with pytest.raises(UnableToPlace, match="The evaluation is not open yet"):
        save_judgement(running, judgement(), at=IN_WEEK_23 - timedelta(days=30))
    save_judgement(running, judgement(), at=IN_WEEK_23)
    with pytest.raises(UnableToPlace, match="Type your full name"):
        send_evaluation(running, name=" ", at=IN_WEEK_23)


def test_approved_it_is_locked_and_its_mark_stands_in_the_ledger(running, enrolment, cohort):
    evaluate(running, 4, at=IN_WEEK_23)

    line = GradeEvent.objects.get(enrolment=enrolment, activity__code="IE")
    assert (line.points, line.max_points, line.by) == (Decimal("75.00"), 100, some_coordinator(cohort))
    assert GradeRelease.objects.filter(enrolment=enrolment, activity__code="IE").count() == 1
    assert enrolment.progress.get(activity__code="IE").completed_at == IN_WEEK_23
    assert fresh(running).state == "closed"
    with pytest.raises(UnableToPlace, match="It cannot be changed any more"):
        save_judgement(running, judgement(2), at=IN_WEEK_23)
    again = approve_evaluation(evaluation_of(running), by=some_coordinator(cohort), at=IN_WEEK_23)
    assert (again.approved_at, GradeEvent.objects.count()) == (IN_WEEK_23, 1)


def test_until_then_the_supervisor_changes_it(running, cohort):
    save_judgement(running, judgement(4), at=IN_WEEK_23)
    send_evaluation(running, name="Demo supervisor", at=IN_WEEK_23)

    changed = save_judgement(running, judgement(3), at=IN_WEEK_23)

    assert (changed.ratings["quality"], changed.sent_at) == (3, None)
    with pytest.raises(UnableToPlace, match="The supervisor has not sent the evaluation yet"):
        approve_evaluation(changed, by=some_coordinator(cohort), at=IN_WEEK_23)


def test_of_two_hosts_the_mark_comes_with_the_second_weighted_by_hours(running, enrolment):
    second = make_running(enrolment, host=HostFacts("Bank of the Lake", "private", "KE", "Kisumu"), hours=60)
    work_days(running, 1, first=STARTS_ON, hours=8)
    work_days(second, 3, first=STARTS_ON + timedelta(days=1), hours=8)

    evaluate(running, 5, at=IN_WEEK_23)
    assert not GradeEvent.objects.exists()
    evaluate(second, 3, at=IN_WEEK_23)

    line = GradeEvent.objects.get()
    assert line.points == Decimal("62.50")  # 100 for 8 hours, 50 for 24


def test_hours_that_nobody_has_decided_come_first(running, cohort):
    entry = log_hours(running, work(IN_WEEK_23.date(), 6.5), at=IN_WEEK_23)
    save_judgement(running, judgement(), at=IN_WEEK_23)
    sent = send_evaluation(running, name="Demo supervisor", at=IN_WEEK_23)

    with pytest.raises(
        UnableToPlace, match=r"6\.5 hours are not decided yet, and the approval closes the log"
    ):
        approve_evaluation(sent, by=some_coordinator(cohort), at=IN_WEEK_23)
    confirm_hours(running, [entry.pk], at=IN_WEEK_23)
    approve_evaluation(sent, by=some_coordinator(cohort), at=IN_WEEK_23)

    assert fresh(running).state == "closed"


def test_nobody_approves_the_own_evaluation(running, enrolment):
    save_judgement(running, judgement(), at=IN_WEEK_23)
    sent = send_evaluation(running, name="Demo supervisor", at=IN_WEEK_23)

    with pytest.raises(UnableToPlace, match="Nobody decides about the own placement"):
        approve_evaluation(sent, by=enrolment.user, at=IN_WEEK_23)


def test_the_midpoint_opens_in_week_16_or_with_two_fifths_of_the_hours(running):
    week_15 = IN_WEEK_16 - timedelta(days=2)
    assert (midpoint_is_open(running, at=week_15), midpoint_is_open(running, at=IN_WEEK_16)) == (False, True)

    last = work_days(running, 6, first=STARTS_ON)

    assert midpoint_is_open(running, at=evening(last)) is True  # 48 of 120


def test_a_review_goes_from_the_learner_to_the_supervisor_to_the_co_ordinator(running, cohort):
    by = some_coordinator(cohort)
    midpoint = send_review(running, REVIEW, at=IN_WEEK_16)
    with pytest.raises(UnableToPlace, match="The supervisor has not written yet"):
        decide_review(midpoint, decision="continue", answer="", by=by, at=IN_WEEK_16)
    remark_as_supervisor(running, remarks="Goes well.", at=IN_WEEK_16)
    with pytest.raises(UnableToPlace, match="Your supervisor has written already"):
        send_review(running, REVIEW, at=IN_WEEK_16)
    with pytest.raises(UnableToPlace, match="Choose a decision"):
        decide_review(midpoint, decision="perhaps", answer="", by=by, at=IN_WEEK_16)

    decide_review(midpoint, decision="adjust", answer="One objective less.", by=by, at=IN_WEEK_16)

    midpoint = midpoint_of(running)
    assert (midpoint.progress, midpoint.supervisor_remarks, midpoint.decision, midpoint.decided_by) == (
        {"1": "on_track", "2": "changed", "3": "at_risk"}, "Goes well.", "adjust", by,
    )  # fmt: skip
    with pytest.raises(UnableToPlace, match="decided already"):
        decide_review(midpoint, decision="continue", answer="", by=by, at=IN_WEEK_16)
    with pytest.raises(UnableToPlace, match="No remarks are asked for now"):
        remark_as_supervisor(running, remarks="More.", at=IN_WEEK_16)


def test_the_learner_gets_a_mail_when_the_review_is_decided(running, enrolment):
    deliver_all_open(at=IN_WEEK_16)
    mail.outbox.clear()

    review_midpoint(running, at=IN_WEEK_16)
    deliver_all_open(at=IN_WEEK_16)

    [sent] = [each for each in mail.outbox if each.to == [enrolment.user.email]]
    lines = sent.body.splitlines()
    host = running.host.name
    assert sent.subject == f"Your midpoint review: {host}"
    assert lines[2] == (
        f"the co-ordinator has read what you and your supervisor at {host} wrote at midpoint: Go on as planned."
    )
    assert f"/learn/internship/{running.pk}/midpoint/" in lines[-3]


@pytest.mark.parametrize(
    "fields, says",
    [
        ({"progress": {1: "on_track"}}, "Say for each objective how it stands."),
        ({"progress": {1: "fine", 2: "fine", 3: "fine"}}, "Say for each objective how it stands."),
        ({"works": " "}, "Write what works."),
        ({"does_not": ""}, "Write what does not work"),
        ({"wellbeing": ""}, "whether it is safe"),
    ],
)
def test_a_review_that_is_not_whole_is_refused(running, fields, says):
    with pytest.raises(UnableToPlace, match=says):
        send_review(running, Review(**(vars(REVIEW) | fields)), at=IN_WEEK_16)


def test_before_its_time_no_review_is_sent(running):
    with pytest.raises(UnableToPlace, match="The midpoint review is not open yet"):
        send_review(running, REVIEW, at=IN_WEEK_16 - timedelta(days=30))


def test_an_early_evaluation_is_approved_before_its_week_opens(running, enrolment):
    last = work_days(running, 12, first=STARTS_ON)

    evaluate(running, 4, at=evening(last))

    assert enrolment.progress.get(activity__code="IE").completed_at == evening(last)


def test_with_the_last_hour_the_log_is_completed(running, enrolment):
    last = work_days(running, 14, first=STARTS_ON)
    assert not enrolment.progress.filter(activity__code="IL").exists()

    last = work_days(running, 1, first=last + timedelta(days=1))

    assert enrolment.progress.get(activity__code="IL").completed_at == evening(last)
