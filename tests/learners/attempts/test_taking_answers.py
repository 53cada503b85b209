from datetime import timedelta

import pytest

from courses.editions.questions import frozen_pool
from courses.questions.kinds.base import UnreadableAnswer
from learners.attempts.closing import GRACE, submit_attempt
from learners.attempts.models import AttemptItem, LateAnswer
from learners.attempts.taking import (
    AlreadySubmitted,
    Answer,
    Saved,
    TimeIsUp,
    save_response,
    save_sheet,
    start_attempt,
)
from tests.learners.attempts.sheets import (
    AT,
    MINUTE,
    answer,
    finish,
    places,
    the_item,
)

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


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
    [right] = places(attempt, 1, right=True)
    before = AttemptItem.objects.values().get(attempt=attempt, order=1)

    saved = answer(attempt, 1, right=False, sequence=sequence, at=AT + MINUTE)

    assert saved == Saved(1, kept=False, answered=True, flagged=False, sequence=5, saved_at=AT, sent=(right,))
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


def test_save_inside_the_grace_counts_and_keeps_the_deadline(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)

    saved = answer(attempt, 1, at=attempt.deadline_at + GRACE)
    closed = submit_attempt(attempt, by=enrolment.user, at=attempt.deadline_at + GRACE)

    assert saved.kept
    assert (closed.points, closed.submitted_at, closed.closed_by) == (1, attempt.deadline_at, "time")
    assert not LateAnswer.objects.exists()


def test_save_after_the_deadline_is_refused_and_keeps_what_was_saved(enrolment, planned):
    attempt = start_attempt(enrolment, planned, at=AT)
    answer(attempt, 1, right=True)
    before = list(AttemptItem.objects.order_by("pk").values())

    with pytest.raises(TimeIsUp) as refusal:
        answer(attempt, 1, right=False, sequence=2, at=attempt.deadline_at + GRACE + SECOND)

    assert str(refusal.value) == (
        "This answer came too late: the time ended on Tuesday 10 March, 15:20 (Nairobi). "
        "It is kept as evidence but does not count. Your answers saved until then count."
    )
    assert list(AttemptItem.objects.order_by("pk").values()) == before


def test_save_after_the_submit_is_refused(enrolment, planned):
    attempt = finish(enrolment, planned, right=3)

    with pytest.raises(AlreadySubmitted) as refusal:
        answer(attempt, 1, right=False, sequence=2, at=AT + 2 * MINUTE)

    assert str(refusal.value) == (
        "You submitted this attempt on Tuesday 10 March, 15:01 (Nairobi). "
        "This answer came afterwards: it is kept as evidence but does not count."
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


@pytest.mark.parametrize(("wait", "refusal"), [(0, AlreadySubmitted), (22, TimeIsUp)])
def test_sheet_of_a_closed_attempt_is_refused(enrolment, planned, wait, refusal):
    attempt = start_attempt(enrolment, planned, at=AT)
    if not wait:
        submit_attempt(attempt, by=enrolment.user, at=AT)

    with pytest.raises(refusal):
        save_sheet(attempt, [Answer(1, ["1"], False, 1)], at=AT + wait * MINUTE)
