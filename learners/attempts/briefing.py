"""What a learner is told before a quiz: its rules, the own time, what is left, and why it cannot start."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from content.base.errors import RuleError
from courses.editions.plan import Plan, PlannedActivity, frozen_page, plan_of
from courses.questions.scoring import Score
from learners.attempts.models import QuizAttempt
from learners.attempts.reviewing import Result, points_are_shown, result_of
from learners.attempts.taking import RESITS_ALLOWED, start_now
from learners.enrolment.access import words, zone_of
from learners.enrolment.dates import learner_dates, time_factor
from learners.enrolment.models import Enrolment


@dataclass(frozen=True)
class Briefing:
    introduction: str
    module: str
    """Whose lessons it is about. Empty for an exam, which is about all of them."""
    questions: int
    minutes: int
    extra_percent: int
    """How much of these minutes was granted to this learner, on top of the limit."""
    shortened_to: int
    """Minutes from now until the quiz closes, when that is less than the limit; otherwise 0."""
    resit: str
    """Why it can be sat once more. Empty the first time."""
    attempts_allowed: int
    attempts_left: int
    pass_percent: int
    component: str
    weight: int
    opens: str
    closes: str
    review: str
    """When the answers are explained: a value of DrawnPage.Review."""
    running: QuizAttempt | None
    running_until: str
    running_over: bool
    refusal: str
    """Why no attempt can be started now. Empty when it can."""
    results: tuple[Result, ...]
    best: Result | None


def briefing_of(
    enrolment: Enrolment, planned: PlannedActivity, *, attempts: list[QuizAttempt], at: datetime
) -> Briefing:
    quiz = frozen_page(planned.revision_id)
    zone = zone_of(enrolment)
    factor = time_factor(enrolment)
    minutes = int(quiz.time_limit_minutes * factor)
    running = next((attempt for attempt in attempts if attempt.submitted_at is None), None)
    results, best = _results(enrolment, planned, attempts, at)
    granted = learner_dates(enrolment)
    dates, resit = granted.of(planned), granted.resit_of(planned) is not None
    allowed = RESITS_ALLOWED if resit else quiz.attempts_allowed
    used = sum(1 for attempt in attempts if attempt.resit == resit)
    refusal, left = _opening(enrolment, planned, attempts, factor, at)
    plan = plan_of(enrolment.cohort.edition_id)
    module = plan.module(planned.module_code)
    component = _component(plan, planned)
    return Briefing(
        introduction=quiz.introduction,
        module=module.title if module and planned.kind != "exam" else "",
        questions=quiz.question_count,
        minutes=minutes,
        extra_percent=int(factor * 100) - 100,
        shortened_to=left if left < minutes else 0,
        resit=dates.reason if resit else "",
        attempts_allowed=allowed,
        attempts_left=max(0, allowed - used),
        pass_percent=quiz.pass_percent,
        component=component.get("title", ""),
        weight=component.get("weight", 0),
        opens=words(dates.opens_at, zone, at=at),
        closes=words(dates.due_at, zone, at=at),
        review=quiz.review,
        running=running,
        running_until=words(running.deadline_at, zone, at=at) if running else "",
        running_over=bool(running and at > running.deadline_at),
        refusal=refusal,
        results=results,
        best=best,
    )


def _results(
    enrolment: Enrolment, planned: PlannedActivity, attempts: list[QuizAttempt], at: datetime
) -> tuple[tuple[Result, ...], Result | None]:
    """What was submitted, and the best of it that the learner may see."""
    quiz, zone = frozen_page(planned.revision_id), zone_of(enrolment)
    done = [attempt for attempt in attempts if attempt.submitted_at]
    tries = {attempt.resit for attempt in done}
    shown = {resit: points_are_shown(enrolment, planned, resit=resit) for resit in tries}
    results = tuple(
        result_of(attempt, quiz, zone=zone, at=at, released=shown[attempt.resit]) for attempt in done
    )
    known = [attempt for attempt in done if shown[attempt.resit] and attempt.points is not None]
    best = max(known, key=_share, default=None)
    return results, next((result for result in results if best and result.number == best.number), None)


def _share(attempt: QuizAttempt) -> Fraction:
    return Score(attempt.points or Decimal(0), attempt.max_points).share


def _opening(
    enrolment: Enrolment,
    planned: PlannedActivity,
    attempts: list[QuizAttempt],
    factor: Decimal,
    at: datetime,
) -> tuple[str, int]:
    """Why no attempt can be started now, and the minutes that one would last."""
    try:
        start = start_now(enrolment, planned, attempts=attempts, factor=factor, at=at)
    except RuleError as error:
        return str(error), 0
    return "", (start.deadline_at - at) // timedelta(minutes=1)


def _component(plan: Plan, planned: PlannedActivity) -> dict:
    """The line of the assessment scheme that the quiz counts for."""
    return next((line for line in plan.scheme if line["code"] == planned.component), {})
