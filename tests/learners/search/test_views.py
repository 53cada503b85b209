import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.base.asking import words_asked
from learners.search.suggesting import suggestions
from tests.factories.cases import make_library_case
from tests.factories.knowledge import make_reading, make_term
from tests.factories.people import make_enrolment
from tests.factories.programme import make_home, make_small_programme

pytestmark = pytest.mark.django_db


def test_without_words_there_is_a_form_alone(client):
    make_home()

    html = client.get("/search/?q=%00%20").content.decode()

    assert '<input type="search" id="q" name="q" value="" maxlength="100"' in html
    assert "result" not in html


def test_a_few_of_each_kind_and_a_way_to_all(client, search_index):
    for number in range(7):
        make_library_case(f"case-{number}", title=f"Register {number}")
    search_index()

    few, all_of_them = (client.get(f"/search/?q=register{end}") for end in ("", "&kind=case"))

    [part], [whole] = few.context["shown"].parts, all_of_them.context["shown"].parts
    assert (len(part.hits), part.count, part.query) == (5, 7, "q=register&kind=case")
    assert (len(whole.hits), whole.query) == (7, "")
    assert "7 results for “register”." in few.content.decode()


def test_where_nothing_is_found_the_page_helps(client, search_index):
    make_term("Interoperability")
    search_index()

    html = client.get("/search/?q=%3Cb%3Einteroperabilty").content.decode()

    assert "0 results for “&lt;b&gt;interoperabilty”." in html
    assert '<a href="?q=interoperability">interoperability</a>' in html
    assert "Sign in to search in your lessons" in html


def test_suggestions_are_words_that_begin_or_are_written_alike():
    make_term("Procurement")
    make_reading(title="The portal of procurement")
    make_library_case("draft", title="A procuration in secret", live=False)

    assert suggestions("procu") == ["procurement"]
    assert suggestions("portl procurment") == ["portal", "procurement"]
    assert suggestions("a 12 <>") == []


def test_no_suggestion_comes_from_a_closed_lesson():
    make_small_programme()

    assert suggestions("lessn") == []


def test_a_search_takes_the_same_queries_for_one_and_for_many(client, search_index):
    make_library_case("one", title="Register", principles=(1,))
    search_index()
    client.get("/search/?q=register")
    with CaptureQueriesContext(connection) as few:
        client.get("/search/?q=register")
    for number in range(12):
        make_library_case(f"case-{number}", title=f"Register {number}", principles=(1, 2))
        make_term(f"Register {number}", principle=3)
    search_index()

    with CaptureQueriesContext(connection) as many:
        answer = client.get("/search/?q=register")

    assert answer.context["results"].all == 25
    assert len(many) == len(few) <= 10


def test_a_learner_meets_the_own_lessons(client, search_index):
    enrolment = make_enrolment(make_small_programme())
    search_index()
    client.force_login(enrolment.user)

    html = client.get("/search/?q=pillars").content.decode()

    assert '<a href="/learn/M01-L01/">Lesson M01-L01</a>' in html


@pytest.mark.parametrize("typed, asked", [(None, ""), (" a\n b\x00c ", "a b c"), ("x" * 300, "x" * 100)])
def test_what_is_typed_becomes_one_short_line(typed, asked):
    assert words_asked(typed) == asked
