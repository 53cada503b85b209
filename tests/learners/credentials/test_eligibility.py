from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from content.base.parts import in_parts
from courses.editions.plan import plan_of
from learners.credentials import eligibility
from learners.credentials.eligibility import (
    Check,
    Facts,
    cohort_standings,
    each_standing,
    standing_for,
    standing_of,
)
from learners.enrolment.models import Enrolment, Outstanding
from learners.enrolment.outstanding import enter_outstanding
from learners.grades.queries import Grades
from learners.grades.results import ComponentMark, FinalResult, final_result
from learners.progress.models import ActivityProgress
from tests.factories.people import make_enrolment, make_user
from tests.learners.credentials.rows import AT, grade, make_eligible, registrar

pytestmark = pytest.mark.django_db


def checks(standing):
    return {check.key: (check.met, check.detail) for check in standing.checks}


def component(code, mark, *, must_pass=False):
    return ComponentMark(code, code, 20, must_pass, Decimal(mark), 1, 1)


@pytest.fixture
def facts(eligible):
    """Facts whose policy, scheme and result a test may replace."""
    plan = plan_of(eligible.cohort.edition_id)
    return Facts(eligible, plan, set(), final_result(plan, Grades()))


def judged(facts, rule, *, scheme=None, result=None, classification=()):
    policy = {"rules": [rule] if rule else [], "classification": list(classification)}
    plan = replace(facts.plan, award_policy=policy, scheme=scheme or facts.plan.scheme)
    return standing_of(replace(facts, plan=plan, result=result or facts.result))


def test_learner_who_meets_every_rule(eligible):
    standing = standing_for(eligible)

    assert (standing.eligible, standing.met_count, standing.unmet) == (True, 3, [])
    assert checks(standing) == {
        "enrolled": (True, "Enrolled, identity verified."),
        "lessons": (True, "2 of 2 lessons completed, at least 80 per cent of each module."),
        "overall": (True, "80 of 100, needed 50 (1 of 1 works graded)."),
    }


def test_learner_who_meets_no_rule(cohort):
    enrolment = make_enrolment(cohort, state=Enrolment.State.WITHDRAWN)

    standing = standing_for(enrolment)

    assert not standing.eligible
    assert checks(standing) == {
        "enrolled": (False, "The enrolment is: Withdrawn."),
        "lessons": (False, "Lessons completed, M01: 0 of 2. Needed: 80 per cent."),
        "overall": (False, "0 of 100, needed 50 (0 of 1 works graded)."),
    }


def test_identity_that_is_not_verified(cohort):
    assert checks(standing_for(make_enrolment(cohort)))["enrolled"] == (
        False,
        "The identity is not verified yet.",
    )


@pytest.mark.parametrize(
    "state, met",
    [("active", True), ("completed", True), ("interrupted", False), ("withdrawn", False)],
)
def test_enrolled_by_state(eligible, state, met):
    eligible.state = state
    eligible.save(update_fields=["state"])

    assert checks(standing_for(eligible))["enrolled"][0] is met


def test_one_lesson_of_two_is_less_than_80_per_cent(eligible):
    ActivityProgress.objects.filter(enrolment=eligible).last().delete()

    assert checks(standing_for(eligible))["lessons"] == (
        False,
        "Lessons completed, M01: 1 of 2. Needed: 80 per cent.",
    )


@pytest.mark.parametrize("points, met", [(49, False), (50, True)])
def test_overall_mark_at_its_limit(cohort, points, met):
    assert checks(standing_for(make_eligible(cohort, points=points)))["overall"][0] is met


def test_overall_of_nothing_graded_is_not_met_even_without_a_minimum(facts):
    rule = {"key": "overall", "text": "Overall", "parameters": {"minimum": 0}}

    assert not judged(facts, rule).eligible


SCHEME = [
    {"code": "EX", "title": "Exam", "weight": 20, "must_pass": True, "best_of": None},
    {"code": "QZ", "title": "Quizzes", "weight": 20, "must_pass": False, "best_of": None},
]


@pytest.mark.parametrize(
    "key, exam, quizzes, met, detail",
    [
        ("must_pass", 50, 0, True, "Each at least 50."),
        ("must_pass", 49, 90, False, "Below 50: EX 49."),
        ("floor", 0, 50, True, "Each at least 50."),
        ("floor", 90, 49, False, "Below 50: QZ 49."),
    ],
)
def test_components_reach_their_minimum(facts, key, exam, quizzes, met, detail):
    result = FinalResult((component("EX", exam, must_pass=True), component("QZ", quizzes)), 60, 2, 2)
    rule = {"key": key, "text": "Components", "parameters": {"minimum": 50}}

    standing = judged(facts, rule, scheme=SCHEME, result=result)

    assert standing.checks == (Check(key, "Components", met, detail),)


