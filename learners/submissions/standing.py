"""Where each handed-in work stands: who marks it, what the marks amount to, what lateness takes off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Generic, TypeVar

from django.db.models import QuerySet

from courses.assessments.lateness import Lateness, late_mark
from courses.assessments.rulebook import WorkRules, work_rules
from courses.assessments.sampling import agreed_mark
from courses.cohorts.models import Cohort
from courses.editions.plan import PlannedActivity, plan_of
from learners.enrolment.dates import LearnerDates, dates_in, dates_of_many
from learners.enrolment.models import Enrolment
from learners.submissions.deadlines import lateness_of, promised_at
from learners.submissions.models import Mark, Submission, Work
from learners.submissions.queries import (
    MarkLine,
    handed_in_works,
    submission_of,
    submissions_by_id,
    waiting_marks,
    waiting_rows,
)

Role = Mark.Role


M = TypeVar("M", Mark, MarkLine)


@dataclass(frozen=True)
class HandedIn(Generic[M]):
    """One handed-in work with its dates, its rules and its marks, as far as a list needs it."""

    pk: int
    """Of the work."""
    code: str
    cohort: Cohort
    user_id: int
    name: str
    """Of the learner."""
    planned: PlannedActivity
    rules: WorkRules
    handed_in_at: datetime
    due_at: datetime
    extended: bool
    """The due date is the learner's own."""
    marks: dict[str, M]
    """By role."""

    @property
    def late(self) -> Lateness:
        return lateness_of(self.handed_in_at, self.due_at, self.rules)

    @property
    def free_until(self) -> datetime:
        return self.rules.late.free_until(self.due_at)

    @property
    def promised_at(self) -> datetime:
        return promised_at(self.handed_in_at, self.due_at)

    def can_change(self, *, at: datetime) -> bool:
        """The learner may still replace it, so nobody marks it yet."""
        return at <= self.free_until and not self.marks

    @property
    def label(self) -> str:
        """What markers call it: its code, or the name of the learner where the curriculum marks with names."""
        return self.code if self.rules.anonymous else self.name

    @property
    def completed(self) -> dict[str, M]:
        return {role: mark for role, mark in self.marks.items() if mark.completed_at}

    @property
    def apart(self) -> bool:
        """Two blind marks differ by more than ten points, and no third one has decided."""
        return self.rules.is_marked_twice and len(self.completed) == 2 and self.mark is None

    @property
    def mark(self) -> Decimal | None:
        """What the markers agree on, before lateness. Empty while somebody has still to mark."""
        done = self.completed
        if Role.THIRD in done:
            return done[Role.THIRD].mark
        first = done[Role.FIRST].mark if Role.FIRST in done else None
        if not self.rules.is_marked_twice or first is None:
            return first
        second = done[Role.SECOND].mark if Role.SECOND in done else None
        return agreed_mark(first, second) if second is not None else None

    @property
    def counted(self) -> Decimal | None:
        """The mark that counts, after lateness."""
        return late_mark(self.mark, self.late) if self.mark is not None else None

    def role_for(self, user_id: int, *, discussed: bool, at: datetime) -> Role | None:
        """In which role this person could mark it now; nothing when all is done, taken, or the person had a turn."""
        mine = next((mark for mark in self.marks.values() if mark.marker_id == user_id), None)
        if mine is not None:
            return None if mine.completed_at else Role(mine.role)
        for role in self._wanted(discussed):
            mark = self.marks.get(role)
            if mark is None or (not mark.completed_at and mark.lease_until < at):
                return role
        return None

    def _wanted(self, discussed: bool) -> list[Role]:
        if not self.rules.is_marked_twice:
            return [Role.FIRST]
        return [Role.FIRST, Role.SECOND, *([Role.THIRD] if self.apart and discussed else [])]


@dataclass(frozen=True)
class Standing(HandedIn[Mark]):
    """The same with its rows: for whoever reads or changes it."""

    work: Work
    submission: Submission


