from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail

from cms.accounts.roles import Role
from courses.editions.questions import frozen_question
from courses.questions.models import Question
from learners.attempts.closing import submit_attempt
from learners.attempts.keys import KeysDiffer, with_key_of
from learners.attempts.models import AttemptItem, ItemRegrade, KeyCorrection
from learners.attempts.regrading import (
    UnableToCorrect,
    carry_out,
    carry_out_open,
    confirm_correction,
    drop_correction,
    impact_of,
    propose_correction,
)
from learners.attempts.reviewing import review_of
from learners.attempts.taking import start_attempt
from learners.events.delivering import deliver_all_open
from learners.events.models import LearningEvent
from learners.grades.queries import current_grades
from tests.factories.people import make_enrolment, make_staff, make_user
from tests.factories.programme import make_cohort, make_exam_programme, make_question
from tests.learners.attempts.exams import IN_WINDOW, mark_all, sit_exam
from tests.learners.attempts.sheets import AT, CLOSES_AT, MINUTE, answer_all, finish, ledger

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def author():
    return make_staff(Role.INSTRUCTOR)


@pytest.fixture
def second():
    return make_staff(Role.REGISTRAR)


@pytest.fixture
def done(enrolment, planned):
    """Two of three answers are right."""
    return finish(enrolment, planned, right=2)


def later_version(question: Question, *, right: int, words: str = "") -> Question:
    """Another option is the right one."""
    made = make_question(
        question.bank, question.code, right=(right,), version=question.version + 1, replaces=question
    )
    if words:
        made.choices.filter(sort_order=3).update(text=words)
    return made


def wrong_item(attempt) -> AttemptItem:
    return attempt.items.get(points=0)


def chosen_place(item: AttemptItem) -> int:
    return item.question.choices.get(pk=item.response[0]).sort_order


def correct(question, cohort, corrected, author, second, *, may_lower=False, at=AT + DAY):
    correction = propose_correction(
        question,
        cohort,
        corrected=corrected,
        may_lower=may_lower,
        reason="Option B is right too.",
        by=author,
        at=at,
    )
    confirmed = confirm_correction(correction, by=second, at=at)
    return confirmed, carry_out(confirmed, at=at)


def points_and_mark(attempt):
    attempt.refresh_from_db()
    line = next(iter(current_grades(attempt.enrolment).first.values()))
    return attempt.points, line.points


def test_a_proposal_shows_who_would_change_and_changes_nothing(enrolment, done, author):
    item = wrong_item(done)
    corrected = later_version(item.question, right=chosen_place(item))

    correction = propose_correction(
        item.question,
        enrolment.cohort,
        corrected=corrected,
        may_lower=False,
        reason="Wrong key.",
        by=author,
        at=AT,
    )

    impact = impact_of(correction)
    assert [(change.item, change.before, change.after) for change in impact.changes] == [(item, 0, 1)]
    assert (impact.answers, impact.higher, impact.lower) == (1, 1, 0)
    assert points_and_mark(done) == (2, 2)


def test_a_confirmed_correction_scores_the_answer_and_adds_a_line_to_the_ledger(
    enrolment, done, author, second
):
    item = wrong_item(done)
    corrected = later_version(item.question, right=chosen_place(item))

    correction, changed = correct(item.question, enrolment.cohort, corrected, author, second)

    assert (changed, points_and_mark(done)) == (1, (3, 3))
    assert [line[0] for line in ledger(enrolment)] == [2, 3]
    row = ItemRegrade.objects.get()
    assert (row.correction, row.item, row.points_before, row.points_after) == (correction, item, 0, 1)
    event = LearningEvent.objects.get(verb="quiz.answer_regraded")
    assert (event.enrolment, event.by, event.data["before"], event.data["after"]) == (
        enrolment,
        second,
        "0.00",
        "1.00",
    )


def test_the_learner_gets_a_mail_with_the_points_before_and_now(enrolment, planned, done, author, second):
    deliver_all_open(at=AT)
    mail.outbox.clear()
    item = wrong_item(done)
    question, right = item.question, chosen_place(item)

    correct(question, enrolment.cohort, later_version(question, right=right), author, second)
    deliver_all_open(at=CLOSES_AT + DAY)

    [sent] = mail.outbox
    lines = sent.body.splitlines()
    assert (sent.to, sent.subject) == ([enrolment.user.email], f"Your result changed: {planned.title}")
    assert lines[2] == (
        f"the key of a question in “{planned.title}” was corrected. Attempt 1 had 2 points before and has 3 now:"
    )
    assert lines[3].endswith(f"/learn/{planned.code}/")


