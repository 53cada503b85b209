"""Late answers are evidence, and count when staff accept them with a reason."""

from datetime import timedelta
from decimal import Decimal

import pytest

from courses.cohorts.roles import MarkingScope
from courses.programme.models import Activity
from learners.attempts.closing import GRACE, close_overdue, submit_attempt
from learners.attempts.lateness import MOST_FOR_ONE_QUESTION, UnableToAccept, accept_late, keep_late, lateness
from learners.attempts.marking import mark_item
from learners.attempts.models import LateAnswer
from learners.attempts.queries import late_answers
from learners.attempts.taking import AlreadySubmitted, Answer, TimeIsUp, save_sheet, start_attempt
from learners.events.models import LearningEvent
from learners.grades.releasing import release_marks
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import make_exam_programme
from tests.learners.attempts.exams import IN_WINDOW, essays_of, mark_all, sit_exam
from tests.learners.attempts.sheets import AT, MINUTE, answer, ledger, places, the_item

pytestmark = pytest.mark.django_db
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.fixture
def marker():
    return make_user("marker@demo.example", "Demo marker")


def come_late(attempt, order=1, *, right=True, sequence=2, after=GRACE + SECOND) -> LateAnswer:
    with pytest.raises((TimeIsUp, AlreadySubmitted)):
        answer(attempt, order, right=right, sequence=sequence, at=attempt.deadline_at + after)
    return LateAnswer.objects.filter(item__attempt=attempt, item__order=order).latest("pk")


@pytest.mark.parametrize("after", [GRACE + SECOND, DAY])
def test_a_late_answer_is_kept_and_changes_nothing(enrolment, planned, after):
    attempt = start_attempt(enrolment, planned, at=AT)
    answer(attempt, 1, right=False)

    late = come_late(attempt, after=after)

    item = the_item(attempt, 1)
    assert (late.item, late.sequence, late.received_at) == (item, 2, attempt.deadline_at + after)
    assert (item.sequence, item.response == late.response) == (1, False)
    assert lateness(late, attempt) == after
    reader = make_user("m@demo.example")
    scopes = [MarkingScope(((enrolment.cohort_id, module, "marker"),)) for module in ("", "M01", "M02")]
    assert [list(late_answers(scope, reader=reader)) for scope in scopes] == [[late], [late], []]
    assert list(late_answers(MarkingScope(()), reader=reader)) == []


def test_the_same_late_answer_is_one_row_and_the_same_as_stored_is_none(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)
    answer(attempt, 1, right=True)

    come_late(attempt, 1, right=False)
    come_late(attempt, 1, right=False)
    with pytest.raises(TimeIsUp):
        answer(attempt, 1, right=True, sequence=3, at=attempt.deadline_at + DAY)

    assert LateAnswer.objects.count() == 1


def test_a_late_sheet_is_kept_question_by_question(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)
    sent = [Answer(order, places(attempt, order, right=True), False, 1) for order in (1, 2, 3)]

    with pytest.raises(TimeIsUp):
        save_sheet(attempt, sent, at=attempt.deadline_at + DAY)

    assert LateAnswer.objects.count() == 3


def test_not_more_than_twenty_are_kept_for_one_question(enrolment, planned):
    item = the_item(start_attempt(enrolment, planned, at=AT), 1)
    for sequence in range(MOST_FOR_ONE_QUESTION):
        keep_late(item, response=[1], sequence=sequence, at=AT)

    assert keep_late(item, response=[1], sequence=99, at=AT) is None
    assert keep_late(item, response=[1], sequence=3, at=AT).sequence == 3
    assert LateAnswer.objects.count() == MOST_FOR_ONE_QUESTION


