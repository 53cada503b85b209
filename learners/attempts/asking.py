"""What a learner sees of an attempt while it is open. Nothing here knows which option is right."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.editions.questions import FrozenQuestion, frozen_pool
from courses.questions.kinds import kind_of
from learners.attempts.models import AttemptItem, QuizAttempt
from learners.attempts.taking import Saved, shown_choices
from learners.attempts.tokens import token_of
from learners.enrolment.access import words, zone_of


@dataclass(frozen=True)
class ShownChoice:
    place: int
    text: str
    chosen: bool


@dataclass(frozen=True)
class ShownQuestion:
    order: int
    stem: str
    points: int
    several: bool
    choices: tuple[ShownChoice, ...]
    answered: bool
    flagged: bool
    next_sequence: int


@dataclass(frozen=True)
class Sheet:
    """One open attempt as the learner sees it."""

    number: int
    token: str
    questions: tuple[ShownQuestion, ...]
    deadline: str
    zone: str
    seconds_left: int
    saved_at: str
    """When the last answer was saved, as a time of day where the learner is. Empty before the first."""

    @property
    def minutes_left(self) -> int:
        return -(-self.seconds_left // 60)

    @property
    def unanswered(self) -> list[ShownQuestion]:
        return [question for question in self.questions if not question.answered]

    @property
    def answered_count(self) -> int:
        return len(self.questions) - len(self.unanswered)

    @property
    def flagged(self) -> list[ShownQuestion]:
        return [question for question in self.questions if question.flagged]

    @property
    def first_open(self) -> int:
        """Where to go on: the first question without an answer, or the first of all."""
        return (self.unanswered or self.questions)[0].order

    def question(self, order: int) -> ShownQuestion | None:
        return next((question for question in self.questions if question.order == order), None)


def sheet_of(attempt: QuizAttempt, items: Iterable[AttemptItem], *, at: datetime) -> Sheet:
    items = list(items)
    zone = zone_of(attempt.enrolment)
    pool = frozen_pool(attempt.edition_activity_id)
    last = max(
        (item.saved_at for item in items if item.saved_at and (item.response or item.flagged)), default=None
    )
    return Sheet(
        number=attempt.number,
        token=token_of(attempt),
        questions=tuple(_shown(attempt, item, pool[item.question_id]) for item in items),
        deadline=words(attempt.deadline_at, zone, at=at),
        zone=zone,
        seconds_left=max(0, (attempt.deadline_at - at) // timedelta(seconds=1)),
        saved_at=time_of_day(last, zone) if last else "",
    )


def saved_in_words(saved: Saved, *, zone: str) -> str:
    """What the page says after an answer was sent."""
    when = time_of_day(saved.saved_at, zone) if saved.saved_at else ""
    if saved.kept:
        return _("Saved at %(time)s") % {"time": when}
    return _(
        "Question %(order)s was answered in another window at %(time)s. "
        "That answer is kept. To change it, load the page again and choose."
    ) % {"order": saved.order, "time": when}


def time_of_day(moment: datetime, zone: str) -> str:
    return date_format(moment.astimezone(ZoneInfo(zone)), "H:i")


def _shown(attempt: QuizAttempt, item: AttemptItem, question: FrozenQuestion) -> ShownQuestion:
    texts = {choice.id: choice.text for choice in question.choices}
    kind = kind_of(question)
    return ShownQuestion(
        order=item.order,
        stem=question.stem,
        points=question.points,
        several=kind.several,
        choices=tuple(
            ShownChoice(place, texts[number], number in (item.response or ()))
            for place, number in enumerate(shown_choices(attempt, question), start=1)
        ),
        answered=kind.is_answered(item.response),
        flagged=item.flagged,
        next_sequence=item.sequence + 1,
    )