def test_points_of_an_exam_that_are_not_released_are_told_to_nobody(author, second):
    sitter = make_enrolment(make_exam_programme())
    attempt = sit_exam(sitter, right=19)
    mark_all(attempt, by=author, at=IN_WINDOW + DAY)
    [wrong] = attempt.items.filter(points=0)

    correct(wrong.question, sitter.cohort, None, author, second)

    assert ItemRegrade.objects.get().item == wrong
    assert not LearningEvent.objects.filter(verb="quiz.result_corrected").exists()


def test_carrying_out_again_changes_nothing(enrolment, done, author, second):
    item = wrong_item(done)
    correction, _changed = correct(
        item.question,
        enrolment.cohort,
        later_version(item.question, right=chosen_place(item)),
        author,
        second,
    )

    assert (carry_out(correction, at=AT + 2 * DAY), carry_out_open(at=AT + 2 * DAY)) == (0, 0)
    assert (ItemRegrade.objects.count(), len(ledger(enrolment))) == (1, 2)


def test_what_a_worker_left_is_finished_by_the_next(enrolment, planned, author, second):
    others = [make_enrolment(enrolment.cohort, make_user(f"l{n}@demo.example")) for n in range(3)]
    attempts = [finish(each, planned, right=0) for each in (enrolment, *others)]
    asked = AttemptItem.objects.filter(attempt__in=attempts).order_by("question", "pk")
    question = asked.first().question
    correction = propose_correction(
        question, enrolment.cohort, corrected=None, may_lower=False, reason="Unusable.", by=author, at=AT
    )
    confirm_correction(correction, by=second, at=AT)

    finished = carry_out_open(at=AT + DAY)

    correction.refresh_from_db()
    points = set(asked.filter(question=question).values_list("points", flat=True))
    assert (finished, correction.done_at, points) == (1, AT + DAY, {Decimal(1)})


def test_nobody_loses_points_unless_it_is_said(enrolment, done, author, second):
    right = done.items.filter(points=1).order_by("pk").first()
    corrected = later_version(right.question, right=(chosen_place(right) + 1) % 4)

    _correction, changed = correct(right.question, enrolment.cohort, corrected, author, second)

    assert (changed, points_and_mark(done), ItemRegrade.objects.count()) == (0, (2, 2), 0)


def test_results_fall_when_it_is_said_and_history_stays(enrolment, done, author, second):
    right = done.items.filter(points=1).order_by("pk").first()
    corrected = later_version(right.question, right=(chosen_place(right) + 1) % 4)

    _correction, changed = correct(
        right.question, enrolment.cohort, corrected, author, second, may_lower=True
    )

    assert (changed, points_and_mark(done)) == (1, (1, 1))
    assert [line[0] for line in ledger(enrolment)] == [2, 1]


def test_the_best_attempt_still_counts(enrolment, planned, done, author, second):
    better = finish(enrolment, planned, right=3, at=AT + 10 * MINUTE)
    item = wrong_item(done)

    correct(
        item.question,
        enrolment.cohort,
        later_version(item.question, right=chosen_place(item)),
        author,
        second,
    )

    assert (points_and_mark(done)[0], points_and_mark(better)) == (3, (3, 3))
    assert [line[0] for line in ledger(enrolment)] == [2, 3]


def test_an_unusable_question_gives_everybody_its_points_even_without_an_answer(
    enrolment, planned, author, second
):
    attempt = start_attempt(enrolment, planned, at=AT)
    submit_attempt(attempt, by=enrolment.user, at=AT + MINUTE)

    correct(attempt.items.first().question, enrolment.cohort, None, author, second)

    assert points_and_mark(attempt) == (1, 1)


def test_a_later_attempt_is_scored_by_the_corrected_key(enrolment, planned, done, author, second):
    item = wrong_item(done)
    place = chosen_place(item)
    correct(item.question, enrolment.cohort, later_version(item.question, right=place), author, second)
    other = make_enrolment(enrolment.cohort, make_user("l2@demo.example"))

    attempt = start_attempt(other, planned, at=AT + DAY)
    answer_all(attempt, right=0, at=AT + DAY)
    drawn = attempt.items.filter(question=item.question)
    if not drawn.exists():  # the seed decides
        AttemptItem.objects.filter(pk=attempt.items.order_by("pk").first().pk).update(question=item.question)
    same = drawn.get()
    AttemptItem.objects.filter(pk=same.pk).update(response=[same.question.choices.get(sort_order=place).pk])
    submit_attempt(attempt, by=other.user, at=AT + DAY + MINUTE)

    same.refresh_from_db()
    assert same.points == 1


