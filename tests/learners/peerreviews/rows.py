"""Peer reviews as their people make them, through the rules."""

from datetime import datetime, timedelta

from courses.cohorts.models import Cohort
from learners.enrolment.models import Enrolment
from learners.peerreviews.assigning import open_round
from learners.peerreviews.models import PeerReview, PeerRound
from learners.peerreviews.writing import Written, save_review, send_review
from tests.factories.works import planned_work
from tests.learners.submissions.rows import after_grace, due, make_handed_in, make_learner

__all__ = ["after_grace", "due", "make_handed_in", "make_learner"]

DAY = timedelta(days=1)
ZONE = "Africa/Nairobi"
GOOD = Written([90, 60, 75], "The map of the data flows is complete.", "Name who owns the second risk.")
"""The small programme's rubric has four criteria; peers judge the first three."""


def make_authors(cohort: Cohort, count: int, *, first: int = 1) -> list[Enrolment]:
    """So many learners who handed in AS3, one minute after another."""
    learners = [make_learner(cohort, number) for number in range(first, first + count)]
    for learner in learners:
        make_handed_in(learner, "AS3", text=f"Assessment of a register. {learner.pk * 'Data. '}")
    return learners


def make_round(cohort: Cohort, count: int = 5, *, at: datetime | None = None) -> PeerRound:
    make_authors(cohort, count)
    peer_round = open_round(cohort, planned_work(cohort, "AS3"), at=at or after_grace(cohort))
    assert peer_round is not None
    return peer_round


def send(review: PeerReview, written: Written = GOOD, *, at: datetime) -> PeerReview:
    by = review.reviewer.user
    return send_review(review, written, sequence=review.sequence + 1, by=by, zone=ZONE, at=at)


def save(review: PeerReview, written: Written, *, sequence: int = 1, at: datetime):
    by = review.reviewer.user
    return save_review(review, written, sequence=sequence, by=by, zone=ZONE, at=at)


def pairs_in(peer_round: PeerRound) -> set[tuple[int, int]]:
    return set(peer_round.reviews.exclude(reviewer=None).values_list("reviewer", "author"))
