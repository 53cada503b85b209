import pytest

from content.glossary.queries import letters, terms
from tests.factories.knowledge import make_term

pytestmark = pytest.mark.django_db


def test_terms_stand_by_the_alphabet():
    for word in ("open data", "API", "Once-only", "5G"):
        make_term(word)

    shown = [(each.letter, [term.term for term in each.terms]) for each in letters(terms())]

    assert shown == [("#", ["5G"]), ("A", ["API"]), ("O", ["Once-only", "open data"])]


def test_each_word_has_an_address_and_its_principle(client):
    make_term("Open data", "Data for all.", principle=3)

    html = client.get("/glossary/").content.decode()

    assert '<dt id="open-data"><dfn>Open data</dfn></dt><dd>Data for all. <a class="small"' in html
    assert 'href="/principles/p3/">Principle 3<span class="hidden">, Open data</span></a>' in html


@pytest.mark.parametrize("asked, found", [("DATA", ["Open data"]), ("together", ["API"]), ("zebra", [])])
def test_a_word_is_searched_in_terms_and_meanings(client, asked, found):
    make_term("Open data", "For all.")
    make_term("API", "Systems work together.")

    answer = client.get(f"/glossary/?q={asked}")

    shown = [term.term for each in answer.context["letters"] for term in each.terms]
    assert shown == found
    assert ("No term found" in answer.content.decode()) is (not found)
