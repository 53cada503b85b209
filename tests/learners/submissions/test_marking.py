from datetime import timedelta
from decimal import Decimal

import pytest

from courses.cohorts.roles import marking_scope
from learners.events.models import LearningEvent
from learners.submissions.calibrating import (
    NotCalibrated,
    UnableToCalibrate,
    add_script,
    judge_script,
    scripts_of,
)
from learners.submissions.marking import (
    LEASE,
    SavedByColleague,
    UnableToMark,
    claim,
    claim_next,
    complete_mark,
    give_back,
    marking_queue,
    note_discussion,
    save_mark,
)
from learners.submissions.models import Mark
from learners.submissions.standing import standing_of
from tests.factories.people import make_extension
from tests.factories.works import planned_work, teach
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

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
GOOD = (90, 60, 75, 40)


@pytest.fixture
def at(cohort):
    return after_grace(cohort)


@pytest.fixture
def one(cohort):
    return make_marker(cohort, 1)


@pytest.fixture
def two(cohort):
    return make_marker(cohort, 2)


def queue(user, at) -> list[str]:
    return [waiting.code for waiting in marking_queue(marking_scope(user), user.pk, at=at)]


def fresh(submission):
    return standing_of(submission.work.code)


def test_the_oldest_hand_in_comes_first(cohort, one, at):
    late = make_handed_in(make_learner(cohort, 1), at=in_week_2(cohort) + DAY)
    early = make_handed_in(make_learner(cohort, 2), at=in_week_2(cohort))

    assert queue(one, at) == [early.work.code, late.work.code]
    assert claim_next(marking_scope(one), by=one, at=at).work == early.work


def test_the_queue_costs_the_same_for_one_and_three(cohort, one, two, at, django_assert_num_queries):
    mark(make_handed_in(make_learner(cohort, 1)), two, *GOOD, at=at)
    queue(one, at)
    with django_assert_num_queries(6):
        queue(one, at)
    for number in (2, 3):
        mark(make_handed_in(make_learner(cohort, number)), two, *GOOD, at=at)

    with django_assert_num_queries(6):
        queue(one, at)


def test_what_its_learner_can_still_replace_is_not_marked(cohort, one, learner, planned, at):
    submission = make_handed_in(learner)
    make_extension(learner, planned, due(cohort) + 5 * DAY)

    assert fresh(submission).can_change(at=at)
    assert claim_next(marking_scope(one), by=one, at=at) is None
    with pytest.raises(UnableToMark, match="This work cannot be marked now"):
        claim(fresh(submission), by=one, at=at)
    assert claim_next(marking_scope(one), by=one, at=due(cohort) + 6 * DAY + SECOND).work == submission.work


def test_only_own_cohorts_modules_and_kinds(cohort, learner, at):
    work, journal = make_handed_in(learner, "AS1"), make_handed_in(learner, "J1")
    tutor, marker = make_marker(cohort, 3, kind="tutor"), make_marker(cohort, 4, kind="marker")
    elsewhere = make_marker(cohort, 5)
    elsewhere.teaching_roles.all().delete()
    teach(cohort, elsewhere, "instructor", "M09")

    assert (queue(tutor, at), queue(marker, at), queue(elsewhere, at)) == (
        [journal.work.code],
        [work.work.code],
        [],
    )


def test_nobody_marks_the_own_work(cohort, learner, at):
    submission = make_handed_in(learner)
    teach(cohort, learner.user)

    assert queue(learner.user, at) == []
    with pytest.raises(UnableToMark, match="Nobody marks the own work"):
        claim(fresh(submission), by=learner.user, at=at)


def test_a_taken_work_is_not_taken_twice_until_the_lease_is_over(learner, one, two, at):
    submission = make_handed_in(learner)
    claim(fresh(submission), by=one, at=at)

    with pytest.raises(UnableToMark) as refusal:
        claim(fresh(submission), by=two, at=at + LEASE)
    taken_over = claim(fresh(submission), by=two, at=at + LEASE + SECOND)

    assert str(refusal.value) == f"Demo marker 1 is marking this work until {(at + LEASE):%H:%M} UTC."
    assert (taken_over.marker, Mark.objects.count()) == (two, 1)


def test_each_saving_renews_the_lease(learner, one, two, at):
    submission = make_handed_in(learner)
    claim(fresh(submission), by=one, at=at)
    save_mark(
        fresh(submission), "first", judgement([90, None, None, None]), sequence=1, by=one, at=at + LEASE
    )

    with pytest.raises(UnableToMark):
        claim(fresh(submission), by=two, at=at + LEASE + LEASE)


