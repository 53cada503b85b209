from datetime import timedelta
from decimal import Decimal

import pytest

from courses.cohorts.roles import marking_scope
from learners.enrolment.models import Enrolment
from learners.events.models import LearningEvent
from learners.grades.models import GradeEvent, GradeRelease
from learners.grades.queries import current_grades, released_grades
from learners.observations.judging import agree, note_absence
from learners.observations.piles import piles_of
from learners.observations.releasing import UnableToRelease, check_release, release
from learners.submissions.correcting import ask_correction, decide_correction, released_work
from learners.submissions.missing import record_missing
from tests.factories.people import make_extension
from tests.learners.observations.rows import judge, over
from tests.learners.submissions.rows import make_learner, make_marker


def test_the_marks_go_to_the_ledger_and_to_the_learners_together(cohort, discussion, examiners):
    there, away = make_learner(cohort, 1), make_learner(cohort, 2)
    judge(there, examiners[0], 72)
    note_absence(away, discussion, reason="No post.", sequence=1, by=examiners[0], at=over(cohort))
    hidden = current_grades(there).first

    released = release(cohort, discussion, by=examiners[1], at=over(cohort))

    assert hidden == {}
    lines = GradeEvent.objects.order_by("pk").values_list("enrolment", "points", "max_points", "reason", "by")
    assert list(lines) == [
        (there.pk, Decimal("72.00"), 100, "Judged by the rubric: 72.0.", examiners[1].pk),
        (away.pk, Decimal(0), 100, "You took no part, so the mark is 0: No post.", examiners[1].pk),
    ]
    assert released_grades(there).first[discussion.activity_id].points == 72
    assert LearningEvent.objects.filter(verb="grade.released").count() == GradeRelease.objects.count() == 2
    assert [seat.enrolment for seat in released] == [there, away]
    with pytest.raises(UnableToRelease, match="No mark waits for release"):
        release(cohort, discussion, by=examiners[1], at=over(cohort))


def test_the_defence_names_its_examiners(cohort, defence, examiners):
    near, far = make_learner(cohort, 1), make_learner(cohort, 2)
    for learner, points in ((near, (60, 66)), (far, (40, 80))):
        for examiner, each in zip(examiners, points, strict=True):
            judge(learner, examiner, each, code="CPD")
    agree(far, defence, mark=Decimal("55.5"), note="We talked.", by=examiners[0], at=over(cohort))

    release(cohort, defence, by=examiners[0], at=over(cohort))

    names = "Demo marker 1 and Demo marker 2"
    assert list(GradeEvent.objects.order_by("pk").values_list("points", "reason")) == [
        (Decimal("63.00"), f"Mean of the marks of the examiners {names}: 63.0."),
        (Decimal("55.50"), f"Agreed by the examiners {names}: 55.5."),
    ]


def test_what_hinders_the_release_is_said(cohort, defence, examiners):
    unjudged, apart = make_learner(cohort, 1), make_learner(cohort, 2)
    assert check_release(cohort, defence, at=over(cohort)).open == (
        "No mark waits for release.",
        "2 learners are not judged.",
    )
    judge(apart, examiners[0], 40, code="CPD")
    judge(apart, examiners[1], 80, code="CPD", remark="")
    judge(unjudged, examiners[0], 60, code="CPD")

    check = check_release(cohort, defence, at=over(cohort))

    assert check.open == (
        "No mark waits for release.",
        "1 learner is not judged.",
        "1 learner has two marks more than ten points apart.",
    )
    assert check.hints == ("1 judgement has no remark.",)
    with pytest.raises(UnableToRelease):
        release(cohort, defence, by=examiners[0], at=over(cohort))
    assert not GradeEvent.objects.exists()


def test_who_has_more_time_or_came_later_hinders_nobody(cohort, discussion, examiners):
    judged, longer, later = (make_learner(cohort, number) for number in (1, 2, 3))
    judge(judged, examiners[0], 60)
    make_extension(longer, discussion, over(cohort) + timedelta(days=3))
    Enrolment.objects.filter(pk=later.pk).update(enrolled_at=over(cohort))

    check = check_release(cohort, discussion, at=over(cohort))
    release(cohort, discussion, by=examiners[0], at=over(cohort))
    judge(longer, examiners[0], 50)
    release(cohort, discussion, by=examiners[0], at=over(cohort))

    assert (check.open, check.hints) == (
        (),
        ("2 learners have more time, or came later: their marks are released later.",),
    )
    assert set(GradeRelease.objects.values_list("enrolment", flat=True)) == {judged.pk, longer.pk}


def test_a_released_mark_is_corrected_by_a_second_person(cohort, learner, discussion, examiners):
    judge(learner, examiners[0], 60)
    [seat] = release(cohort, discussion, by=examiners[0], at=over(cohort))
    found = released_work(seat.work.code)

    asked = ask_correction(
        found.work, mark=Decimal(66), reason="A post was missed.", by=examiners[0], at=over(cohort)
    )
    decide_correction(asked, confirm=True, by=examiners[1], at=over(cohort))

    assert (found.label, found.planned.code) == ("Demo learner 07", "D1")
    line = released_grades(learner).first[discussion.activity_id]
    assert (line.points, line.reason) == (66, "Corrected: A post was missed.")


def test_nobody_gets_a_nought_by_the_clock_for_a_discussion(cohort, learner):
    record_missing(at=over(cohort) + timedelta(days=30))

    assert list(GradeEvent.objects.values_list("activity__code", flat=True)) == ["CPR"]


def test_the_piles_of_a_person_tell_what_waits(cohort, discussion, examiners):
    one, two = make_learner(cohort, 1), make_learner(cohort, 2)
    judge(one, examiners[0], 60)
    tutor = make_marker(cohort, 4, kind="tutor")

    def told(user, at):
        return {
            pile.planned.code: (pile.learners, pile.judged, pile.released, pile.state(at=at))
            for pile in piles_of(marking_scope(user))
        }

    assert told(examiners[0], over(cohort)) == {"D1": (2, 1, 0, "todo"), "CPD": (2, 0, 0, "todo")}
    assert told(tutor, over(cohort)) == {"D1": (2, 1, 0, "todo")}
    assert told(tutor, over(cohort) - timedelta(days=3)) == {"D1": (2, 1, 0, "current")}
    assert told(tutor, over(cohort) - timedelta(days=20)) == {"D1": (2, 1, 0, "shut")}
    judge(two, examiners[0], 60)
    release(cohort, discussion, by=examiners[0], at=over(cohort))
    assert told(tutor, over(cohort)) == {"D1": (2, 2, 2, "done")}
