from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from courses.cohorts.models import DateOverride
from courses.editions.plan import plan_of
from courses.editions.questions import frozen_pool
from courses.questions.kinds import UnreadableAnswer
from courses.questions.models import QuestionBank
from learners.attempts import tasks
from learners.attempts.models import AttemptItem, QuizAttempt
from learners.attempts.taking import (
    AlreadySubmitted,
    Answer,
    Saved,
    TimeIsUp,
    UnableToStart,
    close_overdue,
    save_response,
    save_sheet,
    start_attempt,
    submit_attempt,
)
from learners.enrolment.access import NotOpen
from learners.enrolment.models import Accommodation, Enrolment, Extension
from learners.events.models import LearningEvent
from learners.grades.ledger import record_grade
from learners.grades.models import GradeEvent
from learners.progress.models import ActivityProgress
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import make_edition, make_question
from tests.learners.attempts.sheets import (
    AT,
    CLOSES_AT,
    MINUTE,
    OPENS_AT,
    answer,
    answer_all,
    places,
    the_item,
)

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def ledger(enrolment):
    return list(enrolment.grade_events.order_by("pk").values_list("points", "max_points", "reason", "by"))


def verbs():
    return list(LearningEvent.objects.order_by("pk").values_list("verb", flat=True))


def finish(enrolment, planned, *, right, at=AT):
    attempt = start_attempt(enrolment, planned, at=at)
    answer_all(attempt, right=right, at=at)
    return submit_attempt(attempt, by=enrolment.user, at=at + MINUTE)


# Starting


def test_start_draws_the_questions_and_fixes_the_deadline(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)

    assert (attempt.number, attempt.started_at, attempt.deadline_at) == (1, AT, AT + 20 * MINUTE)
    assert (attempt.max_points, attempt.submitted_at, attempt.closed_by) == (3, None, "")
    items = list(attempt.items.order_by("order"))
    assert [item.order for item in items] == [1, 2, 3]
    assert {item.question_id for item in items} < set(frozen_pool(planned.id))
    assert {(item.response, item.sequence, item.points) for item in items} == {(None, 0, None)}


def test_start_is_told_and_opens_the_activity(enrolment, planned):
    start_attempt(enrolment, planned, at=AT)

    event = LearningEvent.objects.get(verb="quiz.started")
    assert (event.enrolment, event.activity_id, event.by) == (enrolment, planned.activity_id, enrolment.user)
    assert event.data == {"attempt": 1, "deadline_at": "2026-03-10T12:20:00+00:00"}
    assert verbs() == ["activity.opened", "quiz.started"]


def test_start_again_goes_on_with_the_open_attempt(enrolment, planned):
    first = start_attempt(enrolment, planned, at=AT)

    second = start_attempt(enrolment, planned, at=AT + MINUTE)

    assert second == first
    assert QuizAttempt.objects.count() == 1
    assert verbs() == ["activity.opened", "quiz.started"]


def test_start_after_the_time_of_the_open_attempt_closes_it_and_begins_no_other(enrolment, planned):
    first = start_attempt(enrolment, planned, at=AT)

    closed = start_attempt(enrolment, planned, at=first.deadline_at + SECOND)

    assert (closed.pk, closed.closed_by, closed.submitted_at) == (first.pk, "time", first.deadline_at)
    assert QuizAttempt.objects.count() == 1


@pytest.mark.parametrize("at", [OPENS_AT, CLOSES_AT - SECOND])
def test_start_at_the_edges_of_the_window(enrolment, planned, at):
    assert start_attempt(enrolment, planned, at=at).started_at == at


def test_start_before_the_quiz_opens_is_refused(enrolment, planned):
    with pytest.raises(NotOpen) as refusal:
        start_attempt(enrolment, planned, at=OPENS_AT - SECOND)

    assert str(refusal.value) == "“Quiz Q1” opens on Monday 9 March, 03:00 (Nairobi) (week 2)."
    assert not QuizAttempt.objects.exists()


def test_start_when_the_quiz_has_closed_is_refused(enrolment, planned):
    with pytest.raises(UnableToStart) as refusal:
        start_attempt(enrolment, planned, at=CLOSES_AT)

    assert str(refusal.value) == "“Quiz Q1” closed on Monday 16 March, 14:59 (Nairobi)."
    assert not QuizAttempt.objects.exists()


def test_start_after_the_last_attempt_is_refused(enrolment, planned):
    finish(enrolment, planned, right=1)
    finish(enrolment, planned, right=1, at=AT + 5 * MINUTE)

    with pytest.raises(UnableToStart) as refusal:
        start_attempt(enrolment, planned, at=AT + 10 * MINUTE)

    assert str(refusal.value) == "You have used all 2 attempts at “Quiz Q1”. The best one counts."
    assert QuizAttempt.objects.count() == 2


