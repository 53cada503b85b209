import re

import pytest
from wagtail.models import Comment, Page, PageLogEntry, Revision
from wagtail.test.utils.form_data import inline_formset

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


def test_the_editor_carries_the_version_that_was_opened(module, sign_in):
    lesson = make_lesson(module)

    html = sign_in(make_author("a")).get(edit_url(lesson)).content.decode()

    assert re.findall(r'name="loaded_revision_id" value="(\d+)"', html) == [str(lesson.latest_revision_id)]


def test_the_warning_of_a_colleagues_version_promises_what_the_guard_does(module, sign_in):
    lesson = make_lesson(module)
    reader = sign_in(make_author("b"))
    html = reader.get(edit_url(lesson)).content.decode()
    ping = re.search(r'data-w-swap-src-value="(/admin/editing-sessions/ping/[^"]+)"', html)[1]
    opened = str(lesson.latest_revision_id)
    sign_in(make_author("a")).post(edit_url(lesson), lesson_form(lesson, title="From a"))

    told = " ".join(reader.post(ping, {"revision_id": opened}).json()["html"].split())

    assert "the text of Demo a stays, and yours is kept beside it. You can compare the two." in told
    assert "overwrite" not in told


@pytest.mark.parametrize("button", [{}, {"action-submit": "1"}, {"action-publish": "1"}])
def test_a_stale_form_overwrites_nothing_and_loses_nothing(module, sign_in, button):
    lesson = make_lesson(module)
    first, second = make_author("a"), make_superuser() if "action-publish" in button else make_author("b")
    forms = [lesson_form(lesson, title="From a"), lesson_form(lesson, title="From b", **button)]
    sign_in(first).post(edit_url(lesson), forms[0])
    newest = Page.objects.get(pk=lesson.pk).latest_revision

    answer = sign_in(second).post(edit_url(lesson), forms[1])

    assert answer.status_code == 409
    text = " ".join(answer.content.decode().split())
    assert f"Demo a saved this page on {newest.created_at:%-d %B %Y, %H:%M}, after you had opened it." in text
    stored = Page.objects.get(pk=lesson.pk)
    assert (stored.title, stored.draft_title, stored.latest_revision) == ("Lesson M01-L01", "From a", newest)
    assert latest_of(lesson).title == "From a"
    assert stored.current_workflow_state is None
    kept = Revision.objects.exclude(pk=newest.pk).get(user=second)
    assert kept.as_object().title == "From b"
    assert newest.is_latest_revision()
    entry = PageLogEntry.objects.get(action="campus.kept_beside")
    assert (entry.user, entry.revision) == (second, kept)


def test_the_two_texts_can_be_compared_and_the_own_one_continued(module, sign_in):
    lesson = make_lesson(module)
    first, second = sign_in(make_author("a")), sign_in(make_author("b"))
    forms = [lesson_form(lesson, title="From a"), lesson_form(lesson, title="From b")]
    first.post(edit_url(lesson), forms[0])
    context = second.post(edit_url(lesson), forms[1]).context

    compared, mine = second.get(context["compare_url"]), second.get(context["mine_url"])
    saved = second.post(context["mine_url"], lesson_form(lesson, title="From b"))

    assert (compared.status_code, mine.context["form"].initial["title"], saved.status_code) == (
        200,
        "From b",
        302,
    )
    assert latest_of(lesson).title == "From b"


def test_a_stale_restored_version_overwrites_nothing(module, sign_in):
    lesson = make_lesson(module)
    old, form = lesson.latest_revision_id, lesson_form(lesson, title="From b")
    sign_in(make_author("a")).post(edit_url(lesson), lesson_form(lesson, title="From a"))

    answer = sign_in(make_author("b")).post(f"/admin/pages/{lesson.pk}/revisions/{old}/revert/", form)

    assert (answer.status_code, latest_of(lesson).title) == (409, "From a")


def test_a_stale_form_with_mistakes_comes_back_and_stays_stale(module, sign_in):
    lesson = make_lesson(module)
    second = sign_in(make_author("b"))
    form = lesson_form(lesson, title="")
    sign_in(make_author("a")).post(edit_url(lesson), lesson_form(lesson, title="From a"))

    answer = second.post(edit_url(lesson), form)

    assert answer.status_code == 200
    assert f'name="loaded_revision_id" value="{form["loaded_revision_id"]}"' in answer.content.decode()
    assert latest_of(lesson).title == "From a"


