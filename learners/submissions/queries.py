"""Reads of written work."""

from collections.abc import Collection, Iterable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import JSONObject

from courses.cohorts.models import Cohort
from learners.enrolment.models import Enrolment
from learners.submissions.models import Draft, Mark, NextStep, Reply, Submission, Work, WorkFile


def work_of(enrolment: Enrolment, activity_id: int, *, resit: bool = False) -> Work | None:
    """The first work or the resit, with its draft, if there is one. One query."""
    return (
        Work.objects.filter(enrolment=enrolment, activity_id=activity_id, resit=resit)
        .select_related("draft", "next_step")
        .first()
    )


def last_released(enrolment: Enrolment, activity_id: int) -> Work | None:
    """The resit, or the first work while that one has no mark to show. One query."""
    works = Work.objects.filter(enrolment=enrolment, activity_id=activity_id, released_at__isnull=False)
    return works.order_by("-resit").first()


def draft_of(work: Work | None) -> Draft | None:
    return getattr(work, "draft", None)


def files_in_draft(work: Work | None) -> list[WorkFile]:
    return list(work.files.filter(removed_at=None).order_by("pk")) if work else []


def versions_of(work: Work | None) -> list[Submission]:
    """The newest first, each with its files."""
    if work is None:
        return []
    return list(
        work.submissions.select_related("edition_activity").prefetch_related("files").order_by("-number")
    )


def newest_submission(work: Work) -> Submission | None:
    return work.submissions.select_related("edition_activity").order_by("-number").first()


def last_reply(work: Work | None) -> Reply | None:
    """The answer to work without a mark that counts. One query."""
    return work.replies.select_related("by").order_by("-pk").first() if work else None


def handed_in_works() -> QuerySet[Work]:
    """Works with something handed in, each with the version that counts and its marks."""
    newest = Submission.objects.filter(work=OuterRef("pk")).order_by("-number").values("pk")[:1]
    return (
        Work.objects.annotate(newest_id=Subquery(newest))
        .exclude(newest_id=None)
        .select_related("enrolment__cohort", "enrolment__user", "activity")
        .prefetch_related(Prefetch("marks", queryset=_marks()))
    )


def submission_of(code: str) -> Submission | None:
    """The version of one work that counts, with its text, the work, its marks and earlier feedback. Two queries."""
    return (
        Submission.objects.filter(work__code=code)
        .annotate(earlier=Subquery(_earlier_feedback()))
        .select_related(
            "edition_activity", "work__enrolment__cohort", "work__enrolment__user", "work__activity"
        )
        .prefetch_related(Prefetch("work__marks", queryset=_marks()))
        .order_by("-number")
        .first()
    )


def _marks() -> QuerySet[Mark]:
    return Mark.objects.select_related("marker").order_by("pk")


class WaitingRow(NamedTuple):
    """One work that is handed in and not released, with the version that counts. A tuple: a queue reads thousands of them."""

    work_id: int
    code: str
    resit: bool
    enrolment_id: int
    cohort_id: int
    user_id: int
    name: str
    """Of the learner."""
    activity_id: int
    planned_id: int
    """The activity in the edition under whose rules it was handed in."""
    edition_id: int
    handed_in_at: datetime


class MarkLine(NamedTuple):
    """What a mark says, without its feedback."""

    work_id: int
    role: str
    marker_id: int
    name: str
    """Of the marker."""
    mark: Decimal | None
    completed_at: datetime | None
    lease_until: datetime


def waiting_rows(cohort_ids: Collection[int]) -> Iterable[WaitingRow]:
    """One query."""
    rows = Submission.objects.filter(work__enrolment__cohort__in=cohort_ids, work__released_at=None)
    columns = (
        "work_id",
        "work__code",
        "work__resit",
        "work__enrolment_id",
        "work__enrolment__cohort_id",
        "work__enrolment__user_id",
        "work__enrolment__user__name",
        "work__activity_id",
        "edition_activity_id",
        "edition_activity__edition_id",
        "handed_in_at",
    )
    newest_last = rows.order_by("work", "number").values_list(*columns)
    return {row.work_id: row for row in map(WaitingRow._make, newest_last)}.values()


def waiting_marks(cohort_ids: Collection[int]) -> dict[int, dict[str, MarkLine]]:
    """Work -> its marks by role. One query."""
    rows = Mark.objects.filter(work__enrolment__cohort__in=cohort_ids, work__released_at=None)
    columns = ("work_id", "role", "marker_id", "marker__name", "mark", "completed_at", "lease_until")
    marks: dict[int, dict[str, MarkLine]] = {}
    for line in map(MarkLine._make, rows.order_by("pk").values_list(*columns)):
        marks.setdefault(line.work_id, {})[line.role] = line
    return marks


def submissions_by_id(ids: list[int]) -> dict[int, Submission]:
    """Without their texts: a list of them needs none."""
    return {row.pk: row for row in _submissions(ids).defer("text")}


def whole_submissions(ids: list[int]) -> dict[int, Submission]:
    return {row.pk: row for row in _submissions(ids)}


def _submissions(ids: list[int]) -> QuerySet[Submission]:
    return Submission.objects.filter(pk__in=ids).select_related("edition_activity")


def last_next_step(enrolment: Enrolment, *, before: Work | None) -> NextStep | None:
    """What the learner wanted to do differently after the last feedback on another work."""
    steps = NextStep.objects.filter(work__enrolment=enrolment).exclude(text="")
    if before is not None:
        steps = steps.exclude(work=before)
    return steps.select_related("work__activity").order_by("-written_at", "-pk").first()


class EarlierFeedback(NamedTuple):
    """The last released feedback to the same learner on another work."""

    code: str
    """Of the activity."""
    next_step: str
    own_step: str
    """What the learner wants to do differently."""


def _earlier_feedback() -> QuerySet:
    """As one value of a row, so that the screen of a marker needs no query for it."""
    marks = Mark.objects.filter(
        work__enrolment=OuterRef("work__enrolment"), work__released_at__isnull=False, role=Mark.Role.FIRST
    )
    # A journal is for its writer and the tutor: no other marker reads what was said about it.
    marks = marks.filter(work__activity__kind=OuterRef("work__activity__kind"))
    told = JSONObject(code="work__activity__code", next_step="next_step", own_step="work__next_step__text")
    return (
        marks.exclude(work=OuterRef("work"))
        .order_by("-work__released_at", "-pk")
        .annotate(told=told)
        .values("told")[:1]
    )


def earlier_feedback(submission: Submission) -> EarlierFeedback | None:
    """Of a version that `submission_of` has read. No query."""
    told = submission.earlier  # type: ignore[attr-defined]
    return EarlierFeedback(told["code"], told["next_step"], told["own_step"] or "") if told else None


def taken_now(cohort: Cohort, user, *, at: datetime) -> list[Mark]:
    """The works of a cohort that this person is marking at this moment. One query."""
    marks = Mark.objects.filter(
        marker=user, completed_at=None, lease_until__gt=at, work__enrolment__cohort=cohort
    )
    return list(marks.select_related("work__activity", "work__enrolment__cohort").order_by("pk"))
