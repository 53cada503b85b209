import pytest

from courses.lessons.models import LessonPage, LessonPrinciple
from courses.programme.models import ProgrammePage
from learners.progress.models import ActivityProgress
from tests.cms.editor import (
    AT,
    make_superuser,
    messages_of,
)
from tests.factories.people import make_enrolment
from tests.factories.programme import (
    make_cohort,
    make_edition,
    make_home,
    make_lesson,
    make_module,
    make_policy,
    make_principle,
)

pytestmark = pytest.mark.django_db


def test_a_lesson_that_an_edition_holds_is_not_deleted(module, sign_in):
    lesson = make_lesson(module)
    make_edition(module.get_parent().specific)

    answer = sign_in(make_superuser()).post(f"/admin/pages/{lesson.pk}/delete/", follow=True)

    assert messages_of(answer) == [
        "“Lesson M01-L01” cannot be deleted. It is still needed by: Edition texts."
    ]
    assert LessonPage.objects.count() == 1


@pytest.mark.parametrize("address", ["/admin/pages/{}/delete/", "/admin/bulk/wagtailcore/page/delete/?id={}"])
def test_a_module_with_records_below_is_not_deleted(module, sign_in, address):
    lesson = make_lesson(module)
    other = make_module(make_programme_beside(module), "X01")
    make_lesson(other, "X01-L01")
    enrolment = make_enrolment(make_cohort(make_edition(other.get_parent().specific)))
    ActivityProgress.objects.create(enrolment=enrolment, activity=lesson.activity, opened_at=AT)

    answer = sign_in(make_superuser()).post(address.format(module.pk), follow=True)

    assert messages_of(answer) == [
        "“Lesson M01-L01” cannot be deleted. Its activity M01-L01 has records: Activity progress. Unpublish it instead."
    ]
    assert LessonPage.objects.filter(pk=lesson.pk).exists()


def make_programme_beside(module):

    programme = make_home().add_child(
        instance=ProgrammePage(title="Other", slug="other", code="OTHER", award="Award")
    )
    make_policy(programme)
    return programme


def test_a_principle_that_a_lesson_names_is_not_deleted(module, sign_in):
    lesson, principle = make_lesson(module), make_principle(1)
    LessonPrinciple.objects.create(lesson=lesson, principle=principle)

    answer = sign_in(make_superuser()).post(f"/admin/pages/{principle.pk}/delete/", follow=True)

    assert messages_of(answer) == [
        "“Principle 1” cannot be deleted. It is still needed by: Lesson principles."
    ]


def test_a_draft_that_nobody_used_is_deleted(module, sign_in):
    lesson = make_lesson(module, live=False)

    sign_in(make_superuser()).post(f"/admin/pages/{lesson.pk}/delete/")

    assert LessonPage.objects.count() == 0
