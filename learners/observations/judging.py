"""How a discussion or defence is judged: saved while it grows, completed, absent, and agreed between two examiners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.assessments.sampling import stands_between
from courses.editions.plan import PlannedActivity
from learners.enrolment.access import words
from learners.enrolment.models import Enrolment
from learners.events.recording import record
from learners.observations.models import AgreedMark, Observation
from learners.observations.seats import Seat, seat_of
from learners.progress.completing import complete
from learners.submissions.handing_in import new_code
from learners.submissions.models import Work

ABSENT = Decimal(0)


class UnableToJudge(RuleError):
    """This cannot be judged like this."""


class SavedByColleague(UnableToJudge):
    """Somebody saved in the meantime. Nothing was overwritten."""

    def __init__(self, stored: Observation) -> None:
        self.stored = stored
        super().__init__(
            _("%(name)s saved this at %(time)s, after you opened the page. Yours is not saved.")
            % {"name": stored.by.name, "time": stored.saved_at.strftime("%H:%M UTC")}
        )


@dataclass(frozen=True)
class Judgement:
    points: Sequence[int | None]
    remark: str = ""


@transaction.atomic
def save_observation(
    enrolment: Enrolment, planned: PlannedActivity, judgement: Judgement, *, sequence: int, by, at: datetime
) -> Observation:
    """Keep the judgement as it is, complete or not; one that was complete stays complete.

    sequence: one more than the version that the person has seen. Raises SavedByColleague, UnableToJudge.
    """
    seat, mark = _open(enrolment, planned, sequence=sequence, by=by, at=at)
    if mark.absence:  # the learner was there after all: it is a draft again
        mark.absence, mark.mark, mark.completed_at = "", None, None
    mark.points, mark.remark = _points(judgement, seat), judgement.remark.strip()
    if mark.completed_at:
        mark.mark = _value(mark, seat)
    _save(mark, by, at)
    return mark


@transaction.atomic
def complete_observation(
    enrolment: Enrolment, planned: PlannedActivity, judgement: Judgement, *, sequence: int, by, at: datetime
) -> Observation:
    """Save, and say that the judgement is complete. The learner took part, so the activity is completed.

    Raises SavedByColleague, UnableToJudge.
    """
    seat, mark = _open(enrolment, planned, sequence=sequence, by=by, at=at)
    mark.points, mark.remark, mark.absence = _points(judgement, seat), judgement.remark.strip(), ""
    mark.mark, mark.completed_at = _value(mark, seat), at
    _save(mark, by, at)
    complete(enrolment, planned, by=by, at=at)
    _tell(mark, enrolment, planned)
    return mark


@transaction.atomic
def note_absence(
    enrolment: Enrolment, planned: PlannedActivity, *, reason: str, sequence: int, by, at: datetime
) -> Observation:
    """The learner took no part: the mark is 0, with the reason. Raises SavedByColleague, UnableToJudge."""
    if not reason.strip():
        raise UnableToJudge(_("Say how you know that the learner took no part. The learner reads it."))
    _seat, mark = _open(enrolment, planned, sequence=sequence, by=by, at=at)
    mark.absence, mark.mark, mark.completed_at = reason.strip(), ABSENT, at
    _save(mark, by, at)
    _tell(mark, enrolment, planned)
    return mark


@transaction.atomic
def agree(
    enrolment: Enrolment, planned: PlannedActivity, *, mark: Decimal, note: str, by, at: datetime
) -> AgreedMark:
    """The mark of two examiners who were far apart, once they have talked. It stands between the two.

    Raises UnableToJudge.
    """
    work = _locked_work(enrolment, planned)
    seat = seat_of(enrolment, planned)
    if seat.released:
        raise UnableToJudge(_released())
    if seat.both is None or not (seat.apart or seat.is_agreed):
        raise UnableToJudge(
            _("The two marks are not more than ten points apart, so there is nothing to settle.")
        )
    if by.pk not in {each.by_id for each in seat.marks.values()}:
        raise UnableToJudge(_("One of the two examiners writes down what you agreed."))
    if not note.strip():
        raise UnableToJudge(_("Write down what the two of you said."))
    first, second = seat.both
    if not stands_between(mark, first, second):
        low, high = min(first, second), max(first, second)
        raise UnableToJudge(
            _("The agreed mark stands between your two marks, %(low)s and %(high)s.")
            % {"low": low, "high": high}
        )
    return AgreedMark.objects.create(
        work=work, first=first, second=second, mark=mark, note=note.strip(), by=by, at=at
    )


def _locked_work(enrolment: Enrolment, planned: PlannedActivity) -> Work:
    Enrolment.objects.select_for_update(no_key=True).get(
        pk=enrolment.pk
    )  # two examiners come one after the other
    return Work.objects.get_or_create(
        enrolment=enrolment, activity_id=planned.activity_id, defaults={"code": new_code()}
    )[0]


def _open(
    enrolment: Enrolment, planned: PlannedActivity, *, sequence: int, by, at: datetime
) -> tuple[Seat, Observation]:
    if by.pk == enrolment.user_id:
        raise UnableToJudge(_("Nobody judges the own part."))
    work = _locked_work(enrolment, planned)
    seat = seat_of(enrolment, planned)
    _require_judgeable(seat, at)
    role = seat.role_for(by)
    if role is None:
        raise UnableToJudge(_("Two examiners have judged already: %s.") % examiners_of(seat))
    mark = seat.mine(by) or Observation(work=work, role=role, by=by, saved_at=at)
    if mark.version + 1 != sequence:
        raise SavedByColleague(mark) if mark.pk else UnableToJudge(_("Load the page again."))
    return seat, mark


def _require_judgeable(seat: Seat, at: datetime) -> None:
    if seat.released:
        raise UnableToJudge(_released())
    if at < seat.dates.opens_at:
        opens = words(seat.dates.opens_at, seat.enrolment.cohort.time_zone, at=at)
        raise UnableToJudge(_("This begins on %s. Nothing can be judged before.") % opens)


def _released() -> str:
    return _("The mark is released. A change takes a correction and a second person.")


def examiners_of(seat: Seat) -> str:
    """The names of those who have judged, in their order."""
    names = [
        seat.marks[role].by.name
        for role in (Observation.Role.FIRST, Observation.Role.SECOND)
        if role in seat.marks
    ]
    return (
        _("%(first)s and %(second)s") % dict(zip(("first", "second"), names, strict=True))
        if len(names) > 1
        else "".join(names)
    )


def _points(judgement: Judgement, seat: Seat) -> list[int | None]:
    points = list(judgement.points)
    if len(points) != len(seat.rules.criteria):
        raise UnableToJudge(_("The rubric has %s criteria. Load the page again.") % len(seat.rules.criteria))
    if any(each is not None and not 0 <= each <= 100 for each in points):
        raise UnableToJudge(_("Enter points between 0 and 100 for each criterion."))
    return points


def _value(mark: Observation, seat: Seat) -> Decimal:
    missing = [
        criterion.title
        for criterion, points in zip(seat.rules.criteria, mark.points, strict=True)
        if points is None
    ]
    if missing:
        raise UnableToJudge(_("Enter points for: %s.") % ", ".join(missing))
    return seat.rules.mark_of(mark.points)


def _save(mark: Observation, by, at: datetime) -> None:
    mark.by, mark.saved_at = by, at
    mark.version += 1
    mark.save()


def _tell(mark: Observation, enrolment: Enrolment, planned: PlannedActivity) -> None:
    data = {"role": mark.role, "mark": str(mark.mark), "points": list(mark.points), "absence": mark.absence}
    at, by = mark.saved_at, mark.by
    record("work.marked", enrolment=enrolment, activity_id=planned.activity_id, by=by, at=at, data=data)
