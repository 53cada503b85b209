"""Reads and answers an attempt as its learner sees it."""

from datetime import UTC, datetime, timedelta

from django.utils.timezone import now

from courses.cohorts.models import Cohort, DateOverride
from courses.editions.plan import PlannedActivity, plan_of
from courses.editions.questions import frozen_pool
from learners.attempts.closing import submit_attempt
from learners.attempts.models import AttemptItem, QuizAttempt
from learners.attempts.places import shown_choices
from learners.attempts.queries import item_to_answer, items_of
from learners.attempts.taking import Answer, Saved, save_response, start_attempt
from learners.enrolment.models import Enrolment
from learners.events.models import LearningEvent
from tests.factories.people import make_enrolment
from tests.factories.programme import (
    make_bank,
    make_cohort,
    make_edition,
    make_lesson,
    make_module,
    make_principle,
    make_programme,
    make_question,
    make_quiz,
)

OPENS_AT = datetime(2026, 3, 9, tzinfo=UTC)  # Monday of week 2
CLOSES_AT = datetime(2026, 3, 16, 11, 59, tzinfo=UTC)  # its Sunday, 23:59 in the last zone on Earth
AT = datetime(2026, 3, 10, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def the_item(attempt: QuizAttempt, order: int) -> AttemptItem:
    """As the view reads it."""
    code = attempt.edition_activity.activity.code
    item = item_to_answer(attempt.enrolment.user, attempt.pk, code=code, number=attempt.number, order=order)
    assert item is not None
    return item


def places(attempt: QuizAttempt, order: int, *, right: bool) -> list[str]:
    """The places on the page of the options that are right, or of those that are wrong."""
    item = attempt.items.get(order=order)
    question = frozen_pool(attempt.edition_activity_id)[item.question_id]
    correct = {choice.id for choice in question.choices if choice.correct}
    shown = shown_choices(attempt, question)
    return [str(place) for place, number in enumerate(shown, start=1) if (number in correct) is right]


def answer(
    attempt: QuizAttempt,
    order: int,
    *,
    right: bool = True,
    sequence: int = 1,
    flagged: bool = False,
    at: datetime = AT,
) -> Saved:
    raw = places(attempt, order, right=right)[:1]
    return save_response(the_item(attempt, order), Answer(order, raw, flagged, sequence), at=at)


def answer_all(attempt: QuizAttempt, *, right: int, at: datetime = AT) -> None:
    """So many right answers, the others wrong."""
    for item in items_of(attempt):
        answer(attempt, item.order, right=item.order <= right, at=at)


def open_now(cohort: Cohort, planned: PlannedActivity) -> None:
    """Open at the real time of the test run: views ask the clock."""
    DateOverride.objects.create(
        cohort=cohort,
        activity_id=planned.activity_id,
        opens_at=now() - timedelta(days=3),
        due_at=now() + timedelta(days=3),
        reason="Test run",
    )


def make_learner_at_quiz(*, kinds: tuple[str, ...], **quiz) -> Enrolment:
    """A quiz Q1 that asks one question of each kind named, all of lesson M01-L01 and principle 7; open now."""
    module = make_module(make_programme())
    lesson, principle, bank = make_lesson(module), make_principle(7), make_bank(count=0)
    for number, kind in enumerate(kinds, start=1):
        right = (0, 1) if kind == "multiple" else (0,)
        options = 2 if kind == "true_false" else 4
        question = make_question(bank, f"M01-Q{number:02d}", kind=kind, right=right, options=options)
        question.lesson = lesson.activity
        question.principle_links.create(principle=principle)
        question.save()
    make_quiz(module, bank, count=len(kinds), **quiz)
    cohort = make_cohort(make_edition(module.get_parent().specific))
    open_now(cohort, plan_of(cohort.edition_id).activity("Q1"))
    return make_enrolment(cohort)


def ledger(enrolment):
    return list(enrolment.grade_events.order_by("pk").values_list("points", "max_points", "reason", "by"))


def verbs():
    return list(LearningEvent.objects.order_by("pk").values_list("verb", flat=True))


def finish(enrolment, planned, *, right, at=AT):
    attempt = start_attempt(enrolment, planned, at=at)
    answer_all(attempt, right=right, at=at)
    return submit_attempt(attempt, by=enrolment.user, at=at + MINUTE)
