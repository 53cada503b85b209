from dataclasses import replace
from datetime import UTC, datetime

import pytest

from courses.editions.plan import plan_of
from learners.credentials.exit_awards import cohort_exit_awards, exit_awards, exit_awards_for
from learners.credentials.models import AwardKind
from learners.enrolment.models import Enrolment
from learners.integrity.deciding import flag
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import make_cohort
from tests.learners.credentials.rows import (
    AT,
    administrator,
    complete_lessons,
    grade,
    make_certificate,
    make_eligible,
)

pytestmark = pytest.mark.django_db
STUDYING = datetime(2026, 8, 30, 12, tzinfo=UTC)
"""The last day of the cohort."""


def checks(enrolment, kind, *, at=AT):
    [award] = [each for each in exit_awards_for(enrolment, at=at) if each.kind == kind]
    return {check.key: (check.met, check.detail) for check in award.checks}


def test_what_a_learner_who_has_left_with_all_marks_gets(eligible):
    eligible.state = Enrolment.State.WITHDRAWN
    eligible.save(update_fields=["state"])

    awards = exit_awards_for(eligible, at=STUDYING)

    assert [(each.key, each.label, each.part, each.eligible, each.ended_on) for each in awards] == [
        ("statement-A1", "Statement of attainment", "Area A1, Leadership and management", True, AT.date()),
        ("record-M01", "Record of participation", "Module M01, Module M01", True, AT.date()),
    ]
    assert checks(eligible, AwardKind.STATEMENT, at=STUDYING) == {
        "lessons": (True, "2 of 2 lessons completed."),
        "components": (True, "Each at least 50: Quizzes 80.0."),
        "left": (True, "The learner has left the programme."),
        "identity": (True, "Identity verified."),
        "integrity": (True, "No open integrity case."),
    }
    assert checks(eligible, AwardKind.RECORD, at=STUDYING) == {
        "lessons": (True, "2 of 2 lessons completed."),
        "quiz": (True, "Q1 80.0. Needed: 60."),
        "identity": (True, "Identity verified."),
        "integrity": (True, "No open integrity case."),
    }


def test_what_a_learner_who_did_nothing_misses(cohort):
    enrolment = make_enrolment(cohort)

    assert checks(enrolment, AwardKind.STATEMENT, at=STUDYING) == {
        "lessons": (False, "Lessons completed, M01: 0 of 2. Needed: 80 per cent."),
        "components": (False, "Below 50: Quizzes 0.0."),
        "left": (False, "The learner has not left the programme. It ends on 30 August 2026."),
        "identity": (False, "The identity is not verified yet."),
        "integrity": (True, "No open integrity case."),
    }
    assert checks(enrolment, AwardKind.RECORD)["quiz"] == (False, "Q1 –. Needed: 60.")


@pytest.mark.parametrize(
    "points, statement, record", [(49, False, False), (50, True, False), (60, True, True)]
)
def test_marks_at_the_edge(cohort, points, statement, record):
    enrolment = make_enrolment(cohort)
    complete_lessons(enrolment)
    grade(enrolment, points)

    assert checks(enrolment, AwardKind.STATEMENT)["components"][0] is statement
    assert checks(enrolment, AwardKind.RECORD)["quiz"][0] is record


def test_programme_that_ended_without_a_certificate_counts_as_left(eligible):
    assert checks(eligible, AwardKind.STATEMENT, at=STUDYING)["left"][0] is False
    assert checks(eligible, AwardKind.STATEMENT, at=AT)["left"] == (
        True,
        "The programme ended on 30 August 2026 without a certificate.",
    )


def test_who_has_the_certificate_gets_no_statement(eligible, key):
    make_certificate(eligible)

    assert checks(eligible, AwardKind.STATEMENT)["left"] == (False, "The certificate itself is issued.")


def test_open_integrity_case_stops_both(eligible):
    quiz = plan_of(eligible.cohort.edition_id).activity("Q1")
    flag(eligible, activity_id=quiz.activity_id, evidence="Copied.", by=administrator(), at=AT)

    found = [checks(eligible, kind)["integrity"] for kind in (AwardKind.STATEMENT, AwardKind.RECORD)]

    assert found == [(False, "An integrity case is open.")] * 2


def test_module_without_quiz_and_area_without_work_fail_closed(eligible):
    [awards] = cohort_exit_awards(eligible.cohort, at=AT).values()
    module = awards[0].modules[0]
    lessons = tuple(planned for planned in module.activities if planned.kind == "lesson")
    bare = replace(module, activities=lessons)

    def studied(plan):
        from learners.credentials.exit_awards import Studied  # noqa: PLC0415 -- only here
        from learners.grades.queries import Grades  # noqa: PLC0415 -- only here

        return Studied(eligible, plan, {}, Grades(), [], certified=False, today=AT.date())

    plan = replace(plan_of(eligible.cohort.edition_id), modules=(bare,))
    told = {check.key: check.detail for award in exit_awards(studied(plan)) for check in award.checks}

    assert told["components"] == "This part of the edition has no marked work."
    assert told["quiz"] == "The module has no quiz."


def test_edition_whose_policy_knows_none_offers_none(eligible):
    plan = plan_of(eligible.cohort.edition_id)
    policy = {key: value for key, value in plan.award_policy.items() if key != "exit_awards"}
    eligible.cohort.edition.award_policy = policy
    eligible.cohort.edition.save(update_fields=["award_policy"])
    plan_of.cache_clear()

    assert exit_awards_for(eligible, at=AT) == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_cohort_costs_the_same_with_one_or_three_learners(cohort, django_assert_num_queries, count):
    for number in range(count):
        make_eligible(cohort, f"Demo learner {number}")
    cohort_exit_awards(cohort, at=AT)

    with django_assert_num_queries(6):
        found = cohort_exit_awards(cohort, at=AT)

    assert len(found) == count


def test_learner_of_another_cohort_is_not_of_this_one(eligible):
    make_enrolment(make_cohort(eligible.cohort.edition, "2026-b"), make_user("other@demo.example"))

    assert list(cohort_exit_awards(eligible.cohort, at=AT)) == [eligible]
