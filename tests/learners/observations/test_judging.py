from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from courses.cohorts.roles import marking_scope
from courses.cohorts.schedule import week_starts_at
from learners.events.models import LearningEvent
from learners.observations.judging import (
    Judgement,
    SavedByColleague,
    UnableToJudge,
    agree,
    complete_observation,
    note_absence,
    save_observation,
)
from learners.observations.models import AgreedMark, Observation
from learners.observations.releasing import release
from learners.observations.seats import may_judge, seat_of, seats_in
from learners.progress.models import ActivityProgress
from tests.learners.observations.rows import judge, over
from tests.learners.submissions.rows import make_learner, make_marker

DRAFT = Judgement([80, None, 60, None], "Half way.")


def save(enrolment, planned, judgement=DRAFT, *, sequence=1, by, at=None):
    return save_observation(
        enrolment, planned, judgement, sequence=sequence, by=by, at=at or over(enrolment.cohort)
    )


def test_a_draft_is_kept_and_completed_to_the_weighted_mean(learner, discussion, examiners):
    draft = save(learner, discussion, by=examiners[0])
    before = seat_of(learner, discussion)

    done = judge(learner, examiners[0], 80, 70, 60, 50)

    assert (draft.points, draft.remark, draft.mark, before.mark) == (
        [80, None, 60, None],
        "Half way.",
        None,
        None,
    )
    # 30 x 80 + 30 x 70 + 25 x 60 + 15 x 50 = 6750
    assert (str(done.mark), done.version, seat_of(learner, discussion).mark) == ("67.5", 2, Decimal("67.5"))
    event = LearningEvent.objects.get(verb="work.marked")
    assert event.data == {"role": "first", "mark": "67.5", "points": [80, 70, 60, 50], "absence": ""}
    assert ActivityProgress.objects.get(enrolment=learner).completed_at == over(learner.cohort)


def test_saving_a_complete_judgement_keeps_it_complete(learner, discussion, examiners):
    judge(learner, examiners[0], 60)

    mark = save(learner, discussion, Judgement([70] * 4), sequence=2, by=examiners[0])

    assert (mark.mark, mark.completed_at) == (70, over(learner.cohort))
    with pytest.raises(UnableToJudge, match="Enter points for: Criterion 2, Criterion 4"):
        save(learner, discussion, sequence=3, by=examiners[0])


def test_a_colleague_goes_on_with_a_discussion_and_nobody_is_overwritten_unseen(
    learner, discussion, examiners
):
    one, two = examiners
    save(learner, discussion, by=one)

    with pytest.raises(SavedByColleague, match="Demo marker 1 saved this at"):
        save(learner, discussion, Judgement([10] * 4), sequence=1, by=two)
    done = judge(learner, two, 60)

    assert (done.by, done.version, Observation.objects.count()) == (two, 2, 1)


def test_absence_is_0_with_its_reason_and_completes_nothing(learner, discussion, examiners):
    mark = note_absence(
        learner, discussion, reason=" No post. ", sequence=1, by=examiners[0], at=over(learner.cohort)
    )

    seat = seat_of(learner, discussion)
    assert (mark.absence, mark.mark, seat.absent, seat.mark) == ("No post.", 0, True, 0)
    assert not ActivityProgress.objects.filter(enrolment=learner).exclude(completed_at=None).exists()


def test_who_was_absent_by_mistake_becomes_a_draft_again(learner, discussion, examiners):
    note_absence(learner, discussion, reason="No post.", sequence=1, by=examiners[0], at=over(learner.cohort))

    mark = save(learner, discussion, sequence=2, by=examiners[0])

    assert (mark.absence, mark.mark, mark.completed_at, mark.points) == ("", None, None, [80, None, 60, None])


@pytest.mark.parametrize(
    "points, says",
    [
        ([80, 70], "The rubric has 4 criteria. Load the page again."),
        ([80, 70, 60, 101], "Enter points between 0 and 100 for each criterion."),
        ([80, None, 60, 50], "Enter points for: Criterion 2."),
    ],
)
def test_points_that_do_not_fit_are_refused(learner, discussion, examiners, points, says):
    with pytest.raises(UnableToJudge, match=says.replace(".", r"\.")):
        complete_observation(
            learner, discussion, Judgement(points), sequence=1, by=examiners[0], at=over(learner.cohort)
        )
    assert not Observation.objects.exists()


