"""Which grade counts now: the last line of the ledger for each activity."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from courses.programme.models import Activity
from learners.enrolment.models import Enrolment
from learners.grades.models import GradeEvent, GradeRelease, Withholding

KINDS_TO_RELEASE = frozenset(
    {
        Activity.Kind.EXAM,
        Activity.Kind.ASSIGNMENT,
        Activity.Kind.DISCUSSION,
        Activity.Kind.DEFENCE,
        Activity.Kind.JOURNAL,
        Activity.Kind.PLACEMENT_STEP,
    }
)
"""What people mark. Its marks reach learners together, by release; what the platform scores is known at once."""


class Line(NamedTuple):
    """What a line of the ledger says. A tuple: a page on a large cohort reads a hundred thousand of them."""

    enrolment_id: int
    activity_id: int
    kind: str
    """Of the activity."""
    points: Decimal
    max_points: Decimal
    resit: bool
    reason: str
    at: datetime
    by_id: int | None
    """Nobody when the platform scored it."""


def was_released(enrolment: str, activity: str, resit: str) -> Exists:
    """For a filter of rows with these columns: the mark of that work was shown to that learner."""
    return Exists(
        GradeRelease.objects.filter(
            enrolment=OuterRef(enrolment), activity=OuterRef(activity), resit=OuterRef(resit)
        )
    )


_COLUMNS = (
    "enrolment_id",
    "activity_id",
    "activity__kind",
    "points",
    "max_points",
    "resit",
    "reason",
    "at",
    "by_id",
)


_MANY = 100
"""Learners."""


@dataclass(frozen=True)
class Grades:
    """What stands in the ledger for one learner, by activity."""

    first: dict[int, Line] = field(default_factory=dict)
    resit: dict[int, Line] = field(default_factory=dict)
    withheld: set[int] = field(default_factory=set)
    """Work whose marks are kept back. They stand in none of the others."""
    earlier: dict[int, list[Line]] = field(default_factory=dict)
    """Lines that counted before those above, first marks and resits alike, the oldest first."""


def current_grades(enrolment: Enrolment) -> Grades:
    """The lines that count, released or not: for staff and for rules. Two queries."""
    return grades_of([enrolment])[enrolment.pk]


def grades_of(enrolments: Iterable[Enrolment]) -> dict[int, Grades]:
    """The lines that count for each enrolment. Two queries for all of them."""
    return _grades([enrolment.pk for enrolment in enrolments], lambda line, until: True)


def standing_line(enrolment: Enrolment, activity_id: int, *, resit: bool) -> Line | None:
    """The line that counts for one work, released or not; none while its marks are kept back. One query, two where there is a line."""
    lines = GradeEvent.objects.filter(enrolment=enrolment, activity=activity_id, resit=resit)
    row = lines.order_by("-pk").values_list(*_COLUMNS).first()
    if row is None:
        return None
    kept_back = Withholding.objects.filter(enrolment=enrolment, activity=activity_id, lifted_at=None)
    return None if kept_back.exists() else Line._make(row)


def released_grades(enrolment: Enrolment) -> Grades:
    """The lines that count and that the learner may see. Three queries."""
    return released_grades_of([enrolment])[enrolment.pk]


def released_grades_of(enrolments: Iterable[Enrolment]) -> dict[int, Grades]:
    """The same for each enrolment. Three queries for all of them."""
    ids = [enrolment.pk for enrolment in enrolments]
    rows = GradeRelease.objects.filter(enrolment__in=ids)
    columns = rows.values_list("enrolment_id", "activity_id", "resit", "released_at")
    released = {(enrolment, activity, resit): at for enrolment, activity, resit, at in columns}

    def visible(line: Line, until: datetime | None) -> bool:
        if line.kind not in KINDS_TO_RELEASE:
            return True
        since = released.get((line.enrolment_id, line.activity_id, line.resit))
        return since is not None and (until is None or since < until)

    return _grades(ids, visible)


def released_works(enrolment_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Pairs of enrolment and activity whose first mark was released. One query."""
    rows = GradeRelease.objects.filter(enrolment__in=list(enrolment_ids), resit=False)
    return set(rows.values_list("enrolment_id", "activity_id"))


def release_of(enrolment: Enrolment, activity_id: int, *, resit: bool) -> GradeRelease | None:
    return GradeRelease.objects.filter(enrolment=enrolment, activity_id=activity_id, resit=resit).first()


def has_release(*, enrolment: str, activity: str, resit: str) -> Exists:
    """For rows of others, by their paths to these: whether the learner sees the mark of the work."""
    place = {"enrolment": OuterRef(enrolment), "activity": OuterRef(activity), "resit": OuterRef(resit)}
    return Exists(GradeRelease.objects.filter(**place))


def shown_marks(enrolment_ids: Iterable[int], activity_id: int) -> set[tuple[int, bool]]:
    """Pairs of enrolment and whether it is the resit, of the released marks of one work. One query."""
    rows = GradeRelease.objects.filter(enrolment__in=list(enrolment_ids), activity_id=activity_id)
    return set(rows.values_list("enrolment_id", "resit"))


def _grades(ids: list[int], visible: Callable[[Line, datetime | None], bool]) -> dict[int, Grades]:
    """visible: whether a line may be seen that counted until then; until now where there is no moment."""
    grades: dict[int, Grades] = {pk: Grades() for pk in ids}
    kept_back = Withholding.objects.filter(enrolment__in=ids, lifted_at=None)
    for enrolment_id, activity_id in kept_back.values_list("enrolment_id", "activity_id"):
        grades[enrolment_id].withheld.add(activity_id)
    lines = GradeEvent.objects.filter(enrolment__in=ids).order_by("pk").values_list(*_COLUMNS)
    # A cursor of the server costs three more messages: for many lines only.
    for line in map(Line._make, lines if len(ids) < _MANY else lines.iterator(chunk_size=5_000)):
        own = grades[line.enrolment_id]
        if line.activity_id in own.withheld or not visible(line, None):
            continue
        counting = own.resit if line.resit else own.first
        before = counting.get(line.activity_id)
        if before and visible(before, line.at):
            own.earlier.setdefault(line.activity_id, []).append(before)
        counting[line.activity_id] = line
    return grades
