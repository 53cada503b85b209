from dataclasses import replace
from datetime import timedelta

import pytest

from learners.enrolment.models import Enrolment
from learners.events.models import LearningEvent
from learners.peerreviews.closing import end_round, fill_gaps, lapse_overdue, work_on_rounds
from learners.peerreviews.models import PeerReview, PeerRound
from learners.peerreviews.reading import peer_part_of, received_by
from learners.peerreviews.tasks import work_on_rounds as task
from learners.peerreviews.writing import UnableToReview, Written, send_review
from learners.submissions.models import Work
from learners.submissions.releasing import check_release
from tests.factories.works import planned_work
from tests.learners.peerreviews.rows import (
    DAY,
    GOOD,
    ZONE,
    make_authors,
    make_handed_in,
    make_learner,
    make_round,
    save,
    send,
)
from tests.learners.submissions.rows import make_marker

SECOND = timedelta(seconds=1)


def rows(**fields) -> int:
    return PeerReview.objects.filter(**fields).count()


def test_the_clock_alone_brings_a_round_from_the_first_draw_to_the_end(cohort, at):
    authors = make_authors(cohort, 4)
    work_on_rounds(at=at)
    [peer_round] = PeerRound.objects.all()
    make_handed_in(make_learner(cohort, 9), "AS3", at=at)
    work_on_rounds(at=at + DAY)
    begun = PeerReview.objects.filter(reviewer=authors[0]).first()
    save(begun, Written([None] * 3, "Begun"), at=at)

    work_on_rounds(at=peer_round.due_at + SECOND)
    lapsed_at_the_deadline = rows(lapsed_at__isnull=False)
    for _twice in range(2):
        work_on_rounds(at=peer_round.fallback_at)

    assert rows(kind="assigned") == 18
    assert lapsed_at_the_deadline == 17
    assert rows(lapsed_at__isnull=False) == 18
    assert rows(kind="tutor") == 5
    assert PeerRound.objects.get().released_at == peer_round.fallback_at


def test_whoever_releases_marks_before_the_reviews_end_is_told(cohort, planned, at):
    make_round(cohort, 3)
    during, afterwards = at + DAY, at + timedelta(days=planned.rules["peer"]["days"] + 1)

    told, silent = (check_release(cohort, planned, at=moment).hints for moment in (during, afterwards))

    assert len(told) == 1
    assert told[0].startswith("Learners can review these works until ")
    assert told[0].endswith(
        "The quality of their reviews is a part of the marks, so release them afterwards."
    )
    assert silent == ()


def test_the_task_does_the_same(cohort, clock):
    make_authors(cohort, 3)

    task()

    assert rows() == 6


def test_a_cohort_that_is_not_published_or_long_over_has_no_round(cohort, at):
    make_authors(cohort, 3)

    work_on_rounds(at=at + 60 * DAY)
    type(cohort).objects.update(published_at=None)
    work_on_rounds(at=at)

    assert PeerRound.objects.count() == 0


def test_the_reviews_of_somebody_who_left_lapse_at_once(cohort, at):
    peer_round = make_round(cohort)
    gone = PeerReview.objects.first().reviewer
    Enrolment.objects.filter(pk=gone.pk).update(state=Enrolment.State.WITHDRAWN)

    assert lapse_overdue(peer_round, at=at) == 3
    assert set(PeerReview.objects.exclude(lapsed_at=None).values_list("reviewer", flat=True)) == {gone.pk}


def test_with_two_reviews_no_tutor_is_asked(cohort, at):
    peer_round = make_round(cohort)
    enough, short = Work.objects.order_by("pk").values_list("enrolment", flat=True)[:2]
    for author, count in ((enough, 2), (short, 1)):
        for review in PeerReview.objects.filter(author=author)[:count]:
            send(review, at=at)

    end_round(peer_round, by=None, at=at)

    tutored = set(PeerReview.objects.filter(kind="tutor").values_list("author", flat=True))
    assert (enough in tutored, short in tutored, len(tutored)) == (False, True, 4)
    told = LearningEvent.objects.filter(verb="peer_reviews.released")
    assert set(told.values_list("enrolment", flat=True)) == {enough, short}


