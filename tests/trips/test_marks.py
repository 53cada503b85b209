"""All written and examined work of the curriculum in one cohort: taken, marked, released, and counted as a sum by hand.

Discussions, the supervisor's evaluation, viva and defence are not in it: their places come with their own features.
"""

from datetime import timedelta
from decimal import Decimal

import pytest

from courses.assessments.rubrics import Rubric
from courses.cohorts.models import Cohort
from courses.cohorts.schedule import week_ends_at
from courses.editions.plan import plan_of
from courses.programme.models import AssessmentComponent
from learners.grades.ledger import record_grade
from learners.grades.queries import current_grades, released_grades
from learners.grades.releasing import release_marks
from learners.grades.results import final_result
from learners.submissions.moderating import moderate
from learners.submissions.releasing import release
from learners.submissions.standing import standing_of
from tests.factories.people import make_enrolment
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
from tests.factories.works import make_assignment, make_journal, make_rubric, planned_work
from tests.learners.attempts.exams import mark_all, sit_exam
from tests.learners.attempts.sheets import AT, finish
from tests.learners.submissions.rows import make_handed_in, make_marker, mark

pytestmark = pytest.mark.django_db
SCHEME = [
    ("QZ", 10, False, 9), ("DS", 10, False, None), ("AS1", 8, False, None), ("AS2", 8, False, None), ("AS3", 8, False, None),
    ("RJ", 6, False, None), ("IN", 20, True, None), ("EX", 10, True, None), ("CP", 20, True, None),
]  # fmt: skip
QUIZZES = [f"Q{number}" for number in range(1, 11)]
JOURNALS = [f"J{number}" for number in range(1, 7)]
MARKED_LATER = timedelta(days=12)
"""After every grace, before the marking is promised."""


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path


def _build_cohort() -> None:
    programme = make_programme()
    programme.components.all().delete()
    for order, (code, weight, must_pass, best_of) in enumerate(SCHEME):
        AssessmentComponent.objects.create(
            programme=programme, order=order, code=code, title=code, kind=code.lower(), weight=weight, must_pass=must_pass,
            best_of=best_of,
        )  # fmt: skip
    module, bank = make_module(programme), make_bank()
    for code in QUIZZES:
        make_quiz(module, bank, code)
    make_rubric()
    for code in ("AS1", "AS2", "AS3"):
        make_assignment(module, code, component=code)
    make_assignment(module, "IP", component="IN", share=60)
    make_assignment(module, "CPR", component="CP", share=75, marking="second")
    for code in JOURNALS:
        make_journal(module, code)
    make_exam(module, component="EX")
    make_cohort(make_edition(programme))


_COHORT = Replayed(_build_cohort)


@pytest.fixture
def cohort() -> Cohort:
    return put_cohort(_COHORT)


@pytest.fixture
def markers(cohort):
    return [make_marker(cohort, number) for number in (1, 2)]


def quizzes(enrolment, *rights: int) -> None:
    """So many right answers of three in each quiz."""
    plan = plan_of(enrolment.cohort.edition_id)
    for code, right in zip(QUIZZES, rights, strict=True):
        finish(enrolment, plan.activity(code), right=right)


def written(enrolment, code: str, *points: int, markers, late: timedelta = timedelta()) -> None:
    """Handed in on the due date or so much later, marked by as many markers as there are points, released."""
    cohort, planned = enrolment.cohort, planned_work(enrolment.cohort, code)
    due = week_ends_at(cohort, 2)
    submission = make_handed_in(enrolment, code, at=due + late - timedelta(hours=1))
    marked_at = due + MARKED_LATER
    criteria = len(planned.rules["rubric"]["criteria"])
    for marker, each in zip(markers, points, strict=False):
        mark(submission, marker, *[each] * criteria, at=marked_at)
    if planned.rules["marking"] == "moderated":
        moderate(standing_of(submission.work.code), verdict="agreed", note="", by=markers[1], at=marked_at)
    release(cohort, planned, by=markers[0], at=marked_at)


def journals(enrolment, points: int, *, tutor) -> None:
    for code in JOURNALS:
        written(enrolment, code, points, markers=[tutor])


