import pytest

from content.glossary.linking import Entry
from courses.lessons.showing import lesson_text
from tests.factories.knowledge import make_term
from tests.factories.programme import make_lesson, make_module, make_programme

pytestmark = pytest.mark.django_db


def test_the_first_use_of_a_term_leads_to_its_meaning_at_the_end(client):
    make_term("Pillar", "One of three parts.")
    make_term("Unused")
    lesson = make_lesson(make_module(make_programme()), open_access=True)

    html = client.get(lesson.url).content.decode()

    assert lesson_text(lesson).words == (Entry("pillar", "Pillar", "One of three parts."),)
    assert html.count('href="#word-pillar"') == 1
    assert '<dt id="word-pillar"><dfn>Pillar</dfn></dt><dd>One of three parts.</dd>' in html
    assert "Unused" not in html


def test_a_lesson_without_terms_has_no_list_of_words(client):
    lesson = make_lesson(make_module(make_programme()), open_access=True)

    assert "Words in this lesson" not in client.get(lesson.url).content.decode()
