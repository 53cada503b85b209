from datetime import timedelta
from decimal import Decimal

import pytest

from learners.events.models import LearningEvent
from learners.grades.models import GradeEvent
from learners.grades.queries import current_grades, released_grades
from learners.submissions.correcting import UnableToCorrect, ask_correction, decide_correction
from learners.submissions.marking import UnableToMark, complete_mark, note_discussion
from learners.submissions.models import Correction, Work
from learners.submissions.moderating import UnableToModerate, moderate, sample_of
from learners.submissions.releasing import UnableToRelease, check_release, release
from learners.submissions.standing import standing_of, standings_in
from tests.factories.works import planned_work
from tests.learners.submissions.rows import (
    after_grace,
    due,
    in_week_2,
    judgement,
    make_handed_in,
    make_learner,
    make_marker,
    mark,
)

DAY = timedelta(days=1)


@pytest.fixture
def at(cohort):
    return after_grace(cohort)


@pytest.fixture
def one(cohort):
    return make_marker(cohort, 1)


@pytest.fixture
def two(cohort):
    return make_marker(cohort, 2)


def agree(submission, by, at, verdict="agreed", note=""):
    return moderate(standing_of(submission.work.code), verdict=verdict, note=note, by=by, at=at)


def test_after_all_checks_the_mark_reaches_ledger_and_learner(cohort, learner, planned, one, two, at):
    submission = make_handed_in(learner)
    mark(submission, one, 90, 60, 75, 40, at=at)
    agree(submission, two, at)

    released = release(cohort, planned, by=one, at=at)

    line = GradeEvent.objects.get()
    assert (line.enrolment, line.activity_id, line.points, line.max_points) == (
        learner,
        planned.activity_id,
        Decimal("69.8"),
        100,
    )
    assert (line.reason, line.by) == ("Marked by the rubric: 69.8.", one)
    shown = released_grades(learner).first[planned.activity_id]
    assert (shown.points, shown.max_points, shown.reason, shown.at) == (
        line.points,
        line.max_points,
        line.reason,
        line.at,
    )
    assert (released, Work.objects.get().released_at) == ([submission.work], at)
    assert LearningEvent.objects.filter(verb="grade.released", enrolment=learner).count() == 1


def test_before_release_the_learner_sees_no_mark(learner, planned, one, at):
    mark(make_handed_in(learner), one, 90, 60, 75, 40, at=at)

    assert (current_grades(learner).first, released_grades(learner).first) == ({}, {})


def test_lateness_is_taken_off_with_its_reason(cohort, learner, planned, one, two, at):
    late = due(cohort) + 2 * DAY
    submission = make_handed_in(learner, at=late)
    mark(submission, one, 60, 60, 60, 60, at=late)
    agree(submission, two, late)

    release(cohort, planned, by=one, at=late)

    line = GradeEvent.objects.get()
    assert (line.points, line.reason) == (
        Decimal(55),
        "Marked by the rubric: 60.0. 1 day late after the grace: 5 points off.",
    )


def test_far_too_late_work_is_recorded_with_0(cohort, learner, planned, one, two):
    late = due(cohort) + 10 * DAY
    submission = make_handed_in(learner, at=late)
    mark(submission, one, 60, 60, 60, 60, at=late)
    agree(submission, two, late)

    release(cohort, planned, by=one, at=late)

    line = GradeEvent.objects.get()
    assert (line.points, line.reason) == (
        0,
        "Marked by the rubric: 60.0. Handed in more than 7 days after the grace, so the mark is 0.",
    )


def test_each_open_check_is_a_sentence_and_nothing_is_released(cohort, planned, one, two, at):
    first, second = (make_handed_in(make_learner(cohort, number)) for number in (1, 2))
    make_handed_in(make_learner(cohort, 3), at=in_week_2(cohort))
    assert check_release(cohort, planned, at=in_week_2(cohort)).open == (
        "3 works can still be replaced by their learners.",
        "3 works are not marked.",
    )
    mark(first, one, 90, 90, 90, 90, at=at)
    mark(second, one, 60, 60, 60, 60, at=at)
    assert check_release(cohort, planned, at=at).open == ("1 work is not marked.",)
    mark(
        standing_of(Work.objects.get(enrolment__user__name="Demo learner 03").code),
        one,
        40,
        40,
        40,
        40,
        at=at,
    )
    agree(first, two, at)
    agree(second, two, at, "look_again", "Criterion 2 is stricter than in the others.")

    with pytest.raises(UnableToRelease) as refusal:
        release(cohort, planned, by=one, at=at)

    assert str(refusal.value) == (
        "1 work of the sample waits for the moderator. 1 work is to be looked at again by its marker."
    )
    assert not GradeEvent.objects.exists()


