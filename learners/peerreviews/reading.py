"""What reviews amount to: medians for author and marker, and what a learner has given."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from courses.assessments.rulebook import FrozenCriterion
from learners.enrolment.models import Enrolment
from learners.peerreviews.models import PeerReview, PeerRound
from learners.peerreviews.queries import given_and_received, round_of, sent_to
from learners.peerreviews.rounds import rules_of


@dataclass(frozen=True)
class Median:
    criterion: FrozenCriterion
    points: float
    all: tuple[int, ...]
    """Of each review, from the lowest: their order says nothing of who gave them."""

    @property
    def words(self) -> str:
        """The anchor of the rubric that the median is next to."""
        return self.criterion.level(round(self.points))


@dataclass(frozen=True)
class Received:
    """What others sent about one work."""

    medians: tuple[Median, ...]
    reviews: tuple[PeerReview, ...]


def medians_of(criteria: Sequence[FrozenCriterion], reviews: Sequence[PeerReview]) -> tuple[Median, ...]:
    """Criterion by criterion over the reviews that were sent; nothing when there is none."""
    if not reviews:
        return ()
    columns = (sorted(review.points[place] for review in reviews) for place in range(len(criteria)))
    return tuple(
        Median(criterion, median(points), tuple(points))
        for criterion, points in zip(criteria, columns, strict=True)
    )


def received_by(enrolment: Enrolment, peer_round: PeerRound | None) -> Received | None:
    """Nothing before the release. One query."""
    if peer_round is None or peer_round.released_at is None:
        return None
    return _received(peer_round, sent_to(enrolment, peer_round.activity_id))


def _received(peer_round: PeerRound, reviews: Sequence[PeerReview]) -> Received:
    return Received(medians_of(rules_of(peer_round).peer_criteria, reviews), tuple(reviews))


@dataclass(frozen=True)
class PeerPart:
    """What a marker sees beside a work: the reviews of it, and those that its learner gave."""

    round: PeerRound
    received: Received | None
    given: tuple[PeerReview, ...]
    """Sent ones."""
    missed: int
    """Lapsed ones, which the learner should have given."""


def peer_part_of(enrolment: Enrolment, activity_id: int) -> PeerPart | None:
    """One query; a second one for a work that nobody reviews."""
    both = given_and_received(enrolment, activity_id)
    peer_round = both[0].round if both else round_of(enrolment.cohort_id, activity_id)
    if peer_round is None:
        return None
    given = [each for each in both if each.reviewer_id == enrolment.pk]
    received = [each for each in both if each.author_id == enrolment.pk and each.sent_at]
    return PeerPart(
        round=peer_round,
        received=_received(peer_round, received) if peer_round.released_at else None,
        given=tuple(each for each in given if each.sent_at),
        missed=sum(1 for each in given if each.lapsed_at),
    )
