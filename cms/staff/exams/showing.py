"""What a marker sees of one answer: the work, what a full answer holds, and never whose it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404
from django.utils.translation import gettext as _

from courses.cohorts.roles import marking_scope
from courses.editions.plan import PlannedActivity
from courses.editions.questions import FrozenQuestion, frozen_pool
from courses.questions.kinds.base import Fields
from courses.questions.kinds.table import kind_of
from learners.attempts.lateness import lateness
from learners.attempts.marking import stamp_of
from learners.attempts.models import AttemptItem, LateAnswer, SittingModeration
from learners.attempts.moderating import asked_about
from learners.attempts.queries import BY_PERSON, items_of, pile_of
from learners.attempts.releasing import ReleaseCheck
from learners.attempts.sittings import Sitting

ACTION = "enter_grade"


@dataclass(frozen=True)
class Desk:
    """One answer on the desk, with its place in the pile."""

    item: AttemptItem
    question: FrozenQuestion
    notes: str
    place: int
    count: int
    marked: int
    words: int
    stamp: str
    asked: SittingModeration | None
    """A moderator wants the exam of this answer to be looked at again."""
    before: int | None
    after: int | None


def pile_or_404(user, **pile) -> list[tuple[int, bool]]:
    rows = pile_of(marking_scope(user), **pile, reader=user)
    if not rows:
        raise Http404(str(pile))
    return rows


def next_waiting(rows: list[tuple[int, bool]], *, after: int = 0) -> int | None:
    """The next answer without a mark, behind this one first."""
    ids = [pk for pk, _marked in rows]
    start = ids.index(after) + 1 if after in ids else 0
    return next((pk for pk, marked in rows[start:] + rows[:start] if not marked), None)


def desk_of(rows: list[tuple[int, bool]], item_id: int) -> Desk:
    ids = [pk for pk, _marked in rows]
    if item_id not in ids:
        raise Http404(item_id)
    item = AttemptItem.objects.select_related("attempt__enrolment", "question", "marked_by").get(pk=item_id)
    place = ids.index(item_id)
    return Desk(
        item=item,
        question=frozen_pool(item.attempt.edition_activity_id)[item.question_id],
        notes=item.question.marking_notes,
        place=place + 1,
        count=len(ids),
        marked=sum(marked for _pk, marked in rows),
        words=len((item.response or "").split()),
        stamp=stamp_of(item),
        asked=asked_about(item.attempt_id),
        before=ids[place - 1] if place else None,
        after=ids[place + 1] if place + 1 < len(ids) else None,
    )


@dataclass(frozen=True)
class ShownLate:
    late: LateAnswer
    stored: str
    sent: str
    delay: str


def shown_late(late: LateAnswer) -> ShownLate:
    item = late.item
    missed = lateness(late, item.attempt)
    minutes = -(-int(missed.total_seconds()) // 60)
    return ShownLate(
        late=late,
        stored=_in_words(item, item.response),
        sent=_in_words(item, late.response),
        delay=_("%s minutes after the time was over") % minutes if minutes else _("after the submit"),
    )


def _in_words(item: AttemptItem, response) -> str:
    """A response as a person reads it."""
    question = frozen_pool(item.attempt.edition_activity_id)[item.question_id]
    fields = kind_of(question).fields
    if not response:
        return _("No answer")
    if fields in (Fields.LINE, Fields.ESSAY):
        return response
    texts = {choice.id: choice.text for choice in question.choices}
    matches = {choice.id: choice.match for choice in question.choices}
    if fields == Fields.CHOICES:
        return "; ".join(texts[number] for number in response)
    partners = matches if fields == Fields.MATCHING else {}
    return "; ".join(f"{texts[first]}: {partners.get(second, second)}" for first, second in response)


@dataclass(frozen=True)
class ModerationRow:
    sitting: Sitting
    verdict: SittingModeration | None
    link: bool
    """Nobody reads the own exam."""


def moderation_rows(sittings: Iterable[Sitting], check: ReleaseCheck, user) -> list[ModerationRow]:
    return [
        ModerationRow(each, check.verdicts.get(each.attempt.pk), each.attempt.enrolment.user_id != user.pk)
        for each in sittings
    ]


@dataclass(frozen=True)
class Written:
    """One written answer with its marks."""

    item: AttemptItem
    question: FrozenQuestion


@dataclass(frozen=True)
class SittingDesk:
    """One exam before its moderator."""

    planned: PlannedActivity
    sitting: Sitting
    written: list[Written]
    scored: Decimal
    """What the platform gave for the other questions."""
    scored_max: Decimal
    verdict: SittingModeration | None
    may_moderate: bool
    following: int | None
    """The next attempt of the sample that waits for this person."""


def sitting_or_404(check: ReleaseCheck, planned: PlannedActivity, attempt_id: int, user) -> SittingDesk:
    """Of the sample only: nobody reads more exams than have to be looked at."""
    rows = {row.sitting.attempt.pk: row for row in moderation_rows(check.sample, check, user) if row.link}
    if attempt_id not in rows:
        raise Http404(attempt_id)
    row = rows[attempt_id]
    items = list(items_of(row.sitting.attempt).select_related("question"))
    scored = [item for item in items if item.question.kind not in BY_PERSON]
    waiting = [
        pk for pk, each in rows.items() if each.verdict is None and user.pk not in each.sitting.markers
    ]
    return SittingDesk(
        planned=planned,
        sitting=row.sitting,
        written=[Written(item, _asked(item, row.sitting)) for item in items if item not in scored],
        scored=sum((item.points or Decimal(0) for item in scored), Decimal(0)),
        scored_max=sum((item.max_points for item in scored), Decimal(0)),
        verdict=row.verdict,
        may_moderate=user.pk not in row.sitting.markers,
        following=next((pk for pk in waiting if pk != attempt_id), None),
    )


def _asked(item: AttemptItem, sitting: Sitting) -> FrozenQuestion:
    return frozen_pool(sitting.attempt.edition_activity_id)[item.question_id]
