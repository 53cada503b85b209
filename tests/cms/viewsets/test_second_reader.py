import re

import pytest
from django.core import mail
from wagtail.models import Page, PageLogEntry, TaskState

from courses.lessons.models import LessonPage
from courses.programme.workflow import readers_of
from tests.cms.editor import (
    edit_url,
    latest_of,
    lesson_form,
    make_author,
    make_superuser,
)
from tests.factories.programme import (
    make_lesson,
)

pytestmark = pytest.mark.django_db


def _submit(client, lesson, **changes):
    return client.post(
        edit_url(lesson), lesson_form(lesson, title="New text", **{"action-submit": "1"}, **changes)
    )


def _answer(client, lesson, name="approve", **changes):
    data = {"action-workflow-action": "1", "workflow-action-name": name}
    return client.post(
        edit_url(lesson), lesson_form(lesson, title="Changed while reading", **data, **changes)
    )


def test_a_second_author_reads_and_publishes(module, sign_in, django_capture_on_commit_callbacks):
    lesson = make_lesson(module)
    writer, reader = make_author("a"), make_author("b")
    make_author("c", "M02")
    with django_capture_on_commit_callbacks(execute=True):
        _submit(sign_in(writer), lesson)

    answer = _answer(sign_in(reader), lesson)

    assert answer.status_code == 302
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert (lesson.title, lesson.has_unpublished_changes, lesson.live_revision.user) == (
        "New text",
        False,
        writer,
    )
    assert TaskState.objects.get().finished_by == reader
    assert PageLogEntry.objects.filter(action="wagtail.publish").latest("timestamp").user == reader
    assert [
        message.to
        for message in mail.outbox
        if "awaiting moderation" in message.body or "b@demo.example" in message.to
    ] == [["b@demo.example"]]


def test_the_sender_does_not_read_the_own_text(module, sign_in):
    lesson = make_lesson(module)
    writer = sign_in(make_author("a"))
    _submit(writer, lesson)

    _answer(writer, lesson)

    assert LessonPage.objects.get(pk=lesson.pk).title == "Lesson M01-L01"
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS


def test_a_superuser_does_not_read_the_own_text(module, sign_in):
    lesson = make_lesson(module)
    writer = sign_in(make_superuser())
    _submit(writer, lesson)

    _answer(writer, lesson)

    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS


def test_a_superuser_reads_another_ones_text(module, sign_in):
    lesson = make_lesson(module)
    _submit(sign_in(make_author("a")), lesson)

    _answer(sign_in(make_superuser()), lesson)

    assert LessonPage.objects.get(pk=lesson.pk).title == "New text"


def test_an_author_of_another_module_reads_nothing(module, sign_in):
    lesson = make_lesson(module)
    _submit(sign_in(make_author("a")), lesson)
    stranger = make_author("c", "M02")

    _answer(sign_in(stranger), lesson)
    state = TaskState.objects.get()
    sign_in(stranger).post(f"/admin/pages/workflow/action/{lesson.pk}/approve/{state.pk}/", {"comment": ""})

    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS
    assert list(TaskState.objects.reviewable_by(stranger)) == []


def test_the_list_of_texts_to_read_is_for_the_reader_only(module, sign_in):
    lesson = make_lesson(module)
    writer, reader = make_author("a"), make_author("b")
    _submit(sign_in(writer), lesson)

    waiting = [list(TaskState.objects.reviewable_by(user)) for user in (writer, reader)]

    assert waiting == [[], [TaskState.objects.get()]]