def test_accepting_counts_the_answer_through_the_ledger(enrolment, planned, marker):
    attempt = start_attempt(enrolment, planned, at=AT)
    answer(attempt, 1, right=False)
    answer(attempt, 2, right=True)
    late = come_late(attempt)
    close_overdue(at=attempt.deadline_at + DAY)
    at = attempt.deadline_at + 2 * DAY

    accepted = accept_late(late, reason=" Power cut, confirmed. ", by=marker, at=at)

    attempt.refresh_from_db()
    assert (attempt.points, attempt.marked_at, attempt.submitted_at) == (2, at, attempt.deadline_at)
    assert (accepted.accepted_at, accepted.accepted_by, accepted.reason) == (
        at,
        marker,
        "Power cut, confirmed.",
    )
    assert ledger(enrolment) == [
        (1, 3, "Quiz Q1, attempt 1: 1 of 3 points", None),
        (2, 3, "Quiz Q1, attempt 1: 2 of 3 points", marker.pk),
    ]
    event = LearningEvent.objects.get(verb="quiz.late_answer_accepted")
    assert (event.by, event.at, event.enrolment, event.data["reason"]) == (
        marker,
        at,
        enrolment,
        "Power cut, confirmed.",
    )
    assert event.data["received_at"] == late.received_at.isoformat()


def test_accepting_twice_is_the_same_result(enrolment, planned, marker):
    attempt = start_attempt(enrolment, planned, at=AT)
    late = come_late(attempt)
    close_overdue(at=attempt.deadline_at + DAY)

    for _time in range(2):
        accept_late(late, reason="Power cut.", by=marker, at=attempt.deadline_at + DAY)

    assert len(ledger(enrolment)) == 2


def test_what_is_not_accepted(enrolment, planned, marker):
    attempt = start_attempt(enrolment, planned, at=AT)
    first, second = come_late(attempt, sequence=2), come_late(attempt, right=False, sequence=3)
    at = attempt.deadline_at + DAY
    refusals = []

    def refuse(late, **deed):
        with pytest.raises(UnableToAccept) as refusal:
            accept_late(late, **{"reason": "Power cut.", "by": marker, "at": at} | deed)
        refusals.append(str(refusal.value))

    refuse(first, reason="  ")
    refuse(first)
    submit_attempt(attempt, by=None, at=at)
    refuse(first, by=enrolment.user)
    accept_late(second, reason="Power cut.", by=marker, at=at)
    refuse(first)

    assert refusals == [
        "Enter the reason why this answer counts.",
        "The attempt is not closed yet. Try again in two minutes.",
        "Nobody accepts the own answer.",
        "A newer answer to this question counts already.",
    ]


def test_a_late_essay_waits_for_its_marker_again(marker):
    enrolment = make_enrolment(make_exam_programme())
    attempt = sit_exam(enrolment)
    mark_all(attempt, by=marker, at=IN_WINDOW + DAY)
    essay = essays_of(attempt)[0]
    late = keep_late(essay, response="My better view.", sequence=9, at=attempt.submitted_at + MINUTE)

    accept_late(late, reason="The line broke.", by=marker, at=IN_WINDOW + 2 * DAY)

    attempt.refresh_from_db()
    assert (attempt.points, essays_of(attempt)[0].points, len(ledger(enrolment))) == (None, None, 1)
    mark_item(essays_of(attempt)[0], points=Decimal(8), feedback="", by=marker, at=IN_WINDOW + 3 * DAY)
    assert [line[0] for line in ledger(enrolment)] == [Decimal(70), Decimal(74)]


def test_nothing_is_accepted_when_the_mark_is_released(marker):
    enrolment = make_enrolment(make_exam_programme())
    attempt = sit_exam(enrolment)
    mark_all(attempt, by=marker, at=IN_WINDOW + DAY)
    late = keep_late(essays_of(attempt)[0], response="My better view.", sequence=9, at=IN_WINDOW + DAY)
    exam = Activity.objects.get(code="EX")
    release_marks([enrolment], exam.pk, by=marker, at=IN_WINDOW + 2 * DAY)

    with pytest.raises(UnableToAccept) as refusal:
        accept_late(late, reason="The line broke.", by=marker, at=IN_WINDOW + 3 * DAY)

    assert str(refusal.value).startswith("The mark is released.")
