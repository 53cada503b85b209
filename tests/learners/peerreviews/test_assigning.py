from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from courses.cohorts.models import DateOverride
from learners.enrolment.models import Enrolment
from learners.events.models import LearningEvent
from learners.peerreviews.assigning import NoSpareWork, open_round, put_in_late, spare_works, take_spare
from learners.peerreviews.closing import lapse_overdue
from learners.peerreviews.models import PeerReview, PeerRound
from tests.factories.people import make_extension
from tests.learners.peerreviews.rows import (
    DAY,
    due,
    make_authors,
    make_handed_in,
    make_learner,
    make_round,
    pairs_in,
    send,
)


def given_and_received(peer_round: PeerRound) -> tuple[Counter, Counter]:
    pairs = pairs_in(peer_round)
    return Counter(reviewer for reviewer, _a in pairs), Counter(author for _r, author in pairs)


def test_each_who_handed_in_gives_three_reviews_and_receives_three(cohort, planned, at):
    authors = make_authors(cohort, 6)
    make_learner(cohort, 20)  # handed in nothing

    peer_round = open_round(cohort, planned, at=at)

    wanted = dict.fromkeys([each.pk for each in authors], 3)
    assert given_and_received(peer_round) == (wanted, wanted)
    assert peer_round.due_at == due(cohort) + 8 * DAY
    assert peer_round.fallback_at == due(cohort) + 11 * DAY
    assert set(peer_round.reviews.values_list("due_at", "kind")) == {(peer_round.due_at, "assigned")}
    assert LearningEvent.objects.filter(verb="peer_reviews.assigned").count() == 6


def test_two_learners_review_each_other(cohort):
    peer_round = make_round(cohort, 2)

    one, two = Enrolment.objects.order_by("pk").values_list("pk", flat=True)
    assert pairs_in(peer_round) == {(one, two), (two, one)}


def test_opening_twice_is_one_round(cohort, planned, at):
    peer_round = make_round(cohort, 4)
    before = pairs_in(peer_round)

    again = open_round(cohort, planned, at=at + DAY)

    assert (again.pk, pairs_in(again), PeerRound.objects.count()) == (peer_round.pk, before, 1)


def test_nothing_opens_in_the_hand_in_period_or_without_works(cohort, planned, at):
    assert open_round(cohort, planned, at=at) is None

    make_authors(cohort, 3)

    second = timedelta(seconds=1)
    assert open_round(cohort, planned, at=due(cohort) + DAY - second) is None
    assert open_round(cohort, planned, at=due(cohort) + DAY + second) is not None


def test_a_round_that_opens_late_still_leaves_three_days(cohort, planned):
    make_authors(cohort, 3)
    late = due(cohort) + 7 * DAY

    peer_round = open_round(cohort, planned, at=late)

    assert (peer_round.due_at, peer_round.fallback_at) == (late + 3 * DAY, late + 6 * DAY)


def test_who_has_left_the_cohort_takes_no_part(cohort, planned, at):
    gone, *others = make_authors(cohort, 4)
    Enrolment.objects.filter(pk=gone.pk).update(state=Enrolment.State.WITHDRAWN)

    peer_round = open_round(cohort, planned, at=at)

    assert given_and_received(peer_round)[0] == dict.fromkeys([each.pk for each in others], 2)


def test_what_can_still_be_replaced_is_put_in_later(cohort, planned, at):
    first, *_others = make_authors(cohort, 5)
    make_extension(first, planned, due(cohort) + 3 * DAY)
    peer_round = open_round(cohort, planned, at=at)
    before = pairs_in(peer_round)

    drawn = [put_in_late(peer_round, at=moment) for moment in (at, at + 3 * DAY, at + 3 * DAY)]

    assert drawn == [0, 6, 0]
    assert before < pairs_in(peer_round)
    gives, receives = given_and_received(peer_round)
    assert (gives[first.pk], receives[first.pk]) == (3, 3)
    assert max(gives.values()) <= 4


