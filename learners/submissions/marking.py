"""How work is marked: who has it, the judgement by the rubric, and what happens when two save at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.assessments.sampling import stands_between
from courses.cohorts.roles import MarkingScope
from learners.events.recording import record
from learners.submissions.calibrating import require_calibrated
from learners.submissions.models import Discussion, Mark, Work
from learners.submissions.queries import MarkLine
from learners.submissions.standing import HandedIn, Role, Standing, standing_of, waiting_in

LEASE = timedelta(minutes=30)
"""So long a work stays with the marker after the last saving."""


class UnableToMark(RuleError):
    """The work cannot be marked by this person now, or the judgement is incomplete."""


class SavedByColleague(UnableToMark):
    """Somebody else has saved or taken the work meanwhile. Nothing was written."""

    def __init__(self, mark: Mark):
        self.mark = mark
        super().__init__(
            _("A colleague saved marks for this work at %(time)s. Keep theirs, keep yours, or compare.")
            % {"time": mark.saved_at.strftime("%H:%M UTC")}
        )


@dataclass(frozen=True)
class Judgement:
    points: Sequence[int | None]
    strength: str = ""
    gap: str = ""
    next_step: str = ""


def marking_queue(scope: MarkingScope, user_id: int, *, at: datetime) -> list[HandedIn[MarkLine]]:
    """What this person may see at the desk, the oldest hand-in first: nothing of the own, nothing that is released."""
    return [
        waiting
        for waiting in waiting_in(scope.cohorts)
        if waiting.rules.is_marked and waiting.user_id != user_id and in_scope(waiting, scope)
    ]


def in_scope(work: HandedIn, scope: MarkingScope) -> bool:
    return scope.marks(work.cohort.pk, work.planned.module_code, journal=work.rules.is_journal)


def discussed_works(works: Collection[HandedIn]) -> set[int]:
    """Those whose markers have talked. No query when none is apart."""
    apart = [work.pk for work in works if work.apart]
    return (
        set(Discussion.objects.filter(work__in=apart).values_list("work_id", flat=True)) if apart else set()
    )


def claim_next(scope: MarkingScope, *, by, at: datetime) -> Mark | None:
    """The oldest work that this person can mark, taken; nothing when there is none. Raises NotCalibrated."""
    queue = [each for each in marking_queue(scope, by.pk, at=at) if not each.can_change(at=at)]
    discussed = discussed_works(queue)
    for waiting in queue:
        if waiting.role_for(by.pk, discussed=waiting.pk in discussed, at=at):
            try:
                return claim(waiting, by=by, at=at)
            except UnableToMark:
                continue  # somebody took it a moment ago
    return None


@transaction.atomic
def claim(work: HandedIn, *, by, at: datetime) -> Mark:
    """Take the work for half an hour. Mine already is the same result. Raises UnableToMark, NotCalibrated."""
    Work.objects.select_for_update().get(pk=work.pk)  # two markers take it one after the other
    fresh = standing_of(work.code)
    assert fresh is not None  # noqa: S101 -- it is handed in
    if by.pk == fresh.work.enrolment.user_id:
        raise UnableToMark(_("Nobody marks the own work."))
    if fresh.work.released_at or fresh.can_change(at=at):
        raise UnableToMark(_("This work cannot be marked now."))
    discussed = Discussion.objects.filter(work=fresh.work).exists()
    role = fresh.role_for(by.pk, discussed=discussed, at=at)
    if role is None:
        raise UnableToMark(_taken(fresh, at))
    require_calibrated(fresh.work.enrolment.cohort, fresh.planned, by=by)
    return _take(fresh, role, by, at)


def _take(standing: Standing, role: Role, by, at: datetime) -> Mark:
    mark, made = Mark.objects.get_or_create(
        work=standing.work,
        role=role,
        defaults={
            "submission": standing.submission,
            "marker": by,
            "lease_until": at + LEASE,
            "points": [None] * len(standing.rules.criteria),
            "saved_at": at,
        },
    )
    if not made:
        mark.marker, mark.lease_until = by, at + LEASE
        mark.save(update_fields=["marker", "lease_until"])
    return mark


def _taken(standing: Standing, at: datetime) -> str:
    holder = next((m for m in standing.marks.values() if not m.completed_at and m.lease_until >= at), None)
    if holder is None:
        return _("This work is marked already, or it is another person's turn.")
    values = {"name": holder.marker.name, "time": holder.lease_until.strftime("%H:%M UTC")}
    return _("%(name)s is marking this work until %(time)s.") % values


@transaction.atomic
def save_mark(
    standing: Standing,
    role: str,
    judgement: Judgement,
    *,
    sequence: int,
    by,
    at: datetime,
    over: int | None = None,
) -> Mark:
    """Keep the judgement as it is, complete or not.

    sequence: one more than the version that the marker has seen. over: the colleague's version that is replaced on purpose.
    Raises SavedByColleague, UnableToMark.
    """
    mark = _open_mark(standing, role, sequence=sequence, by=by, over=over)
    mark.points = _points(judgement, standing)
    mark.strength, mark.gap, mark.next_step = judgement.strength, judgement.gap, judgement.next_step
    mark.marker, mark.saved_at, mark.lease_until = by, at, at + LEASE
    mark.version += 1
    if mark.completed_at:  # a completed mark stays one: it is corrected, not reopened
        mark.mark = _complete_value(mark, standing)
    mark.save()
    return mark


@transaction.atomic
def complete_mark(
    standing: Standing,
    role: str,
    judgement: Judgement,
    *,
    sequence: int,
    by,
    at: datetime,
    over: int | None = None,
) -> Mark:
    """Save, and say that the judgement is complete. Raises SavedByColleague, UnableToMark."""
    mark = save_mark(standing, role, judgement, sequence=sequence, by=by, at=at, over=over)
    mark.mark = _complete_value(mark, standing)
    mark.completed_at, mark.lease_until = at, at
    mark.save(update_fields=["mark", "completed_at", "lease_until"])
    data = {
        "work": standing.work.code,
        "role": mark.role,
        "mark": str(mark.mark),
        "points": list(mark.points),
    }
    enrolment = standing.work.enrolment
    record("work.marked", enrolment=enrolment, activity_id=standing.work.activity_id, by=by, at=at, data=data)
    return mark


@transaction.atomic
def give_back(standing: Standing, *, by, at: datetime) -> None:
    """Somebody else may take it at once. What is written stays."""
    Mark.objects.filter(work=standing.work, marker=by, completed_at=None, lease_until__gt=at).update(
        lease_until=at - timedelta(seconds=1)
    )


@transaction.atomic
def note_discussion(standing: Standing, *, note: str, by, at: datetime) -> Discussion:
    """What two markers who are far apart said to each other. After it a third one may mark. Raises UnableToMark."""
    if not standing.apart:
        raise UnableToMark(
            _("The two marks are not more than ten points apart, so there is nothing to settle.")
        )
    if by.pk not in {mark.marker_id for mark in standing.marks.values()}:
        raise UnableToMark(_("One of the two markers writes the note."))
    return Discussion.objects.create(work=standing.work, note=note, by=by, at=at)


def _open_mark(standing: Standing, role: str, *, sequence: int, by, over: int | None) -> Mark:
    work = Work.objects.select_for_update().get(pk=standing.work.pk)
    mark = Mark.objects.select_related("marker").filter(work=work, role=role).first()
    if mark is None or by.pk == standing.work.enrolment.user_id:
        raise UnableToMark(_("Take the work from the queue before you mark it."))
    if work.released_at:
        raise UnableToMark(_("The mark is released. A change takes a correction and a second person."))
    if mark.completed_at and standing.rules.is_marked_twice and len(standing.completed) > 1:
        raise UnableToMark(_("Both blind marks are given, so they stand."))
    if over == mark.version:
        return mark
    if mark.marker_id != by.pk or sequence != mark.version + 1:
        raise SavedByColleague(mark)
    return mark


def _points(judgement: Judgement, standing: Standing) -> list[int | None]:
    points = list(judgement.points)
    if len(points) != len(standing.rules.criteria):
        raise UnableToMark(
            _("The rubric has %s criteria. Load the page again.") % len(standing.rules.criteria)
        )
    if any(each is not None and not 0 <= each <= 100 for each in points):
        raise UnableToMark(_("Enter points between 0 and 100 for each criterion."))
    return points


def _complete_value(mark: Mark, standing: Standing):
    missing = [
        criterion.title
        for criterion, points in zip(standing.rules.criteria, mark.points, strict=True)
        if points is None
    ]
    if missing:
        raise UnableToMark(_("Enter points for: %s.") % ", ".join(missing))
    if mark.role == Role.FIRST and not (mark.strength or mark.gap or mark.next_step):
        raise UnableToMark(
            _("Write feedback to the learner: what worked, what is missing, or the next step.")
        )
    value = standing.rules.mark_of(mark.points)
    if mark.role == Role.THIRD:
        first, second = (standing.marks[role].mark or value for role in (Role.FIRST, Role.SECOND))
        if not stands_between(value, first, second):
            raise UnableToMark(
                _("The third mark stands between the two others, %(low)s and %(high)s. Yours is %(mark)s.")
                % {"low": min(first, second), "high": max(first, second), "mark": value}
            )
    return value