def test_nothing_handed_in_is_nothing_to_release(cohort, planned, one, at):
    with pytest.raises(UnableToRelease, match="No mark waits for release"):
        release(cohort, planned, by=one, at=at)


def test_a_mark_that_changed_is_looked_at_again(cohort, learner, planned, one, two, at):
    submission = make_handed_in(learner)
    mark(submission, one, 60, 60, 60, 60, at=at)
    agree(submission, two, at, "look_again", "Too strict.")
    complete_mark(standing_of(submission.work.code), "first", judgement([70] * 4), sequence=2, by=one, at=at)

    assert check_release(cohort, planned, at=at).open == ("1 work of the sample waits for the moderator.",)
    agree(submission, two, at)
    assert check_release(cohort, planned, at=at).open == ()


@pytest.mark.parametrize(
    "who, verdict, note, says",
    [
        ("one", "agreed", "", "Somebody who has not marked this work looks at it."),
        ("learner", "agreed", "", "Somebody who has not marked this work looks at it."),
        ("two", "look_again", "", "Say what the marker should look at again."),
    ],
)
def test_a_verdict_that_is_refused(learner, one, two, at, who, verdict, note, says):
    submission = make_handed_in(learner)
    mark(submission, one, 60, 60, 60, 60, at=at)
    person = {"one": one, "two": two, "learner": learner.user}[who]

    with pytest.raises(UnableToModerate) as refusal:
        agree(submission, person, at, verdict, note)

    assert str(refusal.value) == says


def test_what_is_not_marked_is_not_moderated(learner, two, at):
    with pytest.raises(UnableToModerate, match="This work is not marked yet"):
        agree(make_handed_in(learner), two, at)


def test_the_sample_is_drawn_once_all_are_marked(cohort, planned, one, at):
    works = [make_handed_in(make_learner(cohort, number)) for number in range(1, 10)]
    for number, submission in enumerate(works[:-1]):
        mark(submission, one, *[40 if number == 0 else 85 if number == 1 else 60] * 4, at=at)
    assert sample_of(standings_in(cohort, planned.activity_id)) == []
    mark(works[-1], one, 60, 60, 60, 60, at=at)

    samples = [
        {each.work.pk for each in sample_of(standings_in(cohort, planned.activity_id))} for _time in (1, 2)
    ]

    assert samples[0] == samples[1]
    assert {works[0].work.pk, works[1].work.pk} < samples[0]
    assert len(samples[0]) == 7


def test_work_that_is_marked_twice_needs_no_moderator(cohort, learner, one, two, at):
    planned = planned_work(cohort, "CPR")
    report = make_handed_in(learner, "CPR")
    mark(report, one, 60, 60, 60, 60, at=at)
    mark(report, two, 80, 80, 80, 80, at=at)
    assert check_release(cohort, planned, at=at).open == ("1 work has two marks more than ten points apart.",)


def test_the_mean_of_two_goes_to_the_ledger(cohort, learner, one, two, at):
    planned = planned_work(cohort, "CPR")
    report = make_handed_in(learner, "CPR")
    mark(report, one, 60, 60, 60, 60, at=at)
    mark(report, two, 65, 65, 65, 65, at=at)

    release(cohort, planned, by=one, at=at)

    line = GradeEvent.objects.get()
    assert (line.points, line.reason) == (Decimal("62.5"), "Mean of two blind marks: 62.5.")


def test_the_reason_says_that_a_third_one_decided(cohort, learner, one, two, at):
    planned = planned_work(cohort, "CPR")
    report = make_handed_in(learner, "CPR")
    mark(report, one, 60, 60, 60, 60, at=at)
    mark(report, two, 80, 80, 80, 80, at=at)
    [standing] = standings_in(cohort, planned.activity_id)
    note_discussion(standing, note="We read it differently.", by=one, at=at)
    mark(report, make_marker(cohort, 3), 70, 70, 70, 70, at=at)

    release(cohort, planned, by=one, at=at)

    reason = "Two blind marks were more than ten points apart. A third marker decided: 70.0."
    assert GradeEvent.objects.get().reason == reason