def test_given_back_it_is_free_at_once_and_keeps_what_was_written(learner, one, two, at):
    submission = make_handed_in(learner)
    claim(fresh(submission), by=one, at=at)
    save_mark(fresh(submission), "first", judgement([90, None, None, None]), sequence=1, by=one, at=at)
    give_back(fresh(submission), by=one, at=at)

    taken = claim(fresh(submission), by=two, at=at + SECOND)

    assert (taken.marker, taken.points) == (two, [90, None, None, None])


def test_a_mark_is_the_weighted_mean_and_is_told_as_an_event(learner, one, at):
    done = mark(make_handed_in(learner), one, *GOOD, at=at)

    assert (done.mark, done.completed_at, done.points) == (Decimal("69.8"), at, [90, 60, 75, 40])
    event = LearningEvent.objects.get(verb="work.marked")
    assert event.data == {"work": done.work.code, "role": "first", "mark": "69.8", "points": [90, 60, 75, 40]}


@pytest.mark.parametrize(
    "points, words, says",
    [
        ((90, None, 75, None), {}, "Enter points for: Criterion 2, Criterion 4."),
        ((90, 101, 75, 40), {}, "Enter points between 0 and 100 for each criterion."),
        ((90, -1, 75, 40), {}, "Enter points between 0 and 100 for each criterion."),
        ((90,), {}, "The rubric has 4 criteria. Load the page again."),
        (
            GOOD,
            {"next_step": ""},
            "Write feedback to the learner: what worked, what is missing, or the next step.",
        ),
    ],
)
def test_an_incomplete_judgement_is_refused_and_nothing_is_written(learner, one, at, points, words, says):
    submission = make_handed_in(learner)

    with pytest.raises(UnableToMark) as refusal:
        mark(submission, one, *points, at=at, **words)

    assert str(refusal.value) == says
    stored = Mark.objects.get()
    assert (stored.version, stored.points, stored.completed_at) == (0, [None] * 4, None)


def test_when_a_colleague_saved_first_nothing_is_lost(learner, one, two, at):
    submission = make_handed_in(learner)
    claim(fresh(submission), by=one, at=at)
    later = at + LEASE + SECOND
    mark(submission, two, *GOOD, at=later)

    with pytest.raises(SavedByColleague) as conflict:
        save_mark(fresh(submission), "first", judgement([10, 10, 10, 10]), sequence=1, by=one, at=later)
    kept = complete_mark(
        fresh(submission), "first", judgement([80, 80, 80, 80]), sequence=1, by=one, at=later, over=1
    )

    assert str(conflict.value) == (
        f"A colleague saved marks for this work at {later:%H:%M} UTC. Keep theirs, keep yours, or compare."
    )
    assert conflict.value.mark.points == list(GOOD)
    assert (kept.mark, kept.marker, kept.version) == (Decimal("80.0"), one, 2)


def test_two_windows_of_one_marker_are_told_too(learner, one, at):
    submission = make_handed_in(learner)
    claim(fresh(submission), by=one, at=at)
    save_mark(fresh(submission), "first", judgement([90, 90, 90, 90]), sequence=1, by=one, at=at)

    with pytest.raises(SavedByColleague):
        save_mark(fresh(submission), "first", judgement([10, 10, 10, 10]), sequence=1, by=one, at=at)


def test_what_nobody_took_is_not_saved(learner, one, at):
    submission = make_handed_in(learner)

    with pytest.raises(UnableToMark, match="Take the work from the queue before you mark it"):
        save_mark(fresh(submission), "first", judgement(GOOD), sequence=1, by=one, at=at)


def test_a_marker_changes_the_own_mark_before_release(learner, one, at):
    submission = make_handed_in(learner)
    mark(submission, one, *GOOD, at=at)

    changed = complete_mark(fresh(submission), "first", judgement([50] * 4), sequence=2, by=one, at=at)

    assert (changed.mark, fresh(submission).mark) == (Decimal("50.0"), Decimal("50.0"))


# Two markers who do not see each other.


@pytest.fixture
def report(learner):
    return make_handed_in(learner, "CPR")


def test_two_markers_may_work_at_the_same_time(report, one, two, at):
    roles = [claim(fresh(report), by=who, at=at).role for who in (one, two)]

    assert roles == ["first", "second"]


def test_up_to_ten_points_apart_the_mean_counts(report, one, two, at):
    mark(report, one, 60, 60, 60, 60, at=at)
    assert fresh(report).mark is None
    mark(report, two, 70, 70, 70, 70, at=at, next_step="")

    assert (fresh(report).mark, fresh(report).apart) == (Decimal("65.0"), False)