def test_a_form_without_a_version_is_stale_once_a_version_exists(module, sign_in):
    lesson = make_lesson(module)

    answer = sign_in(make_author("a")).post(edit_url(lesson), lesson_form(title="No version"))

    assert (answer.status_code, latest_of(lesson).title) == (409, "Lesson M01-L01")


def test_saving_by_itself_is_refused_as_wagtail_does_it(module, sign_in):
    lesson = make_lesson(module)
    form = lesson_form(lesson, title="From b")
    sign_in(make_author("a")).post(edit_url(lesson), lesson_form(lesson, title="From a"))

    answer = sign_in(make_author("b")).post(edit_url(lesson), form, headers={"accept": "application/json"})

    assert (answer.status_code, answer.json()["error_code"]) == (400, "invalid_revision")
    assert latest_of(lesson).title == "From a"


def test_an_editor_alone_saves_twice(module, sign_in):
    lesson = make_lesson(module)
    author = sign_in(make_author("a"))

    answers = [author.post(edit_url(lesson), lesson_form(lesson, title=title)) for title in ("Once", "Twice")]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert latest_of(lesson).title == "Twice"


def test_an_author_of_another_module_does_not_reach_the_editor(module, sign_in):
    lesson = make_lesson(module)
    stranger = sign_in(make_author("c", "M02"))

    answers = [
        stranger.get(edit_url(lesson)),
        stranger.post(edit_url(lesson), lesson_form(lesson, title="Mine")),
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert latest_of(lesson).title == "Lesson M01-L01"


def _save_by_itself(client, lesson, form):
    return client.post(edit_url(lesson), form, headers={"accept": "application/json"}).json()


def test_drafts_that_the_browser_saved_by_itself_are_no_conflict(module, sign_in):
    lesson = make_lesson(module)
    author, form = sign_in(make_author("a")), lesson_form(lesson, title="From a")
    first = _save_by_itself(author, lesson, form)
    _save_by_itself(author, lesson, form | {"overwrite_revision_id": str(first["revision_id"])})

    answer = author.post(edit_url(lesson), form | {"title": "Saved by hand"})

    assert (answer.status_code, latest_of(lesson).title) == (302, "Saved by hand")


def test_a_draft_that_the_colleagues_browser_saved_again_is_a_conflict(module, sign_in):
    lesson = make_lesson(module)
    first, second = sign_in(make_author("a")), sign_in(make_author("b"))
    saved = _save_by_itself(first, lesson, lesson_form(lesson, title="From a"))
    opened = lesson_form(lesson, title="From b")
    _save_by_itself(
        first,
        lesson,
        lesson_form(lesson, title="Later from a", overwrite_revision_id=str(saved["revision_id"])),
    )

    answer = second.post(edit_url(lesson), opened)

    assert (answer.status_code, latest_of(lesson).title) == (409, "Later from a")


def test_a_text_kept_beside_is_no_conflict_for_the_one_who_was_first(module, sign_in):
    lesson = make_lesson(module)
    first, second = sign_in(make_author("a")), sign_in(make_author("b"))
    forms = [lesson_form(lesson, title="From a"), lesson_form(lesson, title="From b")]
    first.post(edit_url(lesson), forms[0])
    second.post(edit_url(lesson), forms[1])

    answer = first.post(edit_url(lesson), forms[0] | {"title": "Later from a"})

    assert (answer.status_code, latest_of(lesson).title) == (302, "Later from a")


def test_a_new_comment_of_a_stale_form_is_kept(module, sign_in):
    lesson = make_lesson(module)
    comment = {"text": "Is this right?", "contentpath": "title", "position": "", "DELETE": "", "resolved": ""}
    comment = [{**comment, "replies": inline_formset([])}]
    form = lesson_form(lesson, title="From b", comments=inline_formset(comment))
    sign_in(make_author("a")).post(edit_url(lesson), lesson_form(lesson, title="From a"))

    answer = sign_in(make_author("b")).post(edit_url(lesson), form)

    assert (answer.status_code, [each.text for each in Comment.objects.all()]) == (409, ["Is this right?"])
