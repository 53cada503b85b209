"""What a learner sees of a submitted attempt, and from when on the right answers may be shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from django.utils.translation import gettext as _

from courses.assessments.models import DrawnPage
from courses.editions.plan import PlannedActivity, frozen_page, plan_of
from courses.editions.questions import FrozenPrinciple, FrozenQuestion
from courses.questions.kinds.base import Fields
from courses.questions.kinds.table import kind_of
from courses.questions.kinds.writing import folded, width_of
from courses.questions.scoring import Score, in_figures
from learners.attempts.keys import corrections_in, question_as_scored
from learners.attempts.models import AttemptItem, ItemRegrade, QuizAttempt
from learners.attempts.places import shown_choices
from learners.attempts.queries import is_released, items_of
from learners.enrolment.access import words, zone_of
from learners.enrolment.dates import due_at
from learners.enrolment.models import Enrolment
from learners.grades.queries import KINDS_TO_RELEASE


class Outcome(StrEnum):
    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    MARKED = "marked"
    """A person gave the points."""
    NONE = "none"


@dataclass(frozen=True)
class ReviewedChoice:
    text: str
    explanation: str
    correct: bool
    chosen: bool


@dataclass(frozen=True)
class ReviewedPair:
    """One item of a matching or an order. `right` is empty while the key is not shown."""

    text: str
    given: str
    right: str
    explanation: str

    @property
    def correct(self) -> bool:
        return self.given == self.right


@dataclass(frozen=True)
class ReviewedLate:
    """An answer that came too late, and what became of it."""

    received: str
    accepted: bool
    reason: str


@dataclass(frozen=True)
class Regraded:
    """The key was corrected after the answer had been scored."""

    when: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class ReviewedQuestion:
    order: int
    stem: str
    outcome: Outcome
    points: str
    max_points: str
    fields: Fields
    credit: str
    key: bool
    """Whether right answers and explanations are shown."""
    choices: tuple[ReviewedChoice, ...]
    pairs: tuple[ReviewedPair, ...]
    given: str
    """What was written."""
    right: tuple[str, ...]
    """Accepted answers in words."""
    explanation: str
    feedback: str
    late: tuple[ReviewedLate, ...]
    regraded: tuple[Regraded, ...]
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
    pending: bool
    """Its points are not known yet, or not released."""
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
    corrected: Regraded | None
    """What corrected keys changed in all, while the answers, which say it each, are not shown."""
    pass_percent: int
    attempts_allowed: int
    again: bool
    """Whether another attempt can be started or continued."""
    results: tuple[Result, ...]
    questions: tuple[ReviewedQuestion, ...]
    strengths: tuple[Strength, ...]


def result_of(attempt: QuizAttempt, quiz: DrawnPage, *, zone: str, at: datetime, released: bool) -> Result:
    points = attempt.points or Decimal(0)
    score = Score(points, attempt.max_points)
    pending = attempt.points is None or not released
    return Result(
        number=attempt.number,
        pending=pending,
        points="" if pending else in_figures(points),
        max_points=in_figures(attempt.max_points),
        percent="" if pending else in_figures(score.percent),
        passed=not pending and score.reaches(quiz.pass_percent),
        submitted=words(attempt.submitted_at, zone, at=at) if attempt.submitted_at else "",
        by_time=attempt.closed_by == QuizAttempt.Closing.TIME,
    )


def points_are_shown(enrolment: Enrolment, planned: PlannedActivity, *, resit: bool = False) -> bool:
    """At once for a quiz; for an exam when its marks are released."""
    return planned.kind not in KINDS_TO_RELEASE or is_released(enrolment, planned, resit=resit)


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
    released = points_are_shown(enrolment, planned, resit=attempt.resit)
    done = [each for each in attempts if each.submitted_at]
    left = quiz.attempts_allowed - len(done)
    key = quiz.review != DrawnPage.Review.NEVER
    result = result_of(attempt, quiz, zone=zone, at=at, released=released)
    shown = _is_shown(quiz, left=left, closed=at >= closes_at) and not result.pending
    items = _explained(attempt) if shown else []
    titles = {each.code: each.title for each in plan_of(enrolment.cohort.edition_id).activities}
    sealed = not shown and not result.pending
    return Review(
        result=result,
        sealed=_sealed_until(words(closes_at, zone, at=at)) if sealed else "",
        corrected=_corrected(attempt, zone) if sealed else None,
        pass_percent=quiz.pass_percent,
        attempts_allowed=quiz.attempts_allowed,
        again=left > 0 and at < closes_at,
        results=tuple(result_of(each, quiz, zone=zone, at=at, released=released) for each in done),
        questions=tuple(reviewed(item, question, titles, key=key, zone=zone) for item, question in items),
        strengths=_strengths(items),
    )


def _is_shown(quiz: DrawnPage, *, left: int, closed: bool) -> bool:
    return quiz.review in (DrawnPage.Review.EACH_ATTEMPT, DrawnPage.Review.NEVER) or left <= 0 or closed


def _sealed_until(date: str) -> str:
    return _(
        "The answers and their explanations appear after your last attempt, or when the quiz closes on %(date)s."
    ) % {"date": date}


def _corrected(attempt: QuizAttempt, zone: str) -> Regraded | None:
    """Without the reason: it may tell the right answer of a question that is asked again."""
    rows = list(ItemRegrade.objects.filter(item__attempt=attempt).order_by("regraded_at", "pk"))
    points = attempt.points or Decimal(0)
    before = points - sum((each.points_after - each.points_before for each in rows), Decimal(0))
    if before == points:
        return None
    when = words(rows[-1].regraded_at, zone)
    return Regraded(when=when, before=in_figures(before), after=in_figures(points), reason="")


def _explained(attempt: QuizAttempt) -> list[tuple[AttemptItem, FrozenQuestion]]:
    """The items with their questions, keys included: only for a review that may be shown."""
    items = list(items_of(attempt).prefetch_related("late_answers", "regrades__correction"))
    corrections = corrections_in(attempt.enrolment.cohort_id)
    for item in items:
        item.attempt = attempt
    return [(item, question_as_scored(item, corrections)) for item in items]


def reviewed(
    item: AttemptItem, question: FrozenQuestion, titles: dict[str, str], *, key: bool, zone: str
) -> ReviewedQuestion:
    """One question with its answer. Without the key nothing says which answer would have been right."""
    fields = kind_of(question).fields
    written = fields in (Fields.LINE, Fields.ESSAY)
    return ReviewedQuestion(
        order=item.order,
        stem=question.stem,
        outcome=_outcome(item, question),
        points=in_figures(item.points or Decimal(0)),
        max_points=in_figures(item.max_points),
        fields=fields,
        credit=str(kind_of(question).credit),
        key=key,
        choices=_choices(item, question, key=key) if fields == Fields.CHOICES else (),
        pairs=_pairs(item, question, key=key) if fields in (Fields.MATCHING, Fields.ORDERING) else (),
        given=(item.response or "") if written else "",
        right=right_in_words(question) if key else (),
        explanation=_written_explanation(item, question) if key else "",
        feedback=item.feedback,
        late=tuple(
            ReviewedLate(words(late.received_at, zone), late.accepted_at is not None, late.reason)
            for late in sorted(item.late_answers.all(), key=lambda late: late.sequence)
        ),
        regraded=tuple(
            Regraded(
                when=words(each.regraded_at, zone),
                before=in_figures(each.points_before),
                after=in_figures(each.points_after),
                reason=each.correction.reason,
            )
            for each in sorted(item.regrades.all(), key=lambda each: each.pk)
        ),
        lesson_code=question.lesson_code if question.lesson_code in titles else "",
        lesson_title=titles.get(question.lesson_code, ""),
    )


def _choices(item: AttemptItem, question: FrozenQuestion, *, key: bool) -> tuple[ReviewedChoice, ...]:
    choices = {choice.id: choice for choice in question.choices}
    shown = [choices[number] for number in shown_choices(item.attempt, question)]
    return tuple(
        ReviewedChoice(
            text=choice.text,
            explanation=choice.explanation if key else "",
            correct=key and choice.correct,
            chosen=choice.id in (item.response or ()),
        )
        for choice in shown
    )


def _pairs(item: AttemptItem, question: FrozenQuestion, *, key: bool) -> tuple[ReviewedPair, ...]:
    """Of an order: the items as they should stand; without the key as the learner saw them."""
    given = dict(item.response or ())
    choices = {choice.id: choice for choice in question.choices}
    in_order = [choice.id for choice in question.choices if choice.text]
    shown = in_order if key else shown_choices(item.attempt, question)
    if kind_of(question).fields == Fields.ORDERING:
        return tuple(
            ReviewedPair(
                choices[number].text,
                str(given.get(number, "")),
                str(in_order.index(number) + 1) if key else "",
                choices[number].explanation if key else "",
            )
            for number in shown
        )
    return tuple(
        ReviewedPair(
            choices[number].text,
            choices[given[number]].match if number in given else "",
            choices[number].match if key else "",
            choices[number].explanation if key else "",
        )
        for number in shown
    )


def right_in_words(question: FrozenQuestion) -> tuple[str, ...]:
    """The accepted answers of a question that is answered by writing a line."""
    if kind_of(question).fields != Fields.LINE:
        return ()
    if question.number is None:
        return tuple(choice.text for choice in question.choices if choice.correct)
    width = width_of(question)
    right, unit = Fraction(question.number), f" {question.unit}" if question.unit else ""
    if not width:
        return (f"{_figures(right)}{unit}",)
    ends = {"low": _figures(right - width), "right": _figures(right), "high": _figures(right + width)}
    return ((_("%(right)s, from %(low)s to %(high)s") % ends) + unit,)


def _figures(number: Fraction) -> str:
    exact = Decimal(number.numerator) / number.denominator
    return in_figures(exact.quantize(Decimal("0.000001")))


def _written_explanation(item: AttemptItem, question: FrozenQuestion) -> str:
    """What the written answer itself is told, before what is told to everybody."""
    if kind_of(question).fields != Fields.LINE or question.number is not None:
        return question.explanation
    given = folded(item.response or "", keep_case=question.keep_case)
    own = [
        choice.explanation
        for choice in question.choices
        if folded(choice.text, keep_case=question.keep_case) == given
    ]
    return " ".join(filter(None, [*own, question.explanation]))


def _outcome(item: AttemptItem, question: FrozenQuestion) -> Outcome:
    if not kind_of(question).is_answered(item.response):
        return Outcome.NONE
    if kind_of(question).by_person:
        return Outcome.MARKED
    if item.points == item.max_points:
        return Outcome.RIGHT
    return Outcome.PARTLY if item.points else Outcome.WRONG


def _strengths(pairs: Iterable[tuple[AttemptItem, FrozenQuestion]]) -> tuple[Strength, ...]:
    outcomes: dict[FrozenPrinciple, list[bool]] = {}
    for item, question in pairs:
        for principle in question.principles:
            outcomes.setdefault(principle, []).append(item.points == item.max_points)
    in_order = sorted(outcomes, key=lambda principle: principle.number)
    return tuple(Strength(each, sum(outcomes[each]), len(outcomes[each])) for each in in_order)
