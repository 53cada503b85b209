from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from courses.cohorts.models import Cohort
from courses.cohorts.schedule import day_ends_at, week_ends_at
from courses.editions.plan import plan_of
from courses.programme.models import AssessmentComponent
from learners.attempts.taking import UnableToStart, start_attempt
from learners.enrolment.access import NotOpen
from learners.enrolment.dates import learner_dates
from learners.enrolment.extending import extend_activity
from learners.enrolment.models import Enrolment, Extension
from learners.events.delivering import deliver_all_open
from learners.grades.ledger import record_grade
from learners.grades.queries import released_grades
from learners.grades.releasing import release_marks
from learners.grades.resitting import UnableToResit, failed_components, open_resit, usual_end
from learners.grades.results import final_result
from learners.progress.queries import progress_outline
from learners.submissions.correcting import ask_correction, decide_correction
from learners.submissions.feedback import feedback_on
from learners.submissions.models import Work
from learners.submissions.moderating import moderate
from learners.submissions.queries import last_released
from learners.submissions.releasing import release
from learners.submissions.standing import standing_of
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import (
    make_bank,
    make_cohort,
    make_edition,
    make_exam,
    make_module,
    make_programme,
    make_quiz,
    put_cohort,
)
from tests.factories.replaying import Replayed
from tests.factories.works import make_assignment, make_rubric
from tests.learners.attempts.exams import exam_of, mark_all, sit_exam
from tests.learners.attempts.sheets import finish
from tests.learners.submissions.rows import make_handed_in, make_marker, mark

pytestmark = pytest.mark.django_db
SCHEME = [("QZ", 10, False, 40), ("AS", 30, False, 40), ("EX", 30, True, 50), ("CP", 30, True, 50)]
REASON = {"reason": "The component is below its minimum."}


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path


def _build_cohort() -> None:
    programme = make_programme()
    programme.components.all().delete()
    for order, (code, weight, must_pass, _least) in enumerate(SCHEME):
        AssessmentComponent.objects.create(
            programme=programme, order=order, code=code, title=code, weight=weight, must_pass=must_pass,
            kind="quiz" if code == "QZ" else code.lower(),
        )  # fmt: skip
    module = make_module(programme)
    make_rubric()
    make_quiz(module, make_bank(), "Q1")
    make_assignment(module, "AS1", component="AS")
    make_assignment(module, "CPR", component="CP", marking="second")
    make_exam(module, component="EX")
    make_cohort(make_edition(programme))


_COHORT = Replayed(_build_cohort)


@pytest.fixture
def cohort() -> Cohort:
    return put_cohort(_COHORT)


@pytest.fixture
def enrolment(cohort) -> Enrolment:
    return make_enrolment(cohort)


@pytest.fixture
def office():
    return make_user("pa@demo.example", "Demo administrator")


@pytest.fixture
def markers(cohort):
    return [make_marker(cohort, number) for number in (1, 2)]


@pytest.fixture
def at(cohort):
    """After the marks of the first try, before the week of resits."""
    return week_ends_at(cohort, 2) + timedelta(weeks=10)


def planned(enrolment, code: str):
    return plan_of(enrolment.cohort.edition_id).activity(code)


def marked(enrolment, code: str, points: int, *, at, released: bool = True) -> None:
    activity_id = planned(enrolment, code).activity_id
    given = {"points": Decimal(points), "max_points": Decimal(100), "reason": "Marked.", "by": None, "at": at}
    record_grade(enrolment, activity_id=activity_id, **given)
    if released:
        release_marks([enrolment], activity_id, by=None, at=at)


def resit(enrolment, *codes: str, by, at, weeks: int = 4) -> list[Extension]:
    works = [planned(enrolment, code) for code in codes]
    return open_resit(enrolment, works, due_at=at + timedelta(weeks=weeks), by=by, at=at, **REASON)


def component(enrolment, code: str):
    return final_result(plan_of(enrolment.cohort.edition_id), released_grades(enrolment)).component(code)


def test_only_components_below_their_minimum_with_all_marks_shown_can_be_done_again(enrolment, at):
    finish(enrolment, planned(enrolment, "Q1"), right=0)
    marked(enrolment, "AS1", 39, at=at)
    marked(enrolment, "EX", 50, at=at)
    marked(enrolment, "CPR", 20, at=at, released=False)

    [failed] = failed_components(enrolment)

    assert (failed.component.code, [each.code for each in failed.works]) == ("AS", ["AS1"])


