"""Two people at once: one round, one spare work for one learner, one review, one end."""

from datetime import timedelta

import pytest
from django.db import connection

from learners.events.models import LearningEvent
from learners.peerreviews.assigning import open_round, take_spare
from learners.peerreviews.closing import end_round, fill_gaps, work_on_rounds
from learners.peerreviews.models import PeerReview, PeerRound
from learners.peerreviews.writing import send_review
from tests.learners.admissions.test_concurrency import at_once
from tests.learners.peerreviews.rows import (
    GOOD,
    ZONE,
    make_authors,
    make_handed_in,
    make_learner,
    make_round,
    send,
)
from tests.learners.submissions.rows import make_marker

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _row_locks():
    if connection.vendor != "postgresql":
        pytest.skip("needs the row locks of PostgreSQL")


def test_a_round_opens_once(cohort, planned, at):
    make_authors(cohort, 4)

    at_once(*[lambda: open_round(cohort, planned, at=at)] * 4)

    assert (PeerRound.objects.count(), PeerReview.objects.count()) == (1, 12)


def test_two_learners_take_the_same_spare_work(cohort, at):
    """One review of it is wanted still, so one of them gets it and the other is told."""
    peer_round = make_round(cohort, 6)
    late = peer_round.due_at + timedelta(hours=1)
    wanted = PeerReview.objects.first().author
    met = PeerReview.objects.filter(author=wanted).order_by("pk")
    met.filter(pk=met.first().pk).update(lapsed_at=late)
    strangers = [
        each.reviewer
        for each in PeerReview.objects.exclude(author=wanted).order_by("reviewer", "pk")
        if each.reviewer_id not in [wanted.pk, *met.values_list("reviewer", flat=True)]
    ]
    two = list({each.pk: each for each in strangers}.values())
    assert len(two) == 2
    for each in PeerReview.objects.filter(reviewer__in=two):
        send(each, at=at)

    told = at_once(*[lambda by=by: take_spare(peer_round, by, at=late) for by in two])

    assert told == ["No work waits for a reviewer now. Somebody may have taken it a moment ago.", "done"]
    assert PeerReview.objects.filter(kind="spare", author=wanted).count() == 1


def test_one_learner_takes_one_spare_work_in_two_tabs(cohort, at):
    peer_round = make_round(cohort, 5)
    reviewer = PeerReview.objects.first().reviewer
    for each in PeerReview.objects.filter(reviewer=reviewer):
        send(each, at=at)
    late = peer_round.due_at + timedelta(hours=1)
    for number in (20, 21):
        make_handed_in(make_learner(cohort, number), "AS3", at=late)

    told = at_once(*[lambda: take_spare(peer_round, reviewer, at=late)] * 2)

    assert told == ["Send the reviews that you have before you take one more work.", "done"]


def test_a_review_is_sent_once(cohort, at):
    make_round(cohort)
    review = PeerReview.objects.first()
    by = review.reviewer.user

    at_once(*[lambda: send_review(review, GOOD, sequence=1, by=by, zone=ZONE, at=at)] * 4)

    assert LearningEvent.objects.filter(verb="peer_review.sent").count() == 1


def test_two_tutors_write_one_review(cohort, at):
    end_round(make_round(cohort), by=None, at=at)
    review = PeerReview.objects.filter(kind="tutor").first()
    tutors = [make_marker(cohort, number) for number in (1, 2)]

    told = at_once(
        *[lambda by=by: send_review(review, GOOD, sequence=1, by=by, zone=ZONE, at=at) for by in tutors]
    )

    assert told == ["A colleague writes this review.", "done"]


def test_the_clock_and_a_person_end_a_round_once(cohort, at):
    peer_round = make_round(cohort)
    leader, late = make_marker(cohort, 1), peer_round.fallback_at

    at_once(
        lambda: end_round(peer_round, by=leader, at=late),
        lambda: work_on_rounds(at=late),
        lambda: work_on_rounds(at=late),
        lambda: fill_gaps(peer_round, at=late),
    )

    assert LearningEvent.objects.filter(verb="peer_reviews.ended").count() == 1
    assert PeerReview.objects.filter(kind="tutor").count() == 5
