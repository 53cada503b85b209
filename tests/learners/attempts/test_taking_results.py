from datetime import timedelta
from decimal import Decimal

import pytest

from courses.cohorts.models import DateOverride
from courses.editions.plan import plan_of
from courses.questions.models import QuestionBank
from learners.attempts import tasks
from learners.attempts.closing import GRACE, close_overdue, submit_attempt
from learners.attempts.models import QuizAttempt
from learners.attempts.taking import UnableToStart, start_attempt
from learners.events.models import LearningEvent
from learners.grades.ledger import record_grade
from learners.grades.models import GradeEvent
from learners.progress.models import ActivityProgress
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import make_edition, make_question
from tests.learners.attempts.sheets import (
    AT,
    MINUTE,
    answer_all,
    finish,
    ledger,
    verbs,
)

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_submit_scores_grades_and_completes(enrolment, planned):
    attempt = finish(enrolment, planned, right=2)

    assert (attempt.points, attempt.submitted_at, attempt.closed_by) == (2, AT + MINUTE, "learner")
    assert list(attempt.items.order_by("order").values_list("points", flat=True)) == [1, 1, 0]
    assert ledger(enrolment) == [(2, 3, "Quiz Q1, attempt 1: 2 of 3 points", None)]
    assert ActivityProgress.objects.get(activity_id=planned.activity_id).completed_at == AT + MINUTE
    assert verbs() == [
        "activity.opened",
        "quiz.started",
        "quiz.submitted",
        "grade.recorded",
        "activity.completed",
    ]
    event = LearningEvent.objects.get(verb="quiz.submitted")
    assert event.by == enrolment.user
    assert event.data == {"attempt": 1, "points": "2.00", "max_points": "3.00", "closed_by": "learner"}


def test_a_quiz_that_was_not_passed_stays_a_task_while_an_attempt_is_left(enrolment, planned):
    finish(enrolment, planned, right=1)

    assert ActivityProgress.objects.get(activity_id=planned.activity_id).completed_at is None

    second = finish(enrolment, planned, right=0, at=AT + timedelta(hours=1))

    assert ActivityProgress.objects.get(activity_id=planned.activity_id).completed_at == second.submitted_at


def test_submit_twice_gives_the_same_result_once(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)
    answer_all(attempt, right=2)
    first = submit_attempt(attempt, by=enrolment.user, at=AT + MINUTE)
    told = verbs()

    second = submit_attempt(attempt, by=enrolment.user, at=AT + 30 * MINUTE)

    fields = ("points", "submitted_at", "closed_by")
    assert [getattr(second, name) for name in fields] == [getattr(first, name) for name in fields]
    assert (len(ledger(enrolment)), verbs()) == (1, told)


def test_submit_without_any_answer_earns_nothing_and_is_recorded(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)

    submit_attempt(attempt, by=enrolment.user, at=AT)

    assert ledger(enrolment) == [(0, 3, "Quiz Q1, attempt 1: 0 of 3 points", None)]


def test_submit_after_the_deadline_counts_as_closed_by_time(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)
    answer_all(attempt, right=1)

    closed = submit_attempt(attempt, by=enrolment.user, at=attempt.deadline_at + 5 * MINUTE)

    assert (closed.points, closed.closed_by, closed.submitted_at) == (1, "time", attempt.deadline_at)


@pytest.mark.parametrize(
    ("first", "second", "grades"), [(2, 3, [2, 3]), (2, 2, [2]), (2, 1, [2]), (0, 0, [0])]
)
def test_ledger_gets_a_line_only_for_a_better_attempt(enrolment, planned, first, second, grades):
    finish(enrolment, planned, right=first)

    finish(enrolment, planned, right=second, at=AT + 5 * MINUTE)

    assert [line[0] for line in ledger(enrolment)] == grades


def test_ledger_keeps_a_corrected_grade_that_is_higher(enrolment, planned):
    finish(enrolment, planned, right=1)
    record_grade(
        enrolment,
        activity_id=planned.activity_id,
        points=Decimal(3),
        max_points=Decimal(3),
        reason="Question withdrawn",
        by=make_user("s@demo.example"),
        at=AT,
    )

    finish(enrolment, planned, right=2, at=AT + 5 * MINUTE)

    assert [line[0] for line in ledger(enrolment)] == [1, 3]


