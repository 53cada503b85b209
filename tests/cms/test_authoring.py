import re
from urllib.parse import unquote

import pytest
from wagtail.models import TaskState
from wagtail.test.utils.form_data import inline_formset

from content.blocks.story import LessonStoryBlock, new_lesson
from content.glossary.models import GlossaryTerm
from content.resources.models import OpenResource
from courses.lessons.models import LessonPage
from courses.library.exporting import export_programme
from courses.library.loading import load_programme
from courses.programme.models import Activity
from tests.cms.editor import (
    AT,
    edit_url,
    latest_of,
    lesson_form,
    make_author,
    make_case,
    make_superuser,
)
from tests.factories.library import write_small_library
from tests.factories.programme import (
    LESSON_BODY,
    make_lesson,
    make_principle,
)

pytestmark = pytest.mark.django_db


def _add_url(module) -> str:
    return f"/admin/pages/add/courses/lessonpage/{module.pk}/"


def test_a_new_lesson_starts_with_its_parts(module, sign_in):
    answer = sign_in(make_author("a")).get(_add_url(module))

    body = answer.context["form"].initial["body"]
    assert [block.block_type for block in body] == [
        "situation",
        "objectives",
        "section",
        "section",
        "case",
        "activity",
        "check",
        "apply",
    ]


def test_a_new_lesson_gets_an_activity(module, sign_in):
    answer = sign_in(make_author("a")).post(_add_url(module), lesson_form(code="M01-L09", slug="m01-l09"))

    lesson = LessonPage.objects.get()
    assert (answer.status_code, lesson.activity.code, lesson.activity.kind) == (302, "M01-L09", "lesson")
    assert lesson.activity.programme == module.get_parent().specific
    assert lesson.live is False


@pytest.mark.parametrize(
    "code, sentence",
    [
        ("", "Enter a code, for example M01-L09. A draft needs it too."),
        ("m01 l09", "Enter a code of capital letters, figures and hyphens, for example M01-L09."),
        ("M01-L01", "Another activity has the code M01-L01. Enter a new one."),
        ("Q1", "Another activity has the code Q1. Enter a new one."),
    ],
)
def test_a_new_lesson_is_refused_without_a_free_code(module, sign_in, code, sentence):
    make_lesson(module)
    Activity.objects.create(programme=module.get_parent().specific, code="Q1", kind="quiz")

    answer = sign_in(make_author("a")).post(_add_url(module), lesson_form(code=code, slug="new"))

    assert answer.context["form"].errors["code"] == [sentence]
    assert (LessonPage.objects.count(), Activity.objects.count()) == (1, 2)


def test_the_code_of_a_deleted_text_is_free_again(module, sign_in):
    lesson = make_lesson(module, live=False)
    activity = lesson.activity
    sign_in(make_superuser()).post(f"/admin/pages/{lesson.pk}/delete/")

    sign_in(make_author("a")).post(_add_url(module), lesson_form())

    assert LessonPage.objects.get().activity == activity


def test_a_new_lesson_with_missing_parts_is_not_sent(module, sign_in):
    form = lesson_form(body=LESSON_BODY[:2], **{"action-submit": "1"})

    sign_in(make_author("a")).post(_add_url(module), form)

    assert (LessonPage.objects.count(), TaskState.objects.count()) == (1, 0)


def test_a_preview_of_a_new_lesson_leaves_no_row(module, sign_in):
    author = sign_in(make_author("a"))
    url = f"/admin/pages/add/courses/lessonpage/{module.pk}/preview/"

    answer = author.post(url, lesson_form(code="M01-L09"))

    assert answer.json() == {"is_valid": True, "is_available": True}
    assert Activity.objects.count() == 0


def test_the_preview_may_stand_in_the_editors_frame(module, sign_in):
    lesson = make_lesson(module)
    author = sign_in(make_author("a"))
    url = f"/admin/pages/{lesson.pk}/edit/preview/"
    author.post(url, lesson_form(lesson))

    page = author.get(url)

    assert page.status_code == 200
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert "'unsafe-inline'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "SAMEORIGIN"


def test_the_code_of_a_lesson_does_not_change(module, sign_in):
    lesson = make_lesson(module)

    sign_in(make_author("a")).post(edit_url(lesson), lesson_form(lesson, code="M01-L77"))

    assert latest_of(lesson).activity.code == "M01-L01"