def test_written_work_is_handed_in_marked_and_counted_a_second_time(cohort, enrolment, markers, office, at):
    first = make_handed_in(enrolment, "AS1", at=week_ends_at(cohort, 2) - timedelta(hours=1)).work
    _judge(first, markers, 30, at=at - timedelta(weeks=1))
    [given] = resit(enrolment, "AS1", by=office, at=at)

    again = make_handed_in(enrolment, "AS1", text="Rewritten, with the people who use it.", at=at).work
    standings = {standing_of(work.code).work.resit: standing_of(work.code) for work in (first, again)}
    _judge(again, markers, 90, at=at + timedelta(weeks=5))

    assert (first.resit, again.resit, Work.objects.count()) == (False, True, 2)
    assert standings[False].due_at == week_ends_at(cohort, 2)
    assert standings[True].due_at == given.new_due_at
    assert first.submissions.get().text == "The portal failed because nobody asked the people who use it."
    after = component(enrolment, "AS")
    assert (str(after.mark), str(after.first_mark), after.reached) == ("50.0", "30.0", True)
    assert last_released(enrolment, again.activity_id) == again
    assert feedback_on(enrolment, again).counts == Decimal(90)
    assert feedback_on(enrolment, Work.objects.get(pk=first.pk)).counts == Decimal(30)


def _judge(work, markers, points: int, *, at) -> None:
    mark(work.code, markers[0], *[points] * 4, at=at)
    moderate(standing_of(work.code), verdict="agreed", note="", by=markers[1], at=at)
    release(work.enrolment.cohort, planned(work.enrolment, "AS1"), by=markers[0], at=at)
    work.refresh_from_db()


def test_a_correction_of_a_resit_leaves_the_first_mark(cohort, enrolment, markers, office, at):
    first = make_handed_in(enrolment, "AS1", at=week_ends_at(cohort, 2) - timedelta(hours=1)).work
    _judge(first, markers, 30, at=at - timedelta(weeks=1))
    resit(enrolment, "AS1", by=office, at=at)
    again = make_handed_in(enrolment, "AS1", text="Rewritten.", at=at).work
    _judge(again, markers, 20, at=at + timedelta(weeks=5))

    asked = ask_correction(again, mark=Decimal(45), reason="A page was not read.", by=markers[0], at=at)
    decide_correction(asked, confirm=True, by=markers[1], at=at)

    grades = released_grades(enrolment)
    assert grades.first[again.activity_id].points == 30
    assert grades.resit[again.activity_id].points == 45
    assert str(component(enrolment, "AS").mark) == "45.0"


def test_an_exam_is_sat_once_more_with_other_questions(enrolment, markers, office, at):
    attempt = sit_exam(enrolment, right=5)
    mark_all(attempt, share="0.25", by=markers[0], at=at - timedelta(weeks=1))
    release_marks([enrolment], exam_of(enrolment).activity_id, by=markers[0], at=at - timedelta(weeks=1))
    [given] = resit(enrolment, "EX", by=office, at=at)

    with pytest.raises(NotOpen):
        start_attempt(enrolment, exam_of(enrolment), at=at)
    second = sit_exam(enrolment, right=20, at=given.new_due_at - timedelta(hours=70))
    mark_all(second, share="1", by=markers[0], at=given.new_due_at)
    hidden = component(enrolment, "EX")
    release_marks([enrolment], exam_of(enrolment).activity_id, by=markers[0], at=given.new_due_at, resit=True)

    assert (attempt.resit, second.resit, second.number) == (False, True, 2)
    assert str(hidden.mark) == "25.0"
    after = component(enrolment, "EX")
    assert (str(after.mark), str(after.first_mark)) == ("50.0", "25.0")
    with pytest.raises(UnableToStart) as refusal:
        start_attempt(enrolment, exam_of(enrolment), at=given.new_due_at - timedelta(hours=60))
    assert str(refusal.value) == "You have used your attempt at “Exam EX”."


