"""Reads of peer reviews."""

from django.db.models import Q, QuerySet

from courses.cohorts.models import Cohort
from learners.enrolment.models import Enrolment
from learners.peerreviews.models import PeerReview, PeerRound


def round_of(cohort_id: int, activity_id: int) -> PeerRound | None:
    rounds = PeerRound.objects.select_related("edition_activity")
    return rounds.filter(cohort=cohort_id, activity=activity_id).first()


def locked_round(peer_round: PeerRound) -> PeerRound:
    """The row, locked: whoever counts the reviews of a work waits for whoever does so already."""
    rounds = PeerRound.objects.select_related("cohort", "activity", "edition_activity")
    return rounds.select_for_update(of=("self",)).get(pk=peer_round.pk)


def reviews_by(enrolment: Enrolment, activity_id: int) -> list[PeerReview]:
    """What this learner reviews or should have reviewed, in the order of the draw."""
    reviews = PeerReview.objects.filter(reviewer=enrolment, round__activity=activity_id)
    return list(reviews.select_related("round", "submission").order_by("pk"))


def review_by(enrolment: Enrolment, activity_id: int, code: str) -> PeerReview | None:
    """A review of this learner's own, with the work."""
    return _whole().filter(reviewer=enrolment, round__activity=activity_id, code=code).first()


def tutor_review(code: str) -> PeerReview | None:
    return _whole().filter(kind=PeerReview.Kind.TUTOR, code=code).first()


def _whole() -> QuerySet[PeerReview]:
    return PeerReview.objects.select_related(
        "round__edition_activity", "round__cohort", "submission__work__activity", "author", "reviewer__user"
    )


def sent_to(enrolment: Enrolment, activity_id: int) -> list[PeerReview]:
    """What others have sent about this learner's work; their order says nothing of them."""
    reviews = PeerReview.objects.filter(author=enrolment, round__activity=activity_id)
    return list(reviews.exclude(sent_at=None).select_related("round").order_by("code"))


def given_and_received(enrolment: Enrolment, activity_id: int) -> list[PeerReview]:
    """What this learner reviews, and what others review of this learner, each with its round. One query."""
    mine = Q(reviewer=enrolment) | Q(author=enrolment)
    reviews = PeerReview.objects.filter(mine, round__cohort=enrolment.cohort_id, round__activity=activity_id)
    return list(reviews.select_related("round__edition_activity").order_by("code"))


def open_reviews_of(enrolment: Enrolment) -> list[PeerReview]:
    """What waits for this learner in all works, the first due first. One query."""
    waiting = PeerReview.objects.filter(reviewer=enrolment, sent_at=None, lapsed_at=None)
    return list(waiting.select_related("round__activity").order_by("due_at", "pk"))


def reviews_in(peer_round: PeerRound) -> list[PeerReview]:
    reviews = PeerReview.objects.filter(round=peer_round).select_related("tutor")
    return list(reviews.order_by("pk"))


def waiting_for_tutors(cohort_ids) -> list[PeerReview]:
    """Reviews that tutors owe, the oldest first."""
    reviews = PeerReview.objects.filter(
        kind=PeerReview.Kind.TUTOR, sent_at=None, round__cohort__in=cohort_ids
    )
    reviews = reviews.select_related(
        "round__cohort", "round__activity", "submission__work", "author", "tutor"
    )
    return list(reviews.filter(submission__work__released_at=None).order_by("assigned_at", "pk"))


def rounds_in(cohort: Cohort) -> dict[int, PeerRound]:
    return {each.activity_id: each for each in PeerRound.objects.filter(cohort=cohort)}
