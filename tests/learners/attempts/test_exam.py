"""The final exam (specification 1.10): window, blueprint, 40 + 32 + 28 points, a mark when people have marked all."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest

from courses.assessments.models import ExamPage
from courses.cohorts.roles import MarkingScope
from courses.editions.freezing import UnableToFreeze
from courses.editions.questions import frozen_pool
from courses.questions.models import QuestionPrinciple
from learners.attempts.closing import close_overdue, submit_attempt
from learners.attempts.marking import UnableToMark, mark_item, stamp_of
from learners.attempts.queries import items_of, marking_piles, pile_of
from learners.attempts.taking import UnableToStart, start_attempt
from learners.enrolment.access import NotOpen
from learners.enrolment.models import Accommodation
from learners.events.models import LearningEvent
from learners.grades.releasing import release_marks
from learners.progress.models import ActivityProgress
from tests.factories.people import make_enrolment, make_extension, make_user
from tests.factories.programme import make_edition, make_exam_programme
from tests.learners.attempts.exams import (
    EXAM_DUE_AT,
    EXAM_OPENS_AT,
    IN_WINDOW,
    essays_of,
    exam_of,
    mark_all,
    sit_exam,
)
from tests.learners.attempts.sheets import ledger

pytestmark = pytest.mark.django_db
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
MARKED_AT = IN_WINDOW + 5 * DAY


@pytest.fixture
def enrolment():
    return make_enrolment(make_exam_programme())


@pytest.fixture
def exam(enrolment):
    return exam_of(enrolment)


@pytest.fixture
def marker():
    return make_user("marker@demo.example", "Demo marker")


def test_exam_opens_72_hours_before_it_is_due(enrolment, exam):
    with pytest.raises(NotOpen):
        start_attempt(enrolment, exam, at=EXAM_OPENS_AT - SECOND)
    with pytest.raises(UnableToStart):
        start_attempt(enrolment, exam, at=EXAM_DUE_AT)

    assert start_attempt(enrolment, exam, at=EXAM_OPENS_AT).deadline_at == EXAM_OPENS_AT + 120 * MINUTE


def test_exam_gives_granted_time_and_ends_with_the_window(enrolment, exam):
    granted = {"granted_at": IN_WINDOW, "granted_by": make_user("s@demo.example")}
    Accommodation.objects.create(enrolment=enrolment, extra_time_percent=50, **granted)
    other = make_enrolment(enrolment.cohort, make_user("other@demo.example"))

    assert start_attempt(enrolment, exam, at=IN_WINDOW).deadline_at == IN_WINDOW + 180 * MINUTE
    assert start_attempt(other, exam, at=EXAM_DUE_AT - MINUTE).deadline_at == EXAM_DUE_AT


def test_extension_moves_the_end_of_the_window_alone(enrolment, exam):
    make_extension(enrolment, exam, EXAM_DUE_AT + DAY)

    assert start_attempt(enrolment, exam, at=EXAM_DUE_AT).started_at == EXAM_DUE_AT


@pytest.mark.parametrize("learner", range(3))
def test_exam_asks_by_blueprint(enrolment, exam, learner):
    sitting = make_enrolment(enrolment.cohort, make_user(f"sitting{learner}@demo.example"))

    attempt = start_attempt(sitting, exam, at=IN_WINDOW)

    items, pool = list(items_of(attempt)), frozen_pool(exam.id)
    assert attempt.max_points == 100
    assert [item.max_points for item in items] == [2] * 20 + [8] * 4 + [28]
    objective = [pool[item.question_id] for item in items[:20]]
    assert Counter(question.kind for question in objective) == {"single": 20}
    assert {principle.number for question in objective for principle in question.principles} == set(
        range(1, 13)
    )


def test_freezing_refuses_a_blueprint_that_the_bank_cannot_fill(enrolment):
    programme = enrolment.cohort.edition.programme
    QuestionPrinciple.objects.filter(principle__number=7, question__bank__code="M01-EX").delete()

    with pytest.raises(UnableToFreeze) as refusal:
        make_edition(programme)

    assert str(refusal.value) == "EX asks for each principle. Its bank has no question on P7."


def test_freezing_refuses_a_blueprint_with_too_few_questions(enrolment):
    page = ExamPage.objects.get()
    section = page.sections.get(blueprint=True)
    section.count = 11
    page.sections = [section]
    page.save_revision().publish()

    with pytest.raises(UnableToFreeze) as refusal:
        make_edition(enrolment.cohort.edition.programme)

    assert str(refusal.value) == "EX asks for each principle, but draws only 11 questions from that bank."


def test_exam_waits_for_its_markers(enrolment, exam):
    attempt = sit_exam(enrolment, right=15)

    assert (attempt.points, attempt.marked_at, attempt.closed_by) == (None, None, "learner")
    assert sum(item.points or 0 for item in items_of(attempt)) == 30
    assert [item.points for item in essays_of(attempt)] == [None] * 5
    assert ledger(enrolment) == []
    assert "points" not in LearningEvent.objects.get(verb="quiz.submitted").data
    assert ActivityProgress.objects.get(activity_id=exam.activity_id).completed_at == attempt.submitted_at


def test_the_mark_goes_to_the_ledger_with_the_last_answer(enrolment, marker):
    attempt = sit_exam(enrolment, right=15)
    first, *others = essays_of(attempt)

    mark_item(first, points=Decimal("6.5"), feedback=" Clear. ", by=marker, at=MARKED_AT)
    assert ledger(enrolment) == []
    for item in others:
        mark_item(item, points=item.max_points, feedback="", by=marker, at=MARKED_AT)

    attempt.refresh_from_db()
    assert (attempt.points, attempt.marked_at) == (Decimal("88.5"), MARKED_AT)
    assert ledger(enrolment) == [(Decimal("88.5"), 100, "Exam EX, attempt 1: 88.5 of 100 points", marker.pk)]
    first.refresh_from_db()
    assert (first.points, first.feedback, first.marked_by, first.marked_at) == (
        Decimal("6.5"),
        "Clear.",
        marker,
        MARKED_AT,
    )
    assert LearningEvent.objects.filter(verb="quiz.answer_marked", by=marker).count() == 5


def test_a_correction_before_the_release_is_a_second_line(enrolment, marker):
    attempt = sit_exam(enrolment)
    mark_all(attempt, share="0.5", by=marker, at=MARKED_AT)
    item = essays_of(attempt)[0]

    mark_item(
        item, points=Decimal(1), feedback="Corrected.", by=marker, at=MARKED_AT + DAY, seen=stamp_of(item)
    )

    assert [line[0] for line in ledger(enrolment)] == [70, 67]


def test_an_answer_that_was_not_written_waits_for_nobody(enrolment, exam):
    attempt = submit_attempt(start_attempt(enrolment, exam, at=IN_WINDOW), by=enrolment.user, at=IN_WINDOW)

    assert attempt.points == 0
    assert ledger(enrolment) == [(0, 100, "Exam EX, attempt 1: 0 of 100 points", None)]


def test_overdue_exam_is_closed_and_waits(enrolment, exam):
    attempt = start_attempt(enrolment, exam, at=IN_WINDOW)

    assert close_overdue(at=attempt.deadline_at + 2 * MINUTE) == 1


@pytest.mark.parametrize("points", ["-1", "8.5", "2.001", "NaN", "Infinity"])
def test_points_out_of_range_are_refused(enrolment, marker, points):
    item = essays_of(sit_exam(enrolment))[0]

    with pytest.raises(UnableToMark) as refusal:
        mark_item(item, points=Decimal(points), feedback="", by=marker, at=MARKED_AT)

    assert str(refusal.value) == "Enter points from 0 to 8, with at most two decimals."


def test_who_and_what_is_marked_by_nobody(enrolment, exam, marker):
    attempt = start_attempt(enrolment, exam, at=IN_WINDOW)
    essay = essays_of(attempt)[0]
    refusals = []
    for item, by in ((essay, enrolment.user), (essay, marker)):
        with pytest.raises(UnableToMark) as refusal:
            mark_item(item, points=Decimal(1), feedback="", by=by, at=MARKED_AT)
        refusals.append(str(refusal.value))
    submit_attempt(attempt, by=enrolment.user, at=IN_WINDOW)
    for item in (essay, items_of(attempt)[0]):
        with pytest.raises(UnableToMark) as refusal:
            mark_item(item, points=Decimal(1), feedback="", by=marker, at=MARKED_AT)
        refusals.append(str(refusal.value))

    scored = "The platform has scored this answer. Nobody marks it."
    assert refusals == ["Nobody marks the own work.", "This attempt is not submitted yet.", scored, scored]


def test_a_mark_of_a_colleague_is_not_overwritten(enrolment, marker):
    item = essays_of(sit_exam(enrolment))[0]
    mark_item(item, points=Decimal(4), feedback="", by=marker, at=MARKED_AT, seen="")

    with pytest.raises(UnableToMark) as refusal:
        mark_item(item, points=Decimal(5), feedback="", by=marker, at=MARKED_AT + MINUTE, seen="")

    assert str(refusal.value).startswith("A colleague marked this answer after you had opened it.")


def test_a_released_mark_does_not_change(enrolment, exam, marker):
    attempt = sit_exam(enrolment)
    mark_all(attempt, by=marker, at=MARKED_AT)
    release_marks([enrolment], exam.activity_id, by=marker, at=MARKED_AT)

    with pytest.raises(UnableToMark) as refusal:
        mark_item(essays_of(attempt)[0], points=Decimal(8), feedback="", by=marker, at=MARKED_AT + DAY)

    assert str(refusal.value).startswith("This mark is released.")
    assert len(ledger(enrolment)) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_one_query_for_any_number(enrolment, marker, django_assert_num_queries, count):
    for number in range(count):
        sit_exam(make_enrolment(enrolment.cohort, make_user(f"sitting{number}@demo.example")))

    cohort_id = enrolment.cohort_id
    everything, other = scope_of(cohort_id), scope_of(cohort_id, "M99")

    with django_assert_num_queries(1):
        piles = marking_piles(everything, reader=marker)
    pile = piles[0]
    where = {"cohort_code": "2026-a", "activity_code": "EX", "question_id": pile.question_id}
    with django_assert_num_queries(1):
        rows = pile_of(scope_of(cohort_id, "M01"), **where, reader=marker)

    assert sum(pile.waiting for pile in piles) == 5 * count
    assert len(rows) == pile.waiting
    assert [pile_of(each, **where, reader=marker) for each in (MarkingScope(()), other)] == [[], []]


def scope_of(cohort_id: int, module_code: str = "") -> MarkingScope:
    return MarkingScope(((cohort_id, module_code, "instructor"),))


def test_nobody_finds_the_own_answers_in_the_queue(enrolment):
    sit_exam(enrolment)

    assert marking_piles(scope_of(enrolment.cohort_id), reader=enrolment.user) == []
