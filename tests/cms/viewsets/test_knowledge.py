import pytest
from wagtail.models import Locale

from content.glossary.models import GlossaryTerm
from content.resources.models import OpenResource
from courses.lessons.models import LessonResource
from tests.cms.editor import make_author, make_superuser, messages_of
from tests.factories.programme import make_lesson, make_principle

pytestmark = pytest.mark.django_db


def _reading(code="r1", **fields) -> OpenResource:
    fields = {"title": "Open data in Kenya", "record_type": "Report", "locale": Locale.objects.get()} | fields
    return OpenResource.objects.create(code=code, **fields)


def _term(slug="openness", **fields) -> GlossaryTerm:
    fields = {"term": "Openness", "definition": "People can see it.", "locale": Locale.objects.get()} | fields
    return GlossaryTerm.objects.create(slug=slug, **fields)


def _rows(response) -> list[str]:
    return [str(row) for row in response.context["object_list"]]


def test_the_glossary_is_filtered_and_searched(module, sign_in):
    principle = make_principle(1)
    _term()
    _term("silo", term="Silo", definition="A part that talks to nobody.", principle=principle)
    author = sign_in(make_author("a"))

    found = [
        _rows(author.get("/admin/glossaryterm/" + query))
        for query in ("", "?q=nobody", f"?principle={principle.pk}")
    ]

    assert found == [["Openness (openness)", "Silo (silo)"], ["Silo (silo)"], ["Silo (silo)"]]


def test_an_author_adds_a_term(module, sign_in):
    data = {
        "term": "Silo",
        "slug": "silo",
        "definition": "A part that talks to nobody.",
        "origin": "",
        "principle": "",
    }

    answer = sign_in(make_author("a")).post("/admin/glossaryterm/new/", data)

    term = GlossaryTerm.objects.get()
    assert (answer.status_code, term.slug, term.locale.language_code) == (302, "silo", "en")


def test_a_term_is_there_once(module, sign_in):
    _term()
    data = {"term": "Openness", "slug": "openness", "definition": "Again.", "origin": "", "principle": ""}

    answer = sign_in(make_author("a")).post("/admin/glossaryterm/new/", data)

    assert (answer.status_code, GlossaryTerm.objects.count()) == (200, 1)


def test_the_readings_are_filtered_and_searched(module, sign_in):
    _reading(verification="verified")
    _reading("r2", title="A budget", creator="A ministry")
    author = sign_in(make_author("a"))

    found = [
        _rows(author.get("/admin/openresource/" + query))
        for query in ("", "?q=ministry", "?verification=verified")
    ]

    assert found == [
        ["A budget (r2)", "Open data in Kenya (r1)"],
        ["A budget (r2)"],
        ["Open data in Kenya (r1)"],
    ]


def test_a_reading_that_a_lesson_names_is_not_deleted(module, sign_in):
    reading = _reading()
    LessonResource.objects.create(lesson=make_lesson(module), resource=reading)

    answer = sign_in(make_superuser()).post(f"/admin/openresource/delete/{reading.pk}/", follow=True)

    assert messages_of(answer) == [
        "“Open data in Kenya (r1)” is still used by a lesson. It cannot be deleted."
    ]
    assert OpenResource.objects.count() == 1


@pytest.mark.parametrize(
    "chooser, name", [("reading_chooser", "Open data in Kenya"), ("term_chooser", "Openness")]
)
def test_the_choosers_find_by_words(module, sign_in, chooser, name):
    _reading()
    _term()
    author = sign_in(make_author("a"))

    answers = [author.get(f"/admin/{chooser}/results/?q={word}") for word in ("open", "nowhere")]

    assert [name in answer.content.decode() for answer in answers] == [True, False]
