"""Work without a mark as its readers see it: what was handed in, what was answered, what waits."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch

from courses.assessments.rulebook import WorkRules, is_task, work_rules
from courses.cohorts.models import Cohort
from courses.cohorts.roles import MarkingScope
from courses.editions.plan import PlannedActivity, plan_of
from courses.programme.models import Activity
from learners.enrolment.models import Enrolment
from learners.enrolment.queries import OPEN_STATES
from learners.submissions.approving import is_settled
from learners.submissions.models import Reply, Submission, Work
from learners.submissions.queries import handed_in_works, submissions_by_id, whole_submissions


@dataclass(frozen=True)
class Handed:
    """One learner at one work without a mark."""

    enrolment: Enrolment
    work: Work | None
    submission: Submission | None
    """The newest version."""
    replies: tuple[Reply, ...]
    """The last one first."""

    @property
    def reply(self) -> Reply | None:
        return self.replies[0] if self.replies else None

    @property
    def settled(self) -> bool:
        return is_settled(self.reply)

    @property
    def answered(self) -> bool:
        """The version that stands has its answer."""
        return bool(self.reply and self.submission and self.reply.submission_id == self.submission.pk)


@dataclass(frozen=True)
class TaskPile:
    """One work without a mark of one cohort."""

    cohort: Cohort
    planned: PlannedActivity
    rules: WorkRules
    handed_in: int
    unanswered: int

    @property
    def waits(self) -> int:
        """How many learners wait for an answer. Feedback on exercises is welcome, and nobody waits for it."""
        return self.unanswered if self.rules.is_approved else 0


def handed_by(cohort: Cohort, planned: PlannedActivity) -> list[Handed]:
    """All learners who study here, by name. Four queries, however many."""
    places = Enrolment.objects.filter(cohort=cohort, state__in=OPEN_STATES)
    return _handed(
        list(places.select_related("cohort", "user").order_by("user__name", "pk")), planned, submissions_by_id
    )


def handed_of(enrolment: Enrolment, planned: PlannedActivity) -> Handed:
    """With the text of the version."""
    return _handed([enrolment], planned, whole_submissions)[0]


def _handed(places: list[Enrolment], planned: PlannedActivity, read) -> list[Handed]:
    replies = Reply.objects.select_related("by").order_by("-pk")
    works = Work.objects.filter(enrolment__in=places, activity=planned.activity_id)
    works = works.prefetch_related(Prefetch("replies", queryset=replies))
    by_place = {work.enrolment_id: work for work in works}
    newest = _newest_ids([work.pk for work in by_place.values()])
    versions = read(list(newest.values()))
    return [_one(place, by_place.get(place.pk), newest, versions) for place in places]


def _one(
    place: Enrolment, work: Work | None, newest: dict[int, int], versions: dict[int, Submission]
) -> Handed:
    submission = versions.get(newest.get(work.pk, 0)) if work else None
    return Handed(place, work, submission, tuple(work.replies.all()) if work else ())


def _newest_ids(work_ids: list[int]) -> dict[int, int]:
    rows = Submission.objects.filter(work__in=work_ids).order_by("number")
    return dict(rows.values_list("work_id", "pk"))


def task_piles(scope: MarkingScope) -> list[TaskPile]:
    """In the order of study. Two queries, however many cohorts."""
    cohorts = Cohort.objects.filter(pk__in=scope.cohorts).exclude(published_at=None).order_by("pk")
    counts = _counts([cohort.pk for cohort in cohorts])
    return [
        TaskPile(
            cohort, planned, work_rules(planned.rules), *counts.get((cohort.pk, planned.activity_id), (0, 0))
        )
        for cohort in cohorts
        for planned in plan_of(cohort.edition_id).activities
        if is_task(planned.rules) and scope.marks(cohort.pk, planned.module_code, journal=False)
    ]


def _counts(cohort_ids: Collection[int]) -> dict[tuple[int, int], tuple[int, int]]:
    """Cohort and activity -> how many handed in, and how many of them wait for an answer to what stands."""
    answered = Reply.objects.filter(submission=OuterRef("newest_id"))
    settled = Reply.objects.filter(
        work=OuterRef("pk"), decision__in=(Reply.Decision.APPROVED, Reply.Decision.WAIVED)
    )
    works = handed_in_works().filter(
        enrolment__cohort__in=cohort_ids, enrolment__state__in=OPEN_STATES, activity__kind=Activity.Kind.TASK
    )
    works = works.annotate(quiet=Exists(answered) | Exists(settled)).prefetch_related(None)
    counts: dict[tuple[int, int], tuple[int, int]] = {}
    for key in works.order_by().values_list("enrolment__cohort", "activity", "quiet"):
        handed_in, waits = counts.get(key[:2], (0, 0))
        counts[key[:2]] = handed_in + 1, waits + (not key[2])
    return counts
