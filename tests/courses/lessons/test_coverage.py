import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.casestudies.models import CaseStudyPage
from courses.lessons.coverage import coverage
from courses.lessons.models import LessonCase, LessonPrinciple
from tests.factories.cases import make_library_case
from tests.factories.programme import make_lesson, make_module, make_principle, make_programme

pytestmark = pytest.mark.django_db


def lesson_on(module, code: str, *numbers: int, case: CaseStudyPage | None = None, **fields):
    lesson = make_lesson(module, code, **fields)
    lesson.principle_links = [LessonPrinciple(principle=make_principle(number)) for number in numbers]
    lesson.case_links = [LessonCase(case=case)] if case else []
    lesson.save()
    return lesson


def test_each_principle_has_its_lessons_by_module_and_cases_by_outcome():
    programme = make_programme()
    first, second = make_module(programme, "M01"), make_module(programme, "M02", first_week=3, last_week=4)
    lesson_on(first, "M01-L01", 1, 2)
    lesson_on(first, "M01-L02", 1)
    lesson_on(second, "M02-L01", 2)
    lesson_on(second, "M02-L02", 2, live=False)
    make_library_case("one", principles=(1,))
    make_library_case("two", principles=(1,), outcome="failure")
    make_library_case("draft", principles=(2,), live=False)

    found = coverage()

    assert [module.code for module in found.modules] == ["M01", "M02"]
    assert [(line.principle.number, line.counts, dict(line.outcomes)) for line in found.lines] == [
        (1, [2, 0], {"success": 1, "failure": 1}),
        (2, [1, 1], {}),
    ]


def test_holes_are_named_and_a_fixed_one_is_gone():
    module = make_module(make_programme())
    lesson_on(module, "M01-L01", 1)
    make_library_case("one", principles=(1,))
    make_principle(2)

    before = coverage()

    assert [line.holes for line in before.lines] == [
        ["All its cases worked. None with a mixed result and none that failed is about it."],
        ["No published lesson is about it.", "No published case is about it."],
    ]
    assert [each.code for each in before.lessons_without_case] == ["M01-L01"]
    assert [each.slug for each in before.unused_cases] == ["one"]
    assert before.holes == 5

    failed = make_library_case("two", principles=(1, 2), outcome="failure")
    lesson_on(module, "M01-L02", 2, case=failed)

    after = coverage()
    assert [line.holes for line in after.lines] == [[], ["No case that worked is about it."]]
    assert [each.code for each in after.lessons_without_case] == ["M01-L01"]
    assert after.holes == 3


def test_a_draft_uses_no_case_and_a_case_that_is_a_draft_is_none():
    module = make_module(make_programme())
    lesson_on(module, "M01-L01", 1, case=make_library_case("draft", live=False))
    lesson_on(module, "M01-L02", 1, case=make_library_case("one"), live=False)

    found = coverage()

    assert [each.code for each in found.lessons_without_case] == ["M01-L01"]
    assert [each.slug for each in found.unused_cases] == ["one"]


def test_the_report_takes_the_same_queries_for_one_and_for_many():
    module = make_module(make_programme())
    lesson_on(module, "M01-L01", 1)
    with CaptureQueriesContext(connection) as few:
        coverage()
    for number in range(2, 6):
        lesson_on(module, f"M01-L0{number}", number, case=make_library_case(f"case-{number}"))

    with CaptureQueriesContext(connection) as many:
        coverage()

    assert len(few) == len(many) == 6