def test_grade_of_a_colleague_plays_no_part(enrolment, planned):
    other = make_enrolment(enrolment.cohort, make_user("other@demo.example"))
    finish(other, planned, right=3)

    finish(enrolment, planned, right=1)

    assert [line[0] for line in ledger(enrolment)] == [1]


# Closing by the clock


def test_close_overdue_closes_with_all_saved_answers(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)
    answer_all(attempt, right=2)

    closed = close_overdue(at=attempt.deadline_at + GRACE + SECOND)

    attempt.refresh_from_db()
    assert closed == 1
    assert (attempt.points, attempt.closed_by, attempt.submitted_at) == (2, "time", attempt.deadline_at)
    assert ledger(enrolment) == [(2, 3, "Quiz Q1, attempt 1: 2 of 3 points", None)]
    assert ActivityProgress.objects.get(activity_id=planned.activity_id).completed_at == attempt.deadline_at
    assert LearningEvent.objects.get(verb="quiz.submitted").by is None


def test_close_overdue_leaves_what_still_has_time_or_is_done(enrolment, planned):
    other = make_enrolment(enrolment.cohort, make_user("other@demo.example"))
    finish(other, planned, right=3)
    attempt = start_attempt(enrolment, planned, at=AT)

    closed = close_overdue(at=attempt.deadline_at + GRACE)

    assert closed == 0
    assert QuizAttempt.objects.filter(submitted_at=None).get() == attempt


def test_close_overdue_twice_changes_nothing(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)
    late = attempt.deadline_at + GRACE + SECOND

    counts = [close_overdue(at=late), close_overdue(at=late)]

    assert (counts, GradeEvent.objects.count()) == ([1, 0], 1)


def test_close_overdue_goes_on_after_one_that_fails(enrolment, planned, caplog):
    broken = start_attempt(enrolment, planned, at=AT)
    stray = make_question(QuestionBank.objects.get(code="M01"), "M01-Q99")
    broken.items.filter(order=1).update(question=stray)
    other = make_enrolment(enrolment.cohort, make_user("other@demo.example"))
    start_attempt(other, planned, at=AT + MINUTE)

    closed = close_overdue(at=AT + 30 * MINUTE)

    assert closed == 1
    assert QuizAttempt.objects.filter(submitted_at=None).get() == broken
    assert [record.message for record in caplog.records] == [f"Attempt {broken.pk} could not be closed"]


def test_close_overdue_stands_when_the_quiz_was_moved_after_the_start(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)
    DateOverride.objects.create(
        cohort=enrolment.cohort,
        activity_id=planned.activity_id,
        opens_at=AT + timedelta(days=30),
        reason="Elections",
    )

    closed = close_overdue(at=attempt.deadline_at + GRACE + SECOND)

    assert (closed, len(ledger(enrolment))) == (1, 1)
    assert ActivityProgress.objects.get(activity_id=planned.activity_id).completed_at is None


def test_task_closes_what_is_overdue(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)  # long ago

    tasks.close_overdue()

    attempt.refresh_from_db()
    assert attempt.closed_by == "time"


def test_attempts_of_an_older_edition_count(enrolment, planned):
    """A cohort may move to a newer edition: what was used is used, and numbers go on."""
    finish(enrolment, planned, right=1)
    newer = make_newer_edition(enrolment)

    second = start_attempt(enrolment, newer, at=AT + 5 * MINUTE)

    assert second.number == 2
    answer_all(second, right=0)
    submit_attempt(second, by=enrolment.user, at=AT + 6 * MINUTE)
    with pytest.raises(UnableToStart):
        start_attempt(enrolment, newer, at=AT + 10 * MINUTE)


def make_newer_edition(enrolment):
    edition = make_edition(enrolment.cohort.edition.programme)
    enrolment.cohort.edition = edition
    enrolment.cohort.save(update_fields=["edition"])
    return plan_of(edition.pk).activity("Q1")
