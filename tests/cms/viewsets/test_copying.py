import pytest

from courses.lessons.models import LessonPage
from tests.cms.editor import (
    make_author,
    make_superuser,
    messages_of,
)
from tests.factories.programme import (
    make_lesson,
)

pytestmark = pytest.mark.django_db


def _copy(client, page, **changes):
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": str(page.get_parent().pk)}
    return client.post(f"/admin/pages/{page.pk}/copy/", data | changes, follow=True)


def test_a_copied_lesson_has_an_activity_of_its_own(module, sign_in):
    lesson = make_lesson(module)

    _copy(sign_in(make_author("a")), lesson)

    copied = LessonPage.objects.exclude(pk=lesson.pk).get()
    assert [copied.activity.code, copied.get_latest_revision_as_object().activity.code] == [
        "M01-L02",
        "M01-L02",
    ]
    assert LessonPage.objects.get(pk=lesson.pk).activity.code == "M01-L01"


def test_a_lesson_gets_no_alias(module, sign_in):
    lesson = make_lesson(module)

    answer = _copy(sign_in(make_superuser()), lesson, alias="on")

    assert messages_of(answer) == [
        "“Lesson M01-L01” cannot have an alias: learners' records would not know which one they belong to."
    ]
    assert LessonPage.objects.count() == 1


def test_a_module_is_not_copied(module, sign_in):
    answer = _copy(sign_in(make_superuser()), module, copy_subpages="on")

    assert messages_of(answer) == [
        "“Module M01” cannot be copied: there is only one of it. Copy single lessons, cases or texts."
    ]
