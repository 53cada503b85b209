"""What a learner sees of an attempt while it is open. Nothing here knows which option is right."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.editions.questions import FrozenQuestion, frozen_pool
from courses.questions.kinds.base import Fields
from courses.questions.kinds.table import kind_of
from courses.questions.scoring import in_figures
from learners.attempts.models import AttemptItem, QuizAttempt
from learners.attempts.places import as_sent, shown_choices, shown_partners
from learners.attempts.taking import Saved
from learners.attempts.tokens import token_of
from learners.enrolment.access import words, zone_of


@dataclass(frozen=True)
class ShownChoice:
    place: int
    text: str
    chosen: bool


@dataclass(frozen=True)
class ShownPartner:
    """What can be chosen for an item. `value` is what the page sends."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class ShownItem:
    """An item to match or to put into order."""

    place: int
    text: str
    partners: tuple[ShownPartner, ...]


@dataclass(frozen=True)
class ShownQuestion:
    order: int
    stem: str
    points: str
    fields: Fields
    several: bool
    numeric: bool
    unit: str
    words_from: int | None
    words_to: int | None
    choices: tuple[ShownChoice, ...]
    items: tuple[ShownItem, ...]
    text: str
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
    now: int
    """The server's clock in milliseconds: that of the device may be wrong."""
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
        now=int(at.timestamp() * 1000),
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


def preview_of(question: FrozenQuestion) -> ShownQuestion:
    """A question as its learners will see it, in an order that some of them get."""
    return _shown(QuizAttempt(seed=0), AttemptItem(order=1, max_points=Decimal(question.points)), question)


def _shown(attempt: QuizAttempt, item: AttemptItem, question: FrozenQuestion) -> ShownQuestion:
    kind = kind_of(question)
    sent = as_sent(attempt, question, item.response)
    written = kind.fields in (Fields.LINE, Fields.ESSAY)
    return ShownQuestion(
        order=item.order,
        stem=question.stem,
        points=in_figures(item.max_points),
        fields=kind.fields,
        several=kind.several,
        numeric=question.number is not None,
        unit=question.unit,
        words_from=question.words_from,
        words_to=question.words_to,
        choices=_choices(attempt, question, sent) if kind.fields == Fields.CHOICES else (),
        items=_items(attempt, question, sent) if kind.fields in (Fields.MATCHING, Fields.ORDERING) else (),
        text=sent[0] if written and sent else "",
        answered=kind.is_answered(item.response),
        flagged=item.flagged,
        next_sequence=item.sequence + 1,
    )


def _choices(
    attempt: QuizAttempt, question: FrozenQuestion, sent: tuple[str, ...]
) -> tuple[ShownChoice, ...]:
    texts = {choice.id: choice.text for choice in question.choices}
    shown = enumerate(shown_choices(attempt, question), start=1)
    return tuple(ShownChoice(place, texts[number], str(place) in sent) for place, number in shown)


def _items(attempt: QuizAttempt, question: FrozenQuestion, sent: tuple[str, ...]) -> tuple[ShownItem, ...]:
    texts = {choice.id: choice.text for choice in question.choices}
    matches = {choice.id: choice.match for choice in question.choices}
    partners = list(enumerate(shown_partners(attempt, question), start=1))
    positions = kind_of(question).fields == Fields.ORDERING
    return tuple(
        ShownItem(
            place,
            texts[number],
            tuple(
                ShownPartner(
                    value=f"{place}-{each}",
                    text=str(partner) if positions else matches[partner],
                    chosen=f"{place}-{each}" in sent,
                )
                for each, partner in partners
            ),
        )
        for place, number in enumerate(shown_choices(attempt, question), start=1)
    )