def test_refusals(learner, discussion, examiners):
    cohort = learner.cohort
    early = week_starts_at(cohort, 2) - timedelta(seconds=1)
    with pytest.raises(UnableToJudge, match="Nobody judges the own part"):
        save(learner, discussion, by=learner.user)
    with pytest.raises(UnableToJudge, match="Nothing can be judged before"):
        save(learner, discussion, by=examiners[0], at=early)
    with pytest.raises(UnableToJudge, match="Say how you know"):
        note_absence(learner, discussion, reason=" ", sequence=1, by=examiners[0], at=over(cohort))
    with pytest.raises(UnableToJudge, match="Load the page again"):
        save(learner, discussion, sequence=4, by=examiners[0])

    judge(learner, examiners[0], 60)
    release(cohort, discussion, by=examiners[0], at=over(cohort))
    with pytest.raises(UnableToJudge, match="A change takes a correction and a second person"):
        judge(learner, examiners[0], 70)


@pytest.mark.parametrize(
    "first, second, mark, apart", [(60, 70, "65.0", False), (60, 71, None, True), (61, 70, "65.5", False)]
)
def test_two_examiners_make_the_mean_up_to_ten_points_apart(
    learner, defence, examiners, first, second, mark, apart
):
    judge(learner, examiners[0], first, code="CPD")
    alone = seat_of(learner, defence)
    judge(learner, examiners[1], second, code="CPD")

    seat = seat_of(learner, defence)
    assert (alone.mark, alone.apart) == (None, False)
    assert (str(seat.mark) if seat.mark is not None else None, seat.apart) == (mark, apart)


def test_a_third_examiner_has_no_place(cohort, learner, examiners):
    for examiner in examiners:
        judge(learner, examiner, 60, code="CPD")

    with pytest.raises(
        UnableToJudge, match="Two examiners have judged already: Demo marker 1 and Demo marker 2"
    ):
        judge(learner, make_marker(cohort, 3), 60, code="CPD")


def agreed(learner, defence, by, mark="70", note="We talked."):
    return agree(learner, defence, mark=Decimal(mark), note=note, by=by, at=over(learner.cohort))


def test_far_apart_they_agree_on_a_mark_between(learner, defence, examiners):
    judge(learner, examiners[0], 60, code="CPD")
    judge(learner, examiners[1], 80, code="CPD")

    agreed(learner, defence, examiners[1])
    seat = seat_of(learner, defence)
    judge(learner, examiners[0], 55, code="CPD")  # another mark needs another talk

    assert (seat.mark, seat.is_agreed, seat.apart) == (70, True, False)
    assert (seat_of(learner, defence).mark, seat_of(learner, defence).apart) == (None, True)
    assert AgreedMark.objects.count() == 1


def test_refusals_of_an_agreement(cohort, learner, defence, examiners):
    with pytest.raises(UnableToJudge, match="nothing to settle"):
        agreed(learner, defence, examiners[0])
    judge(learner, examiners[0], 60, code="CPD")
    judge(learner, examiners[1], 80, code="CPD")
    with pytest.raises(UnableToJudge, match="One of the two examiners"):
        agreed(learner, defence, make_marker(cohort, 3))
    with pytest.raises(UnableToJudge, match="Write down what the two of you said"):
        agreed(learner, defence, examiners[0], note=" ")
    with pytest.raises(UnableToJudge, match=r"between your two marks, 60\.0 and 80\.0"):
        agreed(learner, defence, examiners[0], mark="80.1")
    agreed(learner, defence, examiners[0])
    release(cohort, defence, by=examiners[0], at=over(cohort))
    with pytest.raises(UnableToJudge, match="The mark is released"):
        agreed(learner, defence, examiners[0], mark="65")


@pytest.mark.parametrize(
    "values",
    [
        {"mark": 101},
        {"mark": None, "completed_at": "2026-03-20T12:00:00Z"},
        {"mark": 5, "absence": "No post."},
    ],
)
def test_the_table_refuses_what_cannot_be(learner, examiners, values):
    judge(learner, examiners[0], 60)

    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.update(**values)


@pytest.mark.parametrize(
    "kind, judges_discussion, sits_on_panel",
    [
        ("instructor", True, True),
        ("marker", True, True),
        ("tutor", True, False),
        ("coordinator", False, False),
    ],
)
def test_who_may_judge(cohort, discussion, defence, kind, judges_discussion, sits_on_panel):
    scope = marking_scope(make_marker(cohort, 5, kind=kind))

    assert may_judge(scope, cohort.pk, discussion) is judges_discussion
    assert may_judge(scope, cohort.pk, defence) is sits_on_panel


@pytest.mark.parametrize("count", [1, 3])
def test_all_learners_take_six_queries(cohort, discussion, examiners, count, django_assert_num_queries):
    for number in range(1, count + 1):
        judge(make_learner(cohort, number), examiners[0], 60)

    with django_assert_num_queries(6):
        seats = seats_in(cohort, discussion)
        names = [(seat.enrolment.user.name, str(seat.mark)) for seat in seats]

    assert names == [(f"Demo learner {number:02d}", "60.0") for number in range(1, count + 1)]
