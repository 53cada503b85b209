import pytest

from tests.factories.knowledge import make_reading

pytestmark = pytest.mark.django_db


def test_the_list_has_the_newest_first(client):
    make_reading("old", year=2001)
    make_reading("new", year=2024)

    answer = client.get("/resources/")

    assert [each.code for each in answer.context["page_obj"]] == ["new", "old"]


def test_a_record_says_what_is_known_of_a_reading(client):
    make_reading(pages="", peer_reviewed="", creator="A council")

    html = client.get("/resources/a-report/").content.decode()

    assert "<dt>Author</dt><dd>A council</dd>" in html
    assert "<dt>Rights</dt><dd>CC BY 4.0</dd>" in html
    assert "<dt>Pages</dt>" not in html
    assert 'href="https://example.org/report" rel="noopener">' in html


def test_an_unknown_reading_is_not_found(client):
    assert client.get("/resources/nothing/").status_code == 404