def test_the_work_is_among_the_tasks_again_with_its_own_date(cohort, enrolment, office, markers, at):
    first = make_handed_in(enrolment, "AS1", at=week_ends_at(cohort, 2) - timedelta(hours=1)).work
    _judge(first, markers, 30, at=at - timedelta(weeks=1))
    assert _task(enrolment, at).state == "done"

    resit(enrolment, "AS1", by=office, at=at)

    task = _task(enrolment, at)
    assert (task.state, task.dates.due_at) == ("current", at + timedelta(weeks=4))
    assert task.dates.reason == "Your resit: The component is below its minimum."
    dates = learner_dates(enrolment)
    assert dates.first(planned(enrolment, "AS1")).due_at == week_ends_at(cohort, 2)


def _task(enrolment, at):
    outline = progress_outline(enrolment, at=at)
    return next(task for task in outline.tasks if task.planned.code == "AS1")


def test_more_time_can_be_given_for_a_resit(enrolment, office, at):
    marked(enrolment, "AS1", 30, at=at)
    [given] = resit(enrolment, "AS1", by=office, at=at)

    extend_activity(
        enrolment, planned(enrolment, "AS1"), days=7, reason="Illness.", by=office, at=at + timedelta(days=1)
    )

    dates = learner_dates(enrolment)
    assert dates.of(planned(enrolment, "AS1")).due_at == given.new_due_at + timedelta(days=7)
    assert dates.first(planned(enrolment, "AS1")).due_at == week_ends_at(enrolment.cohort, 2)


def test_the_learner_is_told(enrolment, office, at, settings):
    settings.SITE_ADDRESS, settings.SITE_NAME = "https://campus.example.org", "Campus"
    marked(enrolment, "AS1", 30, at=at)
    deliver_all_open(at=at)
    mail.outbox.clear()

    resit(enrolment, "AS1", by=office, at=at)
    deliver_all_open(at=at)

    [message] = mail.outbox
    assert message.subject.startswith("You have a resit: ")
    assert (
        "With the resit the component counts 50 at most. Your first mark stays if it is better."
        in message.body
    )
    assert "https://campus.example.org/learn/AS1/" in message.body


def test_one_further_attempt_for_each_component(enrolment, office, at):
    marked(enrolment, "AS1", 30, at=at)
    resit(enrolment, "AS1", by=office, at=at)

    assert failed_components(enrolment) == []
    with pytest.raises(UnableToResit) as refusal:
        resit(enrolment, "AS1", by=office, at=at)
    assert str(refusal.value).startswith("Choose works of one component that is below its minimum")
    given = Extension.objects.get()
    given.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        given.save()


def test_refusals_change_nothing(cohort, enrolment, office, at):
    marked(enrolment, "AS1", 30, at=at)
    marked(enrolment, "EX", 30, at=at)
    work, exam = planned(enrolment, "AS1"), planned(enrolment, "EX")
    good = {"due_at": at + timedelta(weeks=1), "reason": "Failed.", "by": office, "at": at}
    last = "Choose a day after today and until "

    told = [
        _refused(enrolment, [work], **good | {"reason": " "}),
        _refused(enrolment, [work], **good | {"by": enrolment.user}),
        _refused(enrolment, [work], **good | {"due_at": at}),
        _refused(enrolment, [work], **good | {"due_at": week_ends_at(cohort, 52) + timedelta(minutes=1)}),
        _refused(enrolment, [work, exam], **good),
        _refused(enrolment, [planned(enrolment, "Q1")], **good),
        _refused(enrolment, [], **good),
    ]
    Enrolment.objects.update(state="withdrawn")
    told.append(_refused(enrolment, [work], **good))

    assert told[0] == "Write the reason in one sentence."
    assert told[1] == "Nobody opens a resit of the own work."
    assert [each.startswith(last) for each in told[2:4]] == [True, True]
    assert [each.startswith("Choose works of one component") for each in told[4:7]] == [True] * 3
    assert told[7] == "The enrolment is: Withdrawn."
    assert Extension.objects.count() == 0


def _refused(enrolment, works, **given) -> str:
    with pytest.raises(UnableToResit) as refusal:
        open_resit(enrolment, works, **given)
    return str(refusal.value)


def test_usual_end(cohort, enrolment, at):
    together = week_ends_at(cohort, 30)
    exam, capstone = planned(enrolment, "EX"), planned(enrolment, "CPR")

    assert usual_end(cohort, [exam], at=at) == together
    assert usual_end(cohort, [capstone], at=at) == at + timedelta(weeks=4)
    assert usual_end(cohort, [exam], at=together) == together + timedelta(weeks=4)
    assert day_ends_at(date(2026, 3, 15)) == week_ends_at(cohort, 2)