def test_further_apart_a_third_one_decides_after_a_discussion(cohort, report, one, two, at):
    three = make_marker(cohort, 3)
    mark(report, one, 50, 50, 50, 50, at=at)
    mark(report, two, 75, 75, 75, 75, at=at)
    with pytest.raises(UnableToMark):
        claim(fresh(report), by=three, at=at)  # nobody has talked yet
    note_discussion(fresh(report), note="We read the proposal differently.", by=two, at=at)

    with pytest.raises(UnableToMark) as refusal:
        mark(report, three, 80, 80, 80, 80, at=at)
    mark(report, three, 70, 70, 70, 70, at=at)

    assert str(refusal.value) == "The third mark stands between the two others, 50.0 and 75.0. Yours is 80.0."
    assert (fresh(report).mark, fresh(report).apart) == (Decimal("70.0"), False)


def test_given_blind_marks_stand(report, one, two, at):
    mark(report, one, 50, 50, 50, 50, at=at)
    mark(report, two, 75, 75, 75, 75, at=at)

    with pytest.raises(UnableToMark, match="Both blind marks are given, so they stand"):
        complete_mark(fresh(report), "first", judgement([74] * 4), sequence=2, by=one, at=at)


def test_one_person_does_not_mark_twice(report, one, at):
    mark(report, one, 50, 50, 50, 50, at=at)

    with pytest.raises(UnableToMark):
        claim(fresh(report), by=one, at=at)


def test_only_the_two_write_the_note_and_only_when_they_are_apart(cohort, report, one, two, at):
    three = make_marker(cohort, 3)
    mark(report, one, 50, 50, 50, 50, at=at)
    with pytest.raises(UnableToMark, match="nothing to settle"):
        note_discussion(fresh(report), note="x", by=one, at=at)
    mark(report, two, 75, 75, 75, 75, at=at)

    with pytest.raises(UnableToMark, match="One of the two markers writes the note"):
        note_discussion(fresh(report), note="x", by=three, at=at)


# Calibration.


def test_markers_judge_the_sample_scripts_first(cohort, learner, planned, one, two, at):
    submission = make_handed_in(learner)
    scripts = [add_script(cohort, planned, title=f"Script {n}", text="A text", by=one, at=at) for n in (1, 2)]
    judge_script(scripts[0], planned, points=GOOD, note="", by=two, at=at)

    with pytest.raises(NotCalibrated) as refusal:
        claim(fresh(submission), by=two, at=at)
    with pytest.raises(NotCalibrated):
        claim_next(marking_scope(two), by=two, at=at)
    judge_script(scripts[1], planned, points=GOOD, note="", by=two, at=at)

    assert str(refusal.value) == "Judge the sample scripts of “Assignment AS1” before you mark."
    assert claim(fresh(submission), by=two, at=at).marker == two


def test_a_judgement_is_given_once(cohort, planned, one, at):
    script = add_script(cohort, planned, title="Script", text="A text", by=one, at=at)
    judge_script(script, planned, points=GOOD, note="", by=one, at=at)

    judge_script(script, planned, points=(0, 0, 0, 0), note="", by=one, at=at)

    assert [mark.mark for mark in scripts_of(cohort, planned.activity_id)[0].marks.all()] == [Decimal("69.8")]


@pytest.mark.parametrize("points", [(90, 60, 75), (90, 60, 75, None), (90, 60, 75, 101)])
def test_an_incomplete_judgement_of_a_script_is_refused(cohort, planned, one, at, points):
    script = add_script(cohort, planned, title="Script", text="A text", by=one, at=at)

    with pytest.raises(UnableToCalibrate, match="Enter points between 0 and 100"):
        judge_script(script, planned, points=points, note="", by=one, at=at)


def test_there_are_at_most_two_scripts(cohort, planned, one, at):
    for number in (1, 2):
        add_script(cohort, planned, title=f"Script {number}", text="A text", by=one, at=at)

    with pytest.raises(UnableToCalibrate, match="There are 2 sample scripts already"):
        add_script(cohort, planned, title="Script 3", text="A text", by=one, at=at)


def test_scripts_of_another_work_hold_nobody_up(cohort, learner, one, at):
    submission = make_handed_in(learner)
    add_script(cohort, planned_work(cohort, "AS3"), title="Script", text="A text", by=one, at=at)

    assert claim(fresh(submission), by=one, at=at)