def test_component_that_must_be_passed_and_has_no_work_is_not_passed(facts):
    rule = {"key": "must_pass", "text": "Exam", "parameters": {"minimum": 50}}

    standing = judged(facts, rule, scheme=SCHEME, result=FinalResult((component("QZ", 90),), 90, 1, 1))

    assert checks(standing) == {"must_pass": (False, "Below 50: EX 0.")}


def test_rule_that_nothing_can_check_is_not_met(facts):
    standing = judged(facts, {"key": "sponsor", "text": "Sponsor agrees", "parameters": {}})

    assert standing.checks == (
        Check("sponsor", "Sponsor agrees", False, "Nothing is recorded for this rule yet."),
    )


def test_rule_without_its_number_is_not_met(facts):
    standing = judged(facts, {"key": "overall", "text": "Overall", "parameters": {}})

    assert standing.checks == (
        Check("overall", "Overall", False, "The award policy gives no number for this rule."),
    )


LINES = [
    {"label": "Pass with distinction", "overall": 80, "components": {"CP": 80}},
    {"label": "Pass with merit", "overall": 70},
    {"label": "Pass", "overall": 0},
]


@pytest.mark.parametrize(
    "overall, capstone, label",
    [
        (80, 80, "Pass with distinction"),
        (80, 79, "Pass with merit"),
        (95, None, "Pass with merit"),
        (79, 90, "Pass with merit"),
        (70, 0, "Pass with merit"),
        (69, 0, "Pass"),
    ],
)
def test_classification_is_the_first_line_that_is_reached(facts, overall, capstone, label):
    components = () if capstone is None else (component("CP", capstone),)

    standing = judged(facts, None, result=FinalResult(components, overall, 1, 1), classification=LINES)

    assert standing.classification == label


@pytest.mark.parametrize("count", [1, 3])
def test_standings_of_a_cohort_cost_five_queries(cohort, count, django_assert_num_queries):
    for number in range(count):
        make_eligible(cohort, f"Demo learner {number:02d}")
    plan_of(cohort.edition_id)

    with django_assert_num_queries(5):
        standings = cohort_standings(cohort)

    assert [standing.enrolment.user.name for standing in standings] == [
        f"Demo learner {n:02d}" for n in range(count)
    ]
    assert all(standing.eligible for standing in standings)


def test_standings_read_in_parts_are_the_same_in_the_same_order(cohort, monkeypatch):
    for number in (2, 0, 1):
        make_eligible(cohort, f"Demo learner {number:02d}")
    monkeypatch.setattr(eligibility, "in_parts", partial(in_parts, size=2))

    in_two_parts = list(each_standing(cohort))

    assert [each.enrolment.user.name[-2:] for each in in_two_parts] == ["00", "01", "02"]
    assert in_two_parts == cohort_standings(cohort)


def test_correction_in_the_ledger_changes_the_standing(eligible):
    grade(eligible, 30)

    assert checks(standing_for(eligible))["overall"] == (False, "30 of 100, needed 50 (1 of 1 works graded).")


def test_others_do_not_count(cohort, eligible):
    other = make_enrolment(cohort, make_user("other@demo.example"), verified_by=registrar())

    assert not standing_for(other).eligible


def test_fees_are_open_until_each_is_settled(facts):
    rule = {"key": "fees", "text": "No unpaid fees or documents outstanding", "parameters": {}}
    owed = Outstanding(kind="fee", what="Fee, 2nd half", since_on=date(2026, 8, 1))

    assert checks(judged(facts, rule))["fees"] == (True, "Nothing is outstanding.")
    assert checks(judged(replace(facts, outstanding=[owed]), rule))["fees"] == (
        False,
        "Outstanding: Fee, 2nd half, since 1 August 2026.",
    )


def test_fees_are_read_from_the_records(eligible):
    rules = [{"key": "fees", "text": "No unpaid fees or documents outstanding", "parameters": {}}]
    edition = eligible.cohort.edition
    edition.award_policy = edition.award_policy | {"rules": rules}
    edition.save(update_fields=["award_policy"])
    plan_of.cache_clear()
    assert standing_for(eligible).eligible
    enter_outstanding(
        eligible, kind="document", what="Diploma", since_on=date(2026, 8, 1), by=registrar(), at=AT
    )

    [of_cohort] = cohort_standings(eligible.cohort)

    assert checks(of_cohort) == checks(standing_for(eligible))
    assert checks(of_cohort)["fees"] == (False, "Outstanding: Diploma, since 1 August 2026.")