def test_late_works_get_reviewers_and_time(cohort, at):
    peer_round = make_round(cohort, 5)
    late = make_learner(cohort, 9)
    handed_in = due(cohort) + 6 * DAY
    make_handed_in(late, "AS3", at=handed_in)

    put_in_late(peer_round, at=handed_in)

    reviews = PeerReview.objects.filter(author=late) | PeerReview.objects.filter(reviewer=late)
    assert set(reviews.values_list("due_at", flat=True)) == {peer_round.fallback_at}
    assert reviews.count() == 6


def test_after_the_deadline_a_late_work_is_spare(cohort, at):
    peer_round = make_round(cohort, 5)
    moment = peer_round.due_at + timedelta(hours=1)
    late = make_learner(cohort, 9)
    make_handed_in(late, "AS3", at=moment)
    reviewer = PeerReview.objects.first().reviewer

    assert put_in_late(peer_round, at=moment) == 0
    assert late.pk in [each.work.enrolment_id for each in spare_works(peer_round, reviewer, at=moment)]


def test_a_spare_work_is_refused_while_own_reviews_wait(cohort, at):
    peer_round = make_round(cohort, 5)

    with pytest.raises(
        NoSpareWork, match=r"^Send the reviews that you have before you take one more work\.$"
    ):
        take_spare(peer_round, PeerReview.objects.first().reviewer, at=at)


def _one_reviewer_is_done(cohort, at):
    peer_round = make_round(cohort, 5)
    reviewer = PeerReview.objects.first().reviewer
    for review in PeerReview.objects.filter(reviewer=reviewer):
        send(review, at=at)
    return peer_round, reviewer


def test_who_waits_takes_the_work_that_lacks_reviewers_most(cohort, at):
    peer_round, reviewer = _one_reviewer_is_done(cohort, at)
    late = make_learner(cohort, 9)
    moment = peer_round.due_at + timedelta(hours=1)
    make_handed_in(late, "AS3", at=moment)

    taken = take_spare(peer_round, reviewer, at=moment)

    assert (taken.author_id, taken.kind, taken.due_at) == (late.pk, "spare", peer_round.fallback_at)
    with pytest.raises(NoSpareWork, match="Send the reviews that you have"):
        take_spare(peer_round, reviewer, at=moment)


def test_nothing_is_spare_when_all_works_have_their_reviewers(cohort, at):
    peer_round, reviewer = _one_reviewer_is_done(cohort, at)

    with pytest.raises(NoSpareWork, match="No work waits for a reviewer now"):
        take_spare(peer_round, reviewer, at=at)


def test_the_work_of_a_reviewer_who_did_nothing_is_spare(cohort, at):
    peer_round, reviewer = _one_reviewer_is_done(cohort, at)
    moment = peer_round.due_at + timedelta(seconds=1)
    lapse_overdue(peer_round, at=moment)

    taken = take_spare(peer_round, reviewer, at=moment)

    pairs = PeerReview.objects.filter(round=peer_round, reviewer=reviewer)
    assert taken.author_id not in (reviewer.pk, *pairs.exclude(pk=taken.pk).values_list("author", flat=True))


def test_the_database_refuses_a_review_of_the_own_work(cohort, at):
    review = PeerReview.objects.filter(round=make_round(cohort)).first()

    with pytest.raises(IntegrityError), transaction.atomic():
        PeerReview.objects.filter(pk=review.pk).update(author=review.reviewer)


def test_a_date_of_the_cohorts_own_moves_the_round(cohort, planned, at):
    make_authors(cohort, 3)
    DateOverride.objects.create(
        cohort=cohort, activity_id=planned.activity_id, due_at=due(cohort) + 5 * DAY, reason="A strike."
    )

    assert open_round(cohort, planned, at=at) is None


def test_opening_costs_the_same_for_three_and_nine(cohort, planned, at, django_assert_max_num_queries):
    make_authors(cohort, 9)

    with django_assert_max_num_queries(18):
        open_round(cohort, planned, at=at)
