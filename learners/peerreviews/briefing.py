"""What a learner reads about the reviews of one work: the own tasks, spare works, dates, what comes next."""

from dataclasses import dataclass
from datetime import datetime

from courses.assessments.rulebook import is_marked_in_writing
from courses.editions.plan import PlannedActivity, plan_of
from learners.enrolment.access import words, zone_of
from learners.enrolment.models import Enrolment
from learners.peerreviews.assigning import spare_works
from learners.peerreviews.calibrating import Sample, sample_for
from learners.peerreviews.models import PeerReview, PeerRound
from learners.peerreviews.queries import open_reviews_of, reviews_by, round_of
from learners.peerreviews.rounds import planned_dates
from learners.peerreviews.writing import refusal_of
from learners.submissions.queries import newest_submission, work_of


@dataclass(frozen=True)
class ReviewTask:
    number: int
    review: PeerReview
    due: str
    state: str
    """done, current, todo or shut."""


@dataclass(frozen=True)
class Desk:
    round: PeerRound | None
    opens: str
    """When the reviews begin, in words."""
    due: str
    fallback: str
    tasks: tuple[ReviewTask, ...]
    sample: Sample | None
    spare: int
    """How many works lack a reviewer and could be taken now."""
    handed_in: bool
    marked: bool
    """The work gets a mark, to which the reviews count."""

    @property
    def waits_for_sample(self) -> bool:
        return bool(self.tasks and self.sample and self.sample.own is None)

    @property
    def sent(self) -> int:
        return sum(1 for task in self.tasks if task.review.sent_at)

    @property
    def open(self) -> int:
        return sum(1 for task in self.tasks if task.state in ("todo", "current"))

    @property
    def more_time(self) -> ReviewTask | None:
        """An open task whose date staff gave to this learner alone."""
        open_tasks = (task for task in self.tasks if task.state in ("current", "todo"))
        return next((task for task in open_tasks if task.review.more_time), None)

    @property
    def next_task(self) -> ReviewTask | None:
        return next((task for task in self.tasks if task.state in ("current", "todo")), None)


def desk_of(enrolment: Enrolment, planned: PlannedActivity, *, at: datetime) -> Desk:
    """The same number of queries for any number of reviews."""
    zone, dates = zone_of(enrolment), planned_dates(enrolment.cohort, planned)
    peer_round = round_of(enrolment.cohort_id, planned.activity_id)
    reviews = reviews_by(enrolment, planned.activity_id) if peer_round else []
    tasks = tuple(
        ReviewTask(number, review, words(review.due_at, zone, at=at), _state(review, zone, at))
        for number, review in enumerate(reviews, start=1)
    )
    is_free = peer_round is not None and not any(task.state in ("todo", "current") for task in tasks)
    work = work_of(enrolment, planned.activity_id)
    return Desk(
        round=peer_round,
        opens=words(dates.opens_at, zone, at=at),
        due=words(peer_round.due_at if peer_round else dates.due_at, zone, at=at),
        fallback=words(peer_round.fallback_at if peer_round else dates.fallback_at, zone, at=at),
        tasks=tasks,
        sample=sample_for(enrolment, planned.activity_id) if peer_round else None,
        spare=len(spare_works(peer_round, enrolment, at=at)) if peer_round and is_free else 0,
        handed_in=bool(work and newest_submission(work)),
        marked=is_marked_in_writing(planned.rules),
    )


def _state(review: PeerReview, zone: str, at: datetime) -> str:
    if review.sent_at:
        return "done"
    if refusal_of(review, zone, at=at):
        return "shut"
    return "current" if review.saved_at else "todo"


@dataclass(frozen=True)
class Waiting:
    """Reviews of one work that wait for a learner."""

    planned: PlannedActivity
    count: int
    due: str


def waiting_reviews(enrolment: Enrolment, *, at: datetime) -> list[Waiting]:
    """The first due first. One query."""
    zone, plan = zone_of(enrolment), plan_of(enrolment.cohort.edition_id)
    by_work: dict[int, list[PeerReview]] = {}
    for review in open_reviews_of(enrolment):
        if not refusal_of(review, zone, at=at):
            by_work.setdefault(review.round.activity_id, []).append(review)
    return [
        Waiting(planned, len(reviews), words(reviews[0].due_at, zone, at=at))
        for activity_id, reviews in by_work.items()
        if (planned := plan.by_activity(activity_id))
    ]