def standings(works: QuerySet[Work]) -> list[Standing]:
    """The oldest hand-in first. Five queries, however many works: works, marks, versions, dates, extensions."""
    rows = list(works)
    versions = submissions_by_id([work.newest_id for work in rows])  # type: ignore[attr-defined]
    dates = dates_of_many({work.enrolment_id: work.enrolment for work in rows}.values())
    made = [
        standing
        for work in rows
        if (standing := _standing(work, versions[work.newest_id], dates[work.enrolment_id]))  # type: ignore[attr-defined]
    ]
    return sorted(made, key=lambda each: (each.submission.handed_in_at, each.work.code))


def _standing(work: Work, submission: Submission, dates) -> Standing | None:
    """Nothing for work that the cohort's edition does not have any more."""
    planned = plan_of(work.enrolment.cohort.edition_id).by_activity(work.activity_id)
    if planned is None:
        return None
    enrolment = work.enrolment
    due_at, extended = _due(dates, planned, resit=work.resit)
    return Standing(
        pk=work.pk,
        code=work.code,
        cohort=enrolment.cohort,
        user_id=enrolment.user_id,
        name=enrolment.user.name,
        planned=planned,
        rules=work_rules(submission.edition_activity.rules),
        handed_in_at=submission.handed_in_at,
        due_at=due_at,
        extended=extended,
        marks={mark.role: mark for mark in work.marks.all()},
        work=work,
        submission=submission,
    )


def _due(dates: LearnerDates, planned: PlannedActivity, *, resit: bool) -> tuple[datetime, bool]:
    """The due date, and whether it is the learner's own."""
    due_at = (dates.of(planned) if resit else dates.first(planned)).due_at
    return due_at, bool(dates.extensions) and due_at != dates.plain(planned).due_at


def standings_in(cohort: Cohort, activity_id: int) -> list[Standing]:
    """All handed-in works of one cohort at one activity."""
    return standings(handed_in_works().filter(enrolment__cohort=cohort, activity_id=activity_id))


def unreleased_of(enrolment: Enrolment) -> list[Standing]:
    """What one learner has handed in for a mark and has no mark for. A move takes it along to the markers of the new cohort."""
    works = handed_in_works().filter(enrolment=enrolment, released_at=None)
    return [each for each in standings(works) if each.rules.is_marked]


def standing_of(code: str) -> Standing | None:
    """With the text of its version. Four queries."""
    submission = submission_of(code)
    if submission is None:
        return None
    enrolment = submission.work.enrolment
    return _standing(submission.work, submission, dates_of_many([enrolment])[enrolment.pk])


def waiting_in(cohort_ids: Iterable[int]) -> list[HandedIn[MarkLine]]:
    """What is handed in and not released, in these cohorts, the oldest first. Five queries, and no row of a work becomes an object."""
    cohorts = Cohort.objects.filter(pk__in=list(cohort_ids)).in_bulk()
    dates = dates_in(cohorts.values())
    marks = waiting_marks(cohorts)
    rules: dict[int, WorkRules] = {}
    waiting = []
    for row in waiting_rows(cohorts):
        planned = plan_of(cohorts[row.cohort_id].edition_id).by_activity(row.activity_id)
        if planned is None:
            continue
        if row.planned_id not in rules:
            rules[row.planned_id] = work_rules(plan_of(row.edition_id).by_id(row.planned_id).rules)
        due_at, extended = _due(dates.of(row.enrolment_id, row.cohort_id), planned, resit=row.resit)
        waiting.append(
            HandedIn(
                pk=row.work_id,
                code=row.code,
                cohort=cohorts[row.cohort_id],
                user_id=row.user_id,
                name=row.name,
                planned=planned,
                rules=rules[row.planned_id],
                handed_in_at=row.handed_in_at,
                due_at=due_at,
                extended=extended,
                marks=marks.get(row.work_id, {}),
            )
        )
    return sorted(waiting, key=lambda each: (each.handed_in_at, each.code))