def test_releasing_twice_adds_no_line_and_takes_what_came_later(cohort, learner, planned, one, two, at):
    submission = make_handed_in(learner)
    mark(submission, one, 60, 60, 60, 60, at=at)
    agree(submission, two, at)
    release(cohort, planned, by=one, at=at)
    with pytest.raises(UnableToRelease, match="No mark waits for release"):
        release(cohort, planned, by=one, at=at)
    late = make_handed_in(make_learner(cohort, 8), at=at)
    mark(late, one, 70, 70, 70, 70, at=at)
    agree(late, two, at)

    release(cohort, planned, by=one, at=at)

    assert list(GradeEvent.objects.order_by("pk").values_list("points", flat=True)) == [
        Decimal(60),
        Decimal(65),
    ]


def test_a_missing_next_step_is_a_hint(cohort, learner, planned, one, at):
    mark(make_handed_in(learner), one, 60, 60, 60, 60, at=at, strength="Clear", next_step="")

    assert check_release(cohort, planned, at=at).hints == ("1 feedback names no next step.",)


def test_the_checks_cost_the_same_for_one_and_three(cohort, planned, one, at, django_assert_num_queries):
    mark(make_handed_in(make_learner(cohort, 1)), one, 60, 60, 60, 60, at=at)
    check_release(cohort, planned, at=at)
    with django_assert_num_queries(6):
        check_release(cohort, planned, at=at)
    for number in (2, 3):
        mark(make_handed_in(make_learner(cohort, number)), one, 60, 60, 60, 60, at=at)

    with django_assert_num_queries(6):
        check_release(cohort, planned, at=at)


# Corrections.


@pytest.fixture
def released(cohort, learner, planned, one, two, at):
    submission = make_handed_in(learner)
    mark(submission, one, 60, 60, 60, 60, at=at)
    agree(submission, two, at)
    [work] = release(cohort, planned, by=one, at=at)
    return work


def ask(work, by, at, reason="Criterion 2 was read wrongly."):
    return ask_correction(work, mark=Decimal("64.5"), reason=reason, by=by, at=at)


def test_a_correction_is_a_second_line_by_two_persons(released, learner, planned, one, two, at):
    decide_correction(ask(released, one, at), confirm=True, by=two, at=at)

    lines = list(GradeEvent.objects.order_by("pk").values_list("points", "reason", "by"))
    assert lines == [
        (Decimal(60), "Marked by the rubric: 60.0.", one.pk),
        (Decimal("64.5"), "Corrected: Criterion 2 was read wrongly.", two.pk),
    ]
    assert released_grades(learner).first[planned.activity_id].points == Decimal("64.5")


def test_a_correction_that_is_refused_changes_nothing(released, one, two, at):
    decided = decide_correction(ask(released, one, at), confirm=False, by=two, at=at)

    assert (decided.confirmed, decided.decided_by, GradeEvent.objects.count()) == (False, two, 1)


def test_nobody_confirms_the_own_correction(released, learner, one, at):
    asked = ask(released, one, at)

    for person in (one, learner.user):
        with pytest.raises(UnableToCorrect, match="A second person decides on a correction"):
            decide_correction(asked, confirm=True, by=person, at=at)
    assert GradeEvent.objects.count() == 1


def test_confirming_twice_is_one_line(released, one, two, at):
    asked = ask(released, one, at)
    for _time in (1, 2):
        decide_correction(asked, confirm=True, by=two, at=at)

    assert GradeEvent.objects.count() == 2


def test_a_correction_needs_a_reason_and_waits_alone(released, learner, one, two, at):
    refusals = []
    for by, reason in ((one, " "), (learner.user, "x"), (one, "x"), (two, "y")):
        try:
            ask(released, by, at, reason)
        except UnableToCorrect as refusal:
            refusals.append(str(refusal))

    assert refusals == [
        "Say why the mark changes.",
        "Nobody corrects the own mark.",
        "Somebody has asked for a correction already. Decide that one first.",
    ]
    assert Correction.objects.count() == 1


def test_after_release_the_marking_screen_changes_nothing(released, one, at):
    with pytest.raises(UnableToMark, match="The mark is released"):
        complete_mark(standing_of(released.code), "first", judgement([70] * 4), sequence=2, by=one, at=at)


def test_what_is_not_released_is_not_corrected(learner, one, at):
    submission = make_handed_in(learner)

    with pytest.raises(UnableToCorrect, match="not released yet"):
        ask(submission.work, one, at)