def test_the_editor_saves_principles_cases_and_readings(module, sign_in):
    lesson, principle, case = make_lesson(module), make_principle(3), make_case()
    reading = OpenResource.objects.create(
        code="r1", title="Reading", record_type="Report", locale=lesson.locale
    )
    links = {
        "principle_links": inline_formset([{"principle": str(principle.pk)}]),
        "case_links": inline_formset([{"case": str(case.pk)}]),
        "resource_links": inline_formset([{"resource": str(reading.pk)}]),
    }

    answer = sign_in(make_author("a")).post(edit_url(lesson), lesson_form(lesson, **links))

    latest = latest_of(lesson)
    assert answer.status_code == 302
    assert [link.principle for link in latest.principle_links.all()] == [principle]
    assert [link.case for link in latest.case_links.all()] == [case]
    assert [link.resource for link in latest.resource_links.all()] == [reading]


def test_instructors_meet_only_their_menus(module, client):
    client.force_login(make_author("a"))

    html = client.get("/admin/").content.decode()

    names = set(re.findall(r'"name": "([\w-]+)"', html))
    assert names & {"reports", "help", "settings", "documents", "snippets"} == set()
    assert {"explorer", "images", "assessment", "knowledge-base"} <= names


def test_the_sign_in_of_the_admin_is_ours(client):
    answer = client.get("/admin/login/?next=/admin/")

    assert (answer.status_code, unquote(answer.url)) == (302, "/account/login/?next=/admin/")


def test_a_new_lesson_stands_in_the_first_week_of_its_module(module, sign_in):
    answer = sign_in(make_author("a")).get(_add_url(module))

    assert answer.context["form"].initial["week"] == 1


def test_a_draft_is_saved_with_every_part_empty(module, sign_in):
    nothing = [(block.block_type, block.value) for block in LessonStoryBlock().normalize(new_lesson())]

    answer = sign_in(make_author("a")).post(_add_url(module), lesson_form(body=nothing))

    assert (answer.status_code, [block.block_type for block in LessonPage.objects.get().body]) == (
        302,
        [name for name, _value in nothing],
    )


def test_a_lesson_is_previewed_before_it_is_saved(module, sign_in):
    author = sign_in(make_author("a"))
    lesson = make_lesson(module, open_access=True)
    url = f"/admin/pages/{lesson.pk}/edit/preview/"

    taken = author.post(url, lesson_form(lesson, title="Not saved yet", open_access="on"))
    shown = author.get(url)

    assert taken.json() == {"is_valid": True, "is_available": True}
    assert (shown.status_code, "Not saved yet" in shown.content.decode()) == (200, True)


def test_a_draft_is_shown_to_its_author_and_not_to_a_stranger(module, sign_in):
    lesson = make_lesson(module, live=False)
    url = f"/admin/pages/{lesson.pk}/view_draft/"

    answers = [sign_in(make_author("a")).get(url), sign_in(make_author("c", "M02")).get(url)]

    assert [answer.status_code for answer in answers] == [200, 302]


def test_an_edit_leaves_the_line_ends_of_the_exported_files(tmp_path, sign_in):
    load_programme(write_small_library(tmp_path / "library"), overwrite=False, at=AT)
    lesson, term = LessonPage.objects.get(slug="m01-l01"), GlossaryTerm.objects.order_by("pk").first()
    body = [
        (name, {**value, "text": "One.\r\n\r\nTwo."} if "text" in value else value)
        for name, value in LESSON_BODY
    ]
    GlossaryTerm.objects.filter(pk=term.pk).update(definition="One.\r\nTwo.")

    sign_in(make_superuser()).post(edit_url(lesson), lesson_form(lesson, body=body))
    export_programme(tmp_path / "out")

    texts = [block.value["text"] for block in latest_of(lesson).body if "text" in block.value]
    assert set(texts) == {"One.\n\nTwo."}
    exported = {path.name: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert b"One.\n\nTwo." in exported["M01-L01.md"]
    assert [name for name, text in exported.items() if b"\r" in text] == []


def test_the_lists_of_modules_and_lessons_stand_in_the_order_of_the_programme(module, sign_in):
    codes = ["M01-L03", "M01-L01", "M01-L02"]
    lessons = [make_lesson(module, code) for code in codes]
    client = sign_in(make_superuser())

    modules = client.get(f"/admin/pages/{module.get_parent().pk}/").context["pages"]
    listed = client.get(f"/admin/pages/{module.pk}/").context["pages"]

    assert [page.slug for page in modules] == ["m01", "m02"]
    assert [page.pk for page in listed] == [lesson.pk for lesson in lessons]


def test_the_checks_of_a_lesson_show_what_is_missing_first(module, sign_in):
    lesson = make_lesson(module)
    body = [block for block in LESSON_BODY if block[0] != "case"]
    client = sign_in(make_author("a"))
    client.post(edit_url(lesson), lesson_form(lesson, body=body))

    html = " ".join(client.get(edit_url(lesson)).content.decode().split())

    stops = html.index('<div class="help-block help-critical">'), html.index("The lesson has no case.")
    others = html.index('<div class="help-block help-warning">'), html.index("Learners are shown")
    assert sorted(stops + others) == [*stops, *others]
