"""Rounds without a mark: reviews complete the work, feedback is shown, nothing stands in the ledger."""

from datetime import timedelta

import pytest

from learners.grades.models import GradeEvent
from learners.peerreviews.assigning import open_round
from learners.peerreviews.closing import end_round, lapse_overdue
from learners.peerreviews.models import PeerReview
from learners.peerreviews.reading import received_by
from learners.peerreviews.writing import Written
from learners.progress.models import ActivityProgress
from tests.factories.works import make_programme_of_all_kinds, planned_work
from tests.learners.peerreviews.rows import after_grace, make_handed_in, make_learner, send

WRITTEN = Written([90, 60, 75, 60], "The map is complete.", "Name who loses by it.")
"""Peers judge all criteria: none of them is about the reviews."""


@pytest.fixture
def cohort(db):
    return make_programme_of_all_kinds()


def make_round(cohort, count: int):
    learners = [make_learner(cohort, number) for number in range(1, count + 1)]
    for learner in learners:
        make_handed_in(learner, "PR1", text=f"Map. {learner.pk * 'Right. '}")
    return learners, open_round(cohort, planned_work(cohort, "PR1"), at=after_grace(cohort))


def completed() -> set[int]:
    rows = ActivityProgress.objects.filter(activity__code="PR1").exclude(completed_at=None)
    return set(rows.values_list("enrolment_id", flat=True))


def send_all(peer_round, reviewer, *, at, most=9):
    for review in list(peer_round.reviews.filter(reviewer=reviewer).order_by("pk"))[:most]:
        send(review, WRITTEN, at=at)


def test_two_reviews_sent_complete_the_work(cohort):
    (first, *_others), peer_round = make_round(cohort, 4)
    before = completed()
    send_all(peer_round, first, at=after_grace(cohort), most=1)
    half = completed()

    send_all(peer_round, first, at=after_grace(cohort))

    assert (before, half, completed()) == (set(), set(), {first.pk})
    assert peer_round.reviews.filter(reviewer=first).count() == 2


def test_in_a_round_of_two_one_review_is_all_there_is(cohort):
    (first, _second), peer_round = make_round(cohort, 2)

    send_all(peer_round, first, at=after_grace(cohort))

    assert completed() == {first.pk}


def test_the_end_shows_the_reviews_and_completes_who_did_what_was_asked(cohort):
    (first, second, third), peer_round = make_round(cohort, 3)
    for reviewer in (first, second):
        send_all(peer_round, reviewer, at=after_grace(cohort))
    later = peer_round.fallback_at
    lapse_overdue(peer_round, at=later)

    end_round(peer_round, by=None, at=later)

    peer_round.refresh_from_db()
    assert completed() == {first.pk, second.pk}
    received = received_by(third, peer_round)
    assert [median.points for median in received.medians] == [90, 60, 75, 60]
    assert len(received.reviews) == 2
    assert not GradeEvent.objects.exists()


def test_who_is_alone_is_completed_at_the_end_and_read_by_a_tutor(cohort):
    (only,), peer_round = make_round(cohort, 1)

    end_round(peer_round, by=None, at=peer_round.fallback_at + timedelta(minutes=1))

    assert completed() == {only.pk}
    assert PeerReview.objects.get().kind == "tutor"
    assert len(PeerReview.objects.get().points) == 4