@pytest.mark.parametrize("state", ["interrupted", "withdrawn", "completed"])
def test_start_without_an_active_place_is_refused(enrolment, planned, state):
    Enrolment.objects.filter(pk=enrolment.pk).update(state=state)

    with pytest.raises(UnableToStart) as refusal:
        start_attempt(enrolment, planned, at=AT)

    assert str(refusal.value) == "Your place in this cohort is not active, so you cannot start a quiz."


def test_deadline_is_cut_at_the_close(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=CLOSES_AT - 5 * MINUTE)

    assert attempt.deadline_at == CLOSES_AT


@pytest.mark.parametrize(("percent", "minutes"), [(25, 25), (50, 30), (100, 40)])
def test_deadline_grows_with_the_accommodation(enrolment, planned, percent, minutes):
    Accommodation.objects.create(
        enrolment=enrolment, extra_time_percent=percent, granted_at=AT, granted_by=make_user("s@demo.example")
    )

    attempt = start_attempt(enrolment, planned, at=AT)

    assert attempt.deadline_at == AT + minutes * MINUTE


def test_extension_opens_the_quiz_again_for_one_learner(enrolment, planned):
    Extension.objects.create(
        enrolment=enrolment,
        activity_id=planned.activity_id,
        new_due_at=CLOSES_AT + timedelta(days=3),
        reason="Official duty",
        granted_at=AT,
        granted_by=make_user("s@demo.example"),
    )

    attempt = start_attempt(enrolment, planned, at=CLOSES_AT + MINUTE)

    assert attempt.deadline_at == CLOSES_AT + 21 * MINUTE


def test_second_attempt_asks_other_questions(enrolment, planned):
    first = finish(enrolment, planned, right=0)

    second = start_attempt(enrolment, planned, at=AT + 5 * MINUTE)

    asked = [set(attempt.items.values_list("question_id", flat=True)) for attempt in (first, second)]
    assert second.number == 2
    assert not asked[0] & asked[1]


def test_database_refuses_a_second_open_attempt(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)

    with pytest.raises(IntegrityError), transaction.atomic():
        QuizAttempt.objects.create(
            enrolment=enrolment,
            edition_activity_id=planned.id,
            number=2,
            seed=1,
            started_at=AT,
            deadline_at=attempt.deadline_at,
            max_points=3,
        )


# Saving


def test_save_stores_the_options_behind_the_places(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)

    saved = answer(attempt, 2, right=True, sequence=4, flagged=True, at=AT + MINUTE)

    assert saved == Saved(2, kept=True, answered=True, flagged=True, sequence=4, saved_at=AT + MINUTE)
    item = attempt.items.get(order=2)
    question = frozen_pool(planned.id)[item.question_id]
    assert item.response == [choice.id for choice in question.choices if choice.correct]
    assert (item.sequence, item.flagged, item.saved_at, item.points) == (4, True, AT + MINUTE, None)


def test_save_with_no_choice_takes_the_answer_back(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)
    answer(attempt, 1)

    saved = save_response(the_item(attempt, 1), Answer(1, [], True, 2), at=AT)

    assert saved == Saved(1, kept=True, answered=False, flagged=True, sequence=2, saved_at=AT)
    assert attempt.items.filter(order=1, response__isnull=True, flagged=True).exists()


def test_save_repeated_with_the_same_sequence_changes_nothing(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)
    first = answer(attempt, 1, sequence=1)

    again = answer(attempt, 1, sequence=1, at=AT + MINUTE)

    assert again == first


@pytest.mark.parametrize("sequence", [0, 4, 5])
def test_save_of_an_older_answer_changes_nothing_and_says_so(enrolment, planned, sequence):
    attempt = start_attempt(enrolment, planned, at=AT)
    answer(attempt, 1, right=True, sequence=5)
    before = AttemptItem.objects.values().get(attempt=attempt, order=1)

    saved = answer(attempt, 1, right=False, sequence=sequence, at=AT + MINUTE)

    assert saved == Saved(1, kept=False, answered=True, flagged=False, sequence=5, saved_at=AT)
    assert AttemptItem.objects.values().get(attempt=attempt, order=1) == before


def test_save_that_lost_a_race_against_a_newer_answer_says_so(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)
    read_before = the_item(attempt, 1)
    answer(attempt, 1, right=True, sequence=5)

    slow = Answer(1, places(attempt, 1, right=False)[:1], False, 3)
    saved = save_response(read_before, slow, at=AT)

    assert (saved.kept, saved.sequence) == (False, 5)


