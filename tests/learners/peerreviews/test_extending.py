"""More time for one learner's reviews: for that learner alone, and nobody waits."""

from datetime import timedelta

import pytest

from learners.enrolment.models import Enrolment
from learners.events.models import LearningEvent
from learners.peerreviews.briefing import desk_of
from learners.peerreviews.closing import go_on, work_on_rounds
from learners.peerreviews.extending import UnableToGiveMoreTime, give_more_time
from learners.peerreviews.models import PeerReview, PeerRound
from learners.peerreviews.reading import received_by
from learners.submissions.models import Work
from tests.factories.works import planned_work
from tests.learners.peerreviews.rows import DAY, make_round, send
from tests.learners.submissions.rows import make_marker

REASON = "A week on duty without a line."


@pytest.fixture
def peer_round(cohort):
    return make_round(cohort)


@pytest.fixture
def leader(cohort):
    return make_marker(cohort)


@pytest.fixture
def late(peer_round):
    """Who has sent nothing until the end of the round."""
    reviewer = Enrolment.objects.order_by("pk").first()
    go_on(peer_round, at=peer_round.fallback_at)
    return reviewer


def given(peer_round, reviewer, leader, *, at, days=10, reason=REASON):
    return give_more_time(peer_round, reviewer, days=days, reason=reason, by=leader, at=at)


def test_what_lapsed_is_open_again_and_the_round_is_over_all_the_same(peer_round, late, leader, planned):
    at = peer_round.fallback_at + DAY
    owed = PeerReview.objects.filter(kind="tutor").count()

    reviews = given(peer_round, late, leader, at=at)

    assert [(each.reviewer, each.due_at, each.lapsed_at) for each in reviews] == [
        (late, at + timedelta(days=10), None)
    ] * 3
    assert PeerReview.objects.filter(more_time=REASON).count() == 3
    assert PeerReview.objects.filter(kind="tutor").count() == owed == 5
    assert PeerRound.objects.get().released_at == peer_round.fallback_at
    event = LearningEvent.objects.get(verb="peer_reviews.extended")
    assert (event.enrolment, event.by, event.data) == (
        late,
        leader,
        {"until": (at + timedelta(days=10)).isoformat(), "reason": REASON},
    )


def test_a_review_that_comes_later_reaches_its_author(peer_round, late, leader):
    at = peer_round.fallback_at + DAY
    [review, *_others] = given(peer_round, late, leader, at=at)

    send(PeerReview.objects.get(pk=review.pk), at=at + 9 * DAY)

    assert len(received_by(review.author, PeerRound.objects.get()).reviews) == 1


def test_the_learner_reads_why_the_date_is_what_it_is(cohort, peer_round, late, leader):
    at = peer_round.fallback_at + DAY
    given(peer_round, late, leader, at=at)

    task = desk_of(late, planned_work(cohort, "AS3"), at=at).more_time

    assert (task.review.more_time, task.state) == (REASON, "todo")
    assert "April" in task.due


def test_time_given_before_the_end_outlives_it_and_ends_itself(peer_round, leader):
    reviewer = Enrolment.objects.order_by("pk").first()
    at = peer_round.due_at - DAY
    [review, *_others] = given(peer_round, reviewer, leader, at=at)

    work_on_rounds(at=peer_round.fallback_at)
    after_the_end = PeerReview.objects.filter(lapsed_at=None, reviewer=reviewer).count()
    work_on_rounds(at=review.due_at + DAY)

    assert after_the_end == 3
    assert PeerReview.objects.filter(lapsed_at=None).exclude(kind="tutor").count() == 0


@pytest.mark.parametrize(
    ("days", "reason", "says"),
    [
        (0, REASON, "Give between 1 and 14 days."),
        (15, REASON, "Give between 1 and 14 days."),
        (3, " ", "Enter a reason. The learner reads it."),
    ],
)
def test_a_wrong_number_and_no_reason_are_refused(peer_round, late, leader, days, reason, says):
    with pytest.raises(UnableToGiveMoreTime) as refusal:
        given(peer_round, late, leader, at=peer_round.fallback_at, days=days, reason=reason)

    assert str(refusal.value) == says


def test_time_that_is_there_already_is_refused(peer_round, leader):
    reviewer = Enrolment.objects.order_by("pk").first()

    with pytest.raises(UnableToGiveMoreTime, match="This gives no more time"):
        given(peer_round, reviewer, leader, at=peer_round.opened_at, days=2)


def test_who_has_sent_all_needs_no_time(peer_round, leader, at):
    reviewer = Enrolment.objects.order_by("pk").first()
    for review in PeerReview.objects.filter(reviewer=reviewer):
        send(review, at=at)

    with pytest.raises(UnableToGiveMoreTime, match="everything is sent"):
        given(peer_round, reviewer, leader, at=peer_round.fallback_at)


def test_after_the_own_mark_a_review_cannot_count(peer_round, late, leader):
    Work.objects.filter(enrolment=late).update(released_at=peer_round.fallback_at)

    with pytest.raises(UnableToGiveMoreTime, match="own work is released"):
        given(peer_round, late, leader, at=peer_round.fallback_at)


def test_who_has_left_gets_no_time(peer_round, late, leader):
    late.state = Enrolment.State.WITHDRAWN

    with pytest.raises(UnableToGiveMoreTime, match="not active"):
        given(peer_round, late, leader, at=peer_round.fallback_at)
