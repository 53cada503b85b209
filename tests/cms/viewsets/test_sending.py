import pytest
from wagtail.models import TaskState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from content.casestudies.models import CaseStudyPage
from tests.cms.editor import (
    edit_url,
    latest_of,
    lesson_form,
    make_author,
    make_case,
    make_superuser,
    messages_of,
)
from tests.factories.programme import (
    LESSON_BODY,
    make_lesson,
)

pytestmark = pytest.mark.django_db


def test_a_lesson_with_missing_parts_is_saved_but_not_sent(module, sign_in):
    lesson = make_lesson(module)
    author = sign_in(make_author("a"))
    body = [(name, value) for name, value in LESSON_BODY if name != "apply"]

    answer = author.post(
        edit_url(lesson),
        lesson_form(lesson, body=body, title="Short", **{"action-submit": "1"}),
        follow=True,
    )

    assert messages_of(answer)[0] == (
        "The lesson was saved as a draft. It cannot go to a second reader yet: "
        "The lesson has no note to apply at work."
    )
    assert latest_of(lesson).title == "Short"
    assert TaskState.objects.count() == 0


def test_the_editor_lists_what_the_draft_lacks(module, sign_in):
    lesson = make_lesson(module)

    html = sign_in(make_author("a")).get(edit_url(lesson)).content.decode()

    assert "Aim at 900 to 1300." in html


def _case_form(case, **changes) -> dict:
    fields = (
        "title",
        "slug",
        "country",
        "region",
        "development_status",
        "years",
        "organisation",
        "outcome",
        "facts",
        "licence",
    )
    streams = ("story", "transferable_lessons", "discussion_questions", "failure_factors", "sources")
    return nested_form_data(
        {name: getattr(case, name) for name in fields}
        | {name: streamfield([]) for name in streams}
        | {
            "principle_links": inline_formset([]),
            "comments": inline_formset([]),
            "seo_title": "",
            "search_description": "",
        }
        | {
            "loaded_revision_id": str(case.latest_revision_id),
            "loaded_revision_created_at": case.latest_revision.created_at.isoformat(),
        }
        | changes
    )


REFUSED = "“A portal” is not verified, so it stays a draft. Read its sources and set the verification first."


@pytest.mark.parametrize("verification", ["partial", "unverified"])
def test_a_case_that_is_not_verified_is_saved_but_not_published(sign_in, verification):
    case = make_case()
    source = {"title": "Report", "url": "https://example.org/", "year": "2024", "excerpt_read": "on"}
    changes = {"sources": streamfield([("source", source)]), "action-publish": "1"}
    form = _case_form(case, facts="New facts.", verification=verification, **changes)

    answer = sign_in(make_superuser()).post(f"/admin/pages/{case.pk}/edit/", form, follow=True)

    case = CaseStudyPage.objects.get()
    assert (case.live, case.get_latest_revision_as_object().facts) == (False, "New facts.")
    assert messages_of(answer)[0] == REFUSED


def test_a_verified_case_is_published(sign_in):
    case = make_case()
    source = {"title": "Report", "url": "https://example.org/", "year": "2024", "excerpt_read": "on"}
    changes = {"sources": streamfield([("source", source)]), "action-publish": "1"}
    form = _case_form(case, verification="verified", **changes)

    sign_in(make_superuser()).post(f"/admin/pages/{case.pk}/edit/", form)

    assert CaseStudyPage.objects.get().live is True


@pytest.mark.parametrize("chosen", ["case", "index with all below"])
def test_a_case_that_is_not_verified_is_not_published_in_bulk(sign_in, chosen):
    case = make_case()
    page = case if chosen == "case" else case.get_parent()
    data = {"include_descendants": "on"} if chosen != "case" else {}

    answer = sign_in(make_superuser()).post(
        f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}", data, follow=True
    )

    assert (messages_of(answer), CaseStudyPage.objects.get().live) == ([REFUSED], False)