def exam(enrolment, *, right: int, share: str, markers) -> None:
    attempt = sit_exam(enrolment, right=right)
    later = week_ends_at(enrolment.cohort, 2) + MARKED_LATER
    mark_all(attempt, share=share, by=markers[0], at=later)
    planned = plan_of(enrolment.cohort.edition_id).activity("EX")
    release_marks([enrolment], planned.activity_id, by=markers[0], at=later)


def result_of(enrolment):
    return final_result(plan_of(enrolment.cohort.edition_id), released_grades(enrolment))


def told(result) -> dict[str, tuple[str, bool]]:
    return {each.code: (str(each.mark), each.reached) for each in result.components}


def test_everything_handed_in_marked_and_released_amounts_to_the_sum_by_hand(cohort, markers):
    tutor = make_marker(cohort, 3, kind="tutor")
    enrolment = make_enrolment(cohort)
    quizzes(enrolment, 3, 3, 3, 2, 2, 2, 1, 1, 1, 0)  # the best nine: 18 of 27
    written(enrolment, "AS1", 62, markers=markers)
    written(enrolment, "AS2", 54, markers=markers, late=timedelta(hours=30))  # one started day: 5 points
    written(enrolment, "AS3", 40, markers=markers)
    journals(enrolment, 55, tutor=tutor)
    written(enrolment, "IP", 60, markers=markers)
    exam(enrolment, right=13, share="0.5", markers=markers)  # 26 of 40, 16 of 32, 14 of 28
    written(enrolment, "CPR", 58, 64, markers=markers)  # the mean of two blind marks

    result = result_of(enrolment)

    assert told(result) == {
        "QZ": ("66.7", True), "AS1": ("62.0", True), "AS2": ("49.0", True), "AS3": ("40.0", True), "RJ": ("55.0", True),
        "IN": ("60.0", True), "EX": ("56.0", True), "CP": ("61.0", True),
    }  # fmt: skip
    # 667 + 496 + 392 + 320 + 330 + 1200 + 560 + 1220 = 5185, of 90 per cent: 57.61
    assert (result.overall, result.passed, result.graded, result.works) == (58, True, 22, 22)


@pytest.mark.parametrize(
    "right, share, mark, passed",
    [
        (10, "0.5", "50.0", True),  # 20 + 16 + 14
        (9, "0.525", "49.5", False),  # 18 + 16.8 + 14.7: not 50, and what must be passed is not rounded up
    ],
)
def test_what_must_be_passed_at_its_boundary(cohort, markers, right, share, mark, passed):
    enrolment = make_enrolment(cohort)
    exam(enrolment, right=right, share=share, markers=markers)

    component = result_of(enrolment).component("EX")

    assert (str(component.mark), component.reached) == (mark, passed)


def test_a_failed_exam_is_lifted_to_fifty_by_a_resit(cohort, markers):
    enrolment = make_enrolment(cohort)
    exam(enrolment, right=5, share="0.25", markers=markers)  # 10 + 8 + 7
    before = result_of(enrolment).component("EX")
    line = next(iter(current_grades(enrolment).first.values()))
    at = AT + timedelta(weeks=8)
    record_grade(
        enrolment, activity_id=line.activity_id, points=Decimal(81), max_points=Decimal(100), reason="Resit", by=markers[0],
        at=at, resit=True,
    )  # fmt: skip
    hidden = result_of(enrolment).component("EX").mark
    release_marks([enrolment], line.activity_id, by=markers[0], at=at, resit=True)

    after = result_of(enrolment).component("EX")

    assert (str(before.mark), str(hidden)) == ("25.0", "25.0")
    assert (str(after.mark), str(after.first_mark), after.reached) == ("50.0", "25.0", True)


def test_nothing_shows_before_its_release(cohort, markers):
    enrolment = make_enrolment(cohort)
    submission = make_handed_in(enrolment, "AS1", at=week_ends_at(cohort, 2) - timedelta(hours=1))
    mark(submission, markers[0], *[70] * 4, at=week_ends_at(cohort, 2) + MARKED_LATER)

    assert result_of(enrolment).graded == 0
    assert Rubric.objects.count() == 1