def test_ending_twice_is_one_release(cohort, at):
    peer_round = make_round(cohort)
    leader = make_marker(cohort, 1)

    ended = [end_round(peer_round, by=leader, at=moment).released_at for moment in (at, at + DAY)]

    assert ended == [at, at]
    assert LearningEvent.objects.filter(verb="peer_reviews.ended").count() == 1


def test_a_work_that_comes_after_the_end_gets_its_tutor(cohort, at):
    peer_round = end_round(make_round(cohort), by=None, at=at)
    late = make_learner(cohort, 9)
    make_handed_in(late, "AS3", at=at)

    assert [fill_gaps(peer_round, at=at + DAY) for _twice in range(2)] == [1, 0]
    assert rows(author=late, kind="tutor") == 1


@pytest.fixture
def tutors(cohort, at):
    """A review that waits for a tutor."""
    end_round(make_round(cohort), by=None, at=at)
    return PeerReview.objects.filter(kind="tutor").first()


def write(review, by, written=GOOD, *, at, sequence=1):
    return send_review(review, written, sequence=sequence, by=by, zone=ZONE, at=at)


def test_a_tutor_writes_what_was_missing(cohort, tutors, at):
    tutor = make_marker(cohort, 1, kind="tutor")

    write(tutors, tutor, at=at)

    received = received_by(tutors.author, tutors.round)
    assert [(each.criterion.title, each.points) for each in received.medians] == [
        ("Criterion 1", 90),
        ("Criterion 2", 60),
        ("Criterion 3", 75),
    ]
    assert [each.strength for each in received.reviews] == [GOOD.strength]


@pytest.mark.parametrize("case", ["colleague", "author", "released"])
def test_a_tutors_review_is_refused(cohort, tutors, at, case):
    one, two = make_marker(cohort, 1), make_marker(cohort, 2)
    by, sentence = two, "A colleague writes this review."
    if case == "colleague":
        write(tutors, one, at=at)
    elif case == "author":
        by, sentence = tutors.author.user, "Nobody reviews the own work."
    else:
        Work.objects.update(released_at=at)
        sentence = "The mark of this work is released, so a review comes too late."

    with pytest.raises(UnableToReview, match=f"^{sentence}$"):
        write(PeerReview.objects.get(pk=tutors.pk), by, at=at, sequence=2)


def test_medians_are_over_all_reviews_and_shown_after_the_release_only(cohort, at):
    peer_round = make_round(cohort)
    author = Enrolment.objects.first()
    given = ([90, 40, 60], [60, 60, 61], [75, 75, 100])
    for review, points in zip(PeerReview.objects.filter(author=author), given, strict=True):
        send(review, replace(GOOD, points=points), at=at)

    before = received_by(author, peer_round)
    after = received_by(author, end_round(peer_round, by=None, at=at))

    assert before is None
    assert [(each.points, each.all) for each in after.medians] == [
        (75, (60, 75, 90)),
        (60, (40, 60, 75)),
        (61, (60, 61, 100)),
    ]


def test_a_marker_sees_what_the_learner_gave_and_missed(cohort, planned, at):
    peer_round = make_round(cohort)
    learner = Enrolment.objects.first()
    one, *_others = PeerReview.objects.filter(reviewer=learner).order_by("pk")
    send(one, at=at)

    before = peer_part_of(learner, planned.activity_id)
    end_round(peer_round, by=None, at=at)
    after = peer_part_of(learner, planned.activity_id)

    assert ([each.pk for each in before.given], before.missed, before.received) == ([one.pk], 0, None)
    assert ([each.pk for each in after.given], after.missed) == ([one.pk], 2)
    assert peer_part_of(learner, planned_work(cohort, "AS1").activity_id) is None


def test_the_clock_costs_the_same_for_three_and_nine(cohort, at, django_assert_num_queries):
    peer_round = make_round(cohort, 3)
    with django_assert_num_queries(16):
        work_on_rounds(at=at)
    make_authors(cohort, 6, first=20)
    work_on_rounds(at=at)

    with django_assert_num_queries(16):
        work_on_rounds(at=at)
    assert peer_round.reviews.count() > 20