def test_save_that_lost_a_race_against_the_submit_is_refused(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)
    read_before = the_item(attempt, 1)
    submit_attempt(attempt, by=enrolment.user, at=AT)

    with pytest.raises(AlreadySubmitted):
        save_response(read_before, Answer(1, places(attempt, 1, right=True), False, 1), at=AT)

    assert attempt.items.get(order=1).response is None


def test_save_at_the_deadline_counts(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)

    assert answer(attempt, 1, at=attempt.deadline_at).kept


def test_save_after_the_deadline_is_refused_and_keeps_what_was_saved(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)
    answer(attempt, 1, right=True)
    before = list(AttemptItem.objects.order_by("pk").values())

    with pytest.raises(TimeIsUp) as refusal:
        answer(attempt, 1, right=False, sequence=2, at=attempt.deadline_at + SECOND)

    assert str(refusal.value) == (
        "This answer came too late. The time ended on Tuesday 10 March, 15:20 (Nairobi). "
        "Your answers saved until then are kept."
    )
    assert list(AttemptItem.objects.order_by("pk").values()) == before


def test_save_after_the_submit_is_refused(enrolment, planned):
    attempt = finish(enrolment, planned, right=3)

    with pytest.raises(AlreadySubmitted) as refusal:
        answer(attempt, 1, right=False, sequence=2, at=AT + 2 * MINUTE)

    assert str(refusal.value) == (
        "You submitted this attempt on Tuesday 10 March, 15:01 (Nairobi). Its answers cannot change any more."
    )


@pytest.mark.parametrize("raw", [["0"], ["5"], ["x"], ["1", "9"], "1", None])
def test_save_of_a_place_that_is_not_on_the_page_is_refused(enrolment, planned, raw):
    attempt = start_attempt(enrolment, planned, at=AT)

    with pytest.raises(UnreadableAnswer):
        save_response(the_item(attempt, 1), Answer(1, raw, False, 1), at=AT)

    assert not attempt.items.filter(response__isnull=False).exists()


def test_save_takes_two_queries(enrolment, planned, django_assert_num_queries):
    attempt = start_attempt(enrolment, planned, at=AT)
    sent = Answer(1, places(attempt, 1, right=True), False, 1)
    attempt.edition_activity.activity.code  # noqa: B018 -- read before the count

    with django_assert_num_queries(2):
        save_response(the_item(attempt, 1), sent, at=AT)


def test_sheet_saves_all_its_answers_and_leaves_newer_ones(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)
    answer(attempt, 2, right=True, sequence=7)
    sent = [Answer(order, places(attempt, order, right=False)[:1], order == 3, 1) for order in (1, 2, 3)]

    saved = save_sheet(attempt, sent, at=AT + MINUTE)

    assert [(each.order, each.kept, each.flagged, each.sequence) for each in saved] == [
        (1, True, False, 1),
        (2, False, False, 7),
        (3, True, True, 1),
    ]
    assert list(attempt.items.order_by("order").values_list("sequence", "flagged")) == [
        (1, False),
        (7, False),
        (1, True),
    ]


def test_sheet_with_one_unreadable_answer_saves_none(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)

    for bad in (Answer(2, ["9"], False, 1), Answer(4, ["1"], False, 1)):
        with pytest.raises(UnreadableAnswer):
            save_sheet(attempt, [Answer(1, ["1"], False, 1), bad], at=AT)

    assert not attempt.items.filter(response__isnull=False).exists()


@pytest.mark.parametrize(("wait", "refusal"), [(0, AlreadySubmitted), (21, TimeIsUp)])
def test_sheet_of_a_closed_attempt_is_refused(enrolment, planned, wait, refusal):
    attempt = start_attempt(enrolment, planned, at=AT)
    if not wait:
        submit_attempt(attempt, by=enrolment.user, at=AT)

    with pytest.raises(refusal):
        save_sheet(attempt, [Answer(1, ["1"], False, 1)], at=AT + wait * MINUTE)


# Submitting


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

    closed = close_overdue(at=attempt.deadline_at + SECOND)

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

    closed = close_overdue(at=attempt.deadline_at)

    assert closed == 0
    assert QuizAttempt.objects.filter(submitted_at=None).get() == attempt


def test_close_overdue_twice_changes_nothing(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)
    late = attempt.deadline_at + SECOND

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

    closed = close_overdue(at=attempt.deadline_at + SECOND)

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
