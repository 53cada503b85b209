import re
from dataclasses import replace

import pytest

from learners.enrolment.models import Enrolment
from learners.events.models import LearningEvent
from learners.peerreviews.calibrating import (
    SampleFirst,
    UnableToJudge,
    compared,
    judge_sample,
    sample_for,
)
from learners.peerreviews.models import PeerReview
from learners.peerreviews.rounds import rules_of
from learners.peerreviews.writing import UnableToReview, Written, send_review
from learners.submissions.calibrating import add_script, judge_script
from tests.learners.peerreviews.rows import DAY, GOOD, ZONE, make_round, save, send
from tests.learners.submissions.rows import make_marker


@pytest.fixture
def peer_round(cohort):
    return make_round(cohort)


@pytest.fixture
def review(peer_round):
    return PeerReview.objects.order_by("pk").first()


def fresh(review: PeerReview) -> PeerReview:
    return PeerReview.objects.get(pk=review.pk)


def test_what_is_not_complete_is_kept(review, at):
    saved = save(review, Written([None, 60, None], "", "Half a"), at=at)

    assert saved.kept
    kept = fresh(review)
    assert (kept.points, kept.change, kept.sequence, kept.saved_at, kept.sent_at) == (
        [None, 60, None], "Half a", 1, at, None,
    )  # fmt: skip


@pytest.mark.parametrize(("sent_text", "kept"), [("Old", False), ("New", True)])
def test_an_old_sequence_changes_nothing(review, at, sent_text, kept):
    save(review, Written([None] * 3, "New"), sequence=4, at=at)

    again = save(review, Written([None] * 3, sent_text), sequence=4, at=at)

    assert (again.kept, fresh(review).strength) == (kept, "New")


def test_a_complete_review_is_sent_once(review, at):
    send(review, at=at)
    again = send(fresh(review), replace(GOOD, change="Name the owner of risk 2."), at=at + DAY)

    assert (again.sent_at, again.change) == (at, "Name the owner of risk 2.")
    assert list(LearningEvent.objects.filter(verb="peer_review.sent").values_list("enrolment", "by")) == [
        (review.reviewer_id, review.reviewer.user_id)
    ]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (replace(GOOD, points=[90, None, None]), "Enter points for: Criterion 2, Criterion 3."),
        (replace(GOOD, points=[90, 60]), "The rubric has another number of criteria. Load the page again."),
        (replace(GOOD, points=[90, 60, 101]), "Enter points between 0 and 100 for each criterion."),
        (replace(GOOD, change=" "), "Name one strength, and one thing that you would change."),
        (replace(GOOD, strength=""), "Name one strength, and one thing that you would change."),
        (replace(GOOD, strength="x" * 4001), "A text may have 4,000 characters."),
    ],
)
def test_what_cannot_be_sent_is_refused_and_nothing_is_written(review, at, written, sentence):
    with pytest.raises(UnableToReview, match=f"^{re.escape(sentence)}$"):
        send(review, written, at=at)

    assert (fresh(review).sent_at, fresh(review).sequence) == (None, 0)


def test_a_review_that_names_its_writer_is_refused(review, at):
    name = review.reviewer.user.name

    with pytest.raises(UnableToReview, match="Your text holds your name"):
        send(review, replace(GOOD, strength=f"Good. Regards, {name}"), at=at)


def test_nobody_else_writes_it(review, at):
    with pytest.raises(UnableToReview, match=r"^Another learner reviews this work\.$"):
        send_review(review, GOOD, sequence=1, by=review.author.user, zone=ZONE, at=at)


def test_who_has_left_writes_nothing(review, at):
    Enrolment.objects.filter(pk=review.reviewer_id).update(state=Enrolment.State.WITHDRAWN)

    with pytest.raises(UnableToReview, match="Your place in this cohort is not active"):
        send(fresh(review), at=at)


def test_at_the_deadline_only_what_was_begun_goes_on(peer_round, review, at):
    begun, untouched = PeerReview.objects.order_by("pk")[:2]
    save(begun, Written([None] * 3, "Begun"), at=at)
    late = peer_round.due_at + DAY

    assert send(fresh(begun), at=late).sent_at == late
    with pytest.raises(UnableToReview, match="It was not sent, so somebody else reviews the work"):
        send(untouched, at=late)


def test_after_the_fallback_date_nothing_goes_on(peer_round, review, at):
    save(review, Written([None] * 3, "Begun"), at=at)

    with pytest.raises(UnableToReview, match=r"^The deadline for this review was Tuesday 24 March, 14:59"):
        send(fresh(review), at=peer_round.fallback_at + DAY)


def test_what_was_sent_stays_after_the_deadline(peer_round, review, at):
    send(review, at=at)

    with pytest.raises(UnableToReview, match=r"^You sent this review\. It could be changed until"):
        send(fresh(review), replace(GOOD, change="Other"), at=peer_round.due_at + DAY)


def make_sample(cohort, planned, at):
    leader = make_marker(cohort, 1)
    return add_script(cohort, planned, title="Sample A", text="A text.", for_peers=True, by=leader, at=at)


def test_the_sample_comes_first_where_there_is_one(cohort, planned, review, at):
    script = make_sample(cohort, planned, at)
    for number, points in ((1, 60), (2, 70)):
        marker = make_marker(cohort, number + 10)
        judge_script(script, planned, points=[points] * 4, note="", by=marker, at=at)

    with pytest.raises(SampleFirst, match="Judge the sample first"):
        send(review, at=at)
    sample = sample_for(review.reviewer, planned.activity_id)
    rules = rules_of(review.round)
    for points in ([90, 40, 60], [0, 0, 0]):
        judge_sample(sample, review.reviewer, rules, points=points, at=at)
    send(review, at=at)

    judged = sample_for(review.reviewer, planned.activity_id)
    assert [(row.criterion.title, row.own, row.markers) for row in compared(judged, rules)] == [
        ("Criterion 1", 90, 65),
        ("Criterion 2", 40, 65),
        ("Criterion 3", 60, 65),
    ]


@pytest.mark.parametrize("points", [[90, 40], [90, 40, None], [90, 40, 101]])
def test_half_a_judgement_of_the_sample_is_refused(cohort, planned, review, at, points):
    make_sample(cohort, planned, at)
    sample = sample_for(review.reviewer, planned.activity_id)

    with pytest.raises(UnableToJudge, match="Enter points between 0 and 100"):
        judge_sample(sample, review.reviewer, rules_of(review.round), points=points, at=at)


def test_a_sample_of_the_markers_alone_is_not_for_learners(cohort, planned, review, at):
    add_script(cohort, planned, title="Sample A", text="A text.", by=make_marker(cohort, 1), at=at)

    assert sample_for(review.reviewer, planned.activity_id) is None
