"""What a learner sees of a submitted attempt, and from when on the right answers may be shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from courses.assessments.models import QuizPage
from courses.editions.plan import PlannedActivity, frozen_page, plan_of
from courses.editions.questions import FrozenPrinciple, FrozenQuestion, frozen_pool
from courses.questions.kinds import kind_of
from courses.questions.scoring import Score, in_figures
from learners.attempts.models import AttemptItem, QuizAttempt
from learners.attempts.queries import items_of
from learners.attempts.taking import shown_choices
from learners.enrolment.access import words, zone_of
from learners.enrolment.dates import due_at
from learners.enrolment.models import Enrolment


class Outcome(StrEnum):
    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    NONE = "none"


@dataclass(frozen=True)
class ReviewedChoice:
    text: str
    explanation: str
    correct: bool
    chosen: bool


@dataclass(frozen=True)
class ReviewedQuestion:
    order: int
    stem: str
    outcome: Outcome
    points: str
    max_points: int
    choices: tuple[ReviewedChoice, ...]
    explanation: str
    lesson_code: str
    lesson_title: str


@dataclass(frozen=True)
class Strength:
    """How many questions of one principle earned all their points."""

    principle: FrozenPrinciple
    right: int
    asked: int


@dataclass(frozen=True)
class Result:
    """The score of a submitted attempt. Fit for any page: it holds no answer."""

    number: int
    points: str
    max_points: str
    percent: str
    passed: bool
    submitted: str
    by_time: bool


@dataclass(frozen=True)
class Review:
    result: Result
    sealed: str
    """Why the answers are not shown yet, in a sentence. Empty when they are."""
    pass_percent: int
    attempts_allowed: int
    again: bool
    """Whether another attempt can be started or continued."""
    results: tuple[Result, ...]
    questions: tuple[ReviewedQuestion, ...]
    strengths: tuple[Strength, ...]


def result_of(attempt: QuizAttempt, quiz: QuizPage, *, zone: str, at: datetime) -> Result:
    points = attempt.points or Decimal(0)
    score = Score(points, attempt.max_points)
    return Result(
        number=attempt.number,
        points=in_figures(points),
        max_points=in_figures(attempt.max_points),
        percent=in_figures(score.percent),
        passed=score.reaches(quiz.pass_percent),
        submitted=words(attempt.submitted_at, zone, at=at) if attempt.submitted_at else "",
        by_time=attempt.closed_by == QuizAttempt.Closing.TIME,
    )


def review_of(
    enrolment: Enrolment,
    planned: PlannedActivity,
    attempt: QuizAttempt,
    *,
    attempts: list[QuizAttempt],
    at: datetime,
) -> Review:
    """The result of this attempt, with the answers explained if the quiz shows them by now."""
    quiz, zone = frozen_page(planned.revision_id), zone_of(enrolment)
    closes_at = due_at(enrolment, planned)
    done = [each for each in attempts if each.submitted_at]
    left = quiz.attempts_allowed - len(done)
    shown = quiz.review == QuizPage.Review.EACH_ATTEMPT or left <= 0 or at >= closes_at
    items = _explained(attempt) if shown else []
    titles = {each.code: each.title for each in plan_of(enrolment.cohort.edition_id).activities}
    return Review(
        result=result_of(attempt, quiz, zone=zone, at=at),
        sealed="" if shown else _sealed_until(words(closes_at, zone, at=at)),
        pass_percent=quiz.pass_percent,
        attempts_allowed=quiz.attempts_allowed,
        again=left > 0 and at < closes_at,
        results=tuple(result_of(each, quiz, zone=zone, at=at) for each in done),
        questions=tuple(_reviewed(attempt, item, question, titles) for item, question in items),
        strengths=_strengths(items),
    )


def _sealed_until(date: str) -> str:
    return _(
        "The answers and their explanations appear after your last attempt, or when the quiz closes on %(date)s."
    ) % {"date": date}


def _explained(attempt: QuizAttempt) -> list[tuple[AttemptItem, FrozenQuestion]]:
    """The items with their questions, keys included: only for a review that may be shown."""
    pool = frozen_pool(attempt.edition_activity_id)
    return [(item, pool[item.question_id]) for item in items_of(attempt)]


def _reviewed(
    attempt: QuizAttempt, item: AttemptItem, question: FrozenQuestion, titles: dict[str, str]
) -> ReviewedQuestion:
    choices = {choice.id: choice for choice in question.choices}
    shown = [choices[number] for number in shown_choices(attempt, question)]
    return ReviewedQuestion(
        order=item.order,
        stem=question.stem,
        outcome=_outcome(item, question),
        points=in_figures(item.points or Decimal(0)),
        max_points=question.points,
        choices=tuple(
            ReviewedChoice(
                choice.text, choice.explanation, choice.correct, choice.id in (item.response or ())
            )
            for choice in shown
        ),
        explanation=question.explanation,
        lesson_code=question.lesson_code if question.lesson_code in titles else "",
        lesson_title=titles.get(question.lesson_code, ""),
    )


def _outcome(item: AttemptItem, question: FrozenQuestion) -> Outcome:
    if not kind_of(question).is_answered(item.response):
        return Outcome.NONE
    if item.points == question.points:
        return Outcome.RIGHT
    return Outcome.PARTLY if item.points else Outcome.WRONG


def _strengths(pairs: Iterable[tuple[AttemptItem, FrozenQuestion]]) -> tuple[Strength, ...]:
    outcomes: dict[FrozenPrinciple, list[bool]] = {}
    for item, question in pairs:
        for principle in question.principles:
            outcomes.setdefault(principle, []).append(item.points == question.points)
    in_order = sorted(outcomes, key=lambda principle: principle.number)
    return tuple(Strength(each, sum(outcomes[each]), len(outcomes[each])) for each in in_order)