def test_another_cohort_is_not_touched(enrolment, planned, done, author, second):
    item = wrong_item(done)
    elsewhere = make_cohort(enrolment.cohort.edition, "2026-b")

    with pytest.raises(UnableToCorrect, match="Nobody of this cohort"):
        propose_correction(
            item.question, elsewhere, corrected=None, may_lower=False, reason="Unusable.", by=author, at=AT
        )

    assert not KeyCorrection.objects.exists()


def test_the_proposer_does_not_confirm(enrolment, done, author):
    correction = propose_correction(
        wrong_item(done).question,
        enrolment.cohort,
        corrected=None,
        may_lower=False,
        reason="Unusable.",
        by=author,
        at=AT,
    )

    with pytest.raises(UnableToCorrect, match="A second person has to confirm"):
        confirm_correction(correction, by=author, at=AT)


def test_two_proposals_wait_for_each_other_and_a_dropped_one_is_over(enrolment, done, author, second):
    question = wrong_item(done).question
    words = {"corrected": None, "may_lower": False, "reason": "Unusable.", "by": author, "at": AT}
    first = propose_correction(question, enrolment.cohort, **words)
    with pytest.raises(UnableToCorrect, match="waits already"):
        propose_correction(question, enrolment.cohort, **words)

    dropped = drop_correction(first, by=author, at=AT + DAY)

    assert dropped.dropped_at == AT + DAY
    with pytest.raises(UnableToCorrect, match="was dropped"):
        confirm_correction(dropped, by=second, at=AT + DAY)
    again = propose_correction(question, enrolment.cohort, **words)
    confirmed = confirm_correction(again, by=second, at=AT)
    with pytest.raises(UnableToCorrect, match="is confirmed"):
        drop_correction(confirmed, by=author, at=AT)


def test_no_reason_and_no_later_version_are_refused(enrolment, done, author):
    question = wrong_item(done).question
    words = {"may_lower": False, "by": author, "at": AT}

    with pytest.raises(UnableToCorrect, match="Enter the reason"):
        propose_correction(question, enrolment.cohort, corrected=None, reason=" ", **words)
    with pytest.raises(KeysDiffer, match="later version of the same question"):
        propose_correction(question, enrolment.cohort, corrected=question, reason="Wrong.", **words)


def test_options_are_matched_by_words_and_else_by_place(enrolment, done):
    question = wrong_item(done).question
    asked = frozen_question(question)
    turned = replace(asked, choices=tuple(reversed(asked.choices)))
    mended = replace(
        asked, choices=tuple(replace(each, id=each.id + 100, text=f"{each.text}.") for each in asked.choices)
    )

    assert [each.id for each in with_key_of(asked, turned).choices] == [each.id for each in turned.choices]
    assert [each.id for each in with_key_of(asked, mended).choices] == [each.id for each in asked.choices]
    with pytest.raises(KeysDiffer, match="other options"):
        with_key_of(asked, replace(asked, choices=asked.choices[:-1]))


def test_while_the_answers_are_sealed_the_review_tells_only_the_points(
    enrolment, planned, done, author, second
):
    item = wrong_item(done)
    question, right = item.question, chosen_place(item)
    correct(question, enrolment.cohort, later_version(question, right=right), author, second)
    done.refresh_from_db()

    review = review_of(enrolment, planned, done, attempts=[done], at=CLOSES_AT - DAY)

    assert (review.questions, bool(review.sealed)) == ((), True)
    assert (review.corrected.before, review.corrected.after, review.corrected.reason) == ("2", "3", "")


def test_the_review_explains_what_changed(enrolment, planned, done, author, second):
    item = wrong_item(done)
    correct(
        item.question,
        enrolment.cohort,
        later_version(item.question, right=chosen_place(item)),
        author,
        second,
    )
    done.refresh_from_db()

    review = review_of(enrolment, planned, done, attempts=[done], at=CLOSES_AT + DAY)

    told = next(each for each in review.questions if each.order == item.order)
    assert [(each.before, each.after, each.reason) for each in told.regraded] == [
        ("0", "1", "Option B is right too.")
    ]
    assert (told.outcome, [choice.correct for choice in told.choices if choice.chosen]) == ("right", [True])