def test_who_wrote_a_part_does_not_read_it_even_when_another_one_sent_it(module, sign_in):
    lesson = make_lesson(module)
    helper, writer, reader = make_author("a"), make_author("b"), make_author("c")
    sign_in(helper).post(edit_url(lesson), lesson_form(lesson, title="A part"))
    _submit(sign_in(writer), lesson)

    buttons = "data-workflow-action-name" in sign_in(helper).get(edit_url(lesson)).content.decode()
    _answer(sign_in(helper), lesson)
    after_helper = TaskState.objects.get().status
    waiting = [list(TaskState.objects.reviewable_by(user)) for user in (helper, writer, reader)]

    assert (buttons, after_helper) == (False, TaskState.STATUS_IN_PROGRESS)
    assert waiting == [[], [], [TaskState.objects.get()]]
    assert readers_of(TaskState.objects.get()) == [reader]


def test_who_wrote_what_is_published_by_now_can_read_what_follows(module, sign_in):
    lesson = make_lesson(module)
    helper, writer = make_author("a"), make_author("b")
    sign_in(helper).post(edit_url(lesson), lesson_form(lesson, title="A part"))
    latest_of(lesson).latest_revision.publish()
    _submit(sign_in(writer), lesson)

    waiting = list(TaskState.objects.reviewable_by(helper))
    _answer(sign_in(helper), lesson)

    assert waiting == [TaskState.objects.get()]
    assert LessonPage.objects.get(pk=lesson.pk).title == "New text"


def test_the_reader_sees_the_buttons_and_the_writer_does_not(module, sign_in):
    lesson = make_lesson(module)
    writer, reader = sign_in(make_author("a")), sign_in(make_author("b"))
    _submit(writer, lesson)

    pages = [client.get(edit_url(lesson)).content.decode() for client in (writer, reader)]

    names = [re.findall(r'data-workflow-action-name="(\w+)"', page) for page in pages]
    assert names == [[], ["approve", "reject"]]


def test_nobody_edits_what_is_being_read(module, sign_in):
    lesson = make_lesson(module)
    writer, reader = sign_in(make_author("a")), sign_in(make_author("b"))
    _submit(writer, lesson)

    answers = [
        client.post(edit_url(lesson), lesson_form(lesson, title="Changed")) for client in (writer, reader)
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert latest_of(lesson).title == "New text"


def test_a_reader_does_not_approve_a_text_that_changed_meanwhile(module, sign_in):
    lesson = make_lesson(module)
    writer, reader = sign_in(make_author("a")), sign_in(make_author("b"))
    _submit(writer, lesson)
    opened = lesson_form(lesson)
    writer.post(edit_url(lesson), lesson_form(lesson, **{"action-cancel-workflow": "1"}))
    _submit(writer, lesson)

    reader.post(edit_url(lesson), opened | {"action-workflow-action": "1", "workflow-action-name": "approve"})

    assert Page.objects.get(pk=lesson.pk).current_workflow_task_state.status == TaskState.STATUS_IN_PROGRESS
    assert LessonPage.objects.get(pk=lesson.pk).title == "Lesson M01-L01"


def test_who_sends_it_again_does_not_read_it_either(module, sign_in):
    lesson = make_lesson(module)
    writer, reader = make_author("a"), make_author("b")
    _submit(sign_in(writer), lesson)
    _answer(sign_in(reader), lesson, "reject", **{"workflow-action-extra-data": '{"comment": "Too long."}'})
    _submit(sign_in(reader), lesson)

    answers = [_answer(sign_in(user), lesson) for user in (writer, reader)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert TaskState.objects.filter(status=TaskState.STATUS_REJECTED).get().comment == "Too long."
    assert LessonPage.objects.get(pk=lesson.pk).title == "Lesson M01-L01"


@pytest.mark.parametrize("extra", ["", "no json", "[]", '{"other": 1}'])
def test_an_answer_with_odd_data_is_an_answer_without_comment(module, sign_in, extra):
    lesson = make_lesson(module)
    _submit(sign_in(make_author("a")), lesson)

    _answer(sign_in(make_author("b")), lesson, "reject", **{"workflow-action-extra-data": extra})

    assert (TaskState.objects.get().status, TaskState.objects.get().comment) == (
        TaskState.STATUS_REJECTED,
        "",
    )
