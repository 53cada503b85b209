"""What completes a work that gets no mark, but reviews: the reviews that its learner has given."""

from datetime import datetime

from courses.assessments.tasks import Completion
from courses.editions.plan import plan_of
from learners.enrolment.models import Enrolment
from learners.peerreviews.models import PeerReview, PeerRound
from learners.peerreviews.rounds import closed_works, rules_of
from learners.progress.completing import complete


def counts_reviews(peer_round: PeerRound) -> bool:
    return rules_of(peer_round).completion == Completion.REVIEWS


def finish_by_sending(peer_round: PeerRound, reviewer: Enrolment, *, at: datetime) -> None:
    """Complete the own work with the last review that was asked for. In a small round fewer can be asked for."""
    if not counts_reviews(peer_round):
        return
    works = closed_works(peer_round.cohort, peer_round.activity_id, at=at)
    wanted = min(rules_of(peer_round).peer_reviews, max(len(works) - 1, 1))
    sent = PeerReview.objects.filter(round=peer_round, reviewer=reviewer).exclude(sent_at=None).count()
    if sent >= wanted:
        _complete(peer_round, reviewer, by=reviewer.user, at=at)


def finish_at_the_end(peer_round: PeerRound, *, by, at: datetime) -> None:
    """Complete the works of those of whom nothing was asked that they did not give, or have still to give."""
    if not counts_reviews(peer_round):
        return
    reviews = PeerReview.objects.filter(round=peer_round).exclude(reviewer=None)
    missed = set(reviews.filter(sent_at=None).values_list("reviewer_id", flat=True))
    for key, standing in closed_works(peer_round.cohort, peer_round.activity_id, at=at).items():
        if key not in missed:
            _complete(peer_round, standing.work.enrolment, by=by, at=at)


def _complete(peer_round: PeerRound, enrolment: Enrolment, *, by, at: datetime) -> None:
    planned = plan_of(peer_round.cohort.edition_id).by_activity(peer_round.activity_id)
    if planned is not None:  # a newer edition may lack it
        complete(enrolment, planned, by=by, at=at)
