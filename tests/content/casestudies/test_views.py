import pytest
from django.utils.http import parse_http_date

from tests.factories.cases import make_library_case

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "form, start, kind",
    [
        ("bib", "@misc{a-portal,", "application/x-bibtex; charset=utf-8"),
        ("ris", "TY  - ELEC", "application/x-research-info-systems; charset=utf-8"),
        ("json", "[", "application/vnd.citationstyles.csl+json"),
    ],
)
def test_a_citation_is_a_file(client, form, start, kind):
    make_library_case()

    answer = client.get(f"/cases/a-portal/cite.{form}")

    assert answer.content.decode().startswith(start)
    assert answer["Content-Type"] == kind
    assert answer["Content-Disposition"] == f'attachment; filename="a-portal.{form}"'


def test_a_citation_was_changed_when_the_case_was_published(client):
    case = make_library_case()
    case.save_revision().publish()
    changed = client.get("/cases/a-portal/cite.bib")["Last-Modified"]

    again = client.get("/cases/a-portal/cite.bib", headers={"if-modified-since": changed})

    case.refresh_from_db()
    assert parse_http_date(changed) == int(case.last_published_at.timestamp())
    assert again.status_code == 304


@pytest.mark.parametrize("address", ["a-portal/cite.doc", "draft/cite.bib", "nothing/cite.bib"])
def test_there_is_no_other_file_and_none_of_a_draft(client, address):
    make_library_case()
    make_library_case("draft", live=False)

    assert client.get(f"/cases/{address}").status_code == 404


def test_the_page_shows_how_it_is_quoted(client, settings):
    settings.ISSUER_NAME = "An institute"
    case = make_library_case(factors=("F2",))

    html = client.get(case.url).content.decode()

    assert f"Case a-portal. {settings.SITE_NAME}. {case.full_url}" in html
    assert "Inadequate plans and strategies" in html
    assert (
        '<a rel="license noopener" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>' in html
    )


def test_two_cases_stand_side_by_side(client):
    make_library_case("one", principles=(1, 3), factors=("F1",))
    make_library_case("two", principles=(3, 5), outcome="failure")

    answer = client.get("/cases/compare/?one=one&two=two")

    shown = answer.context["comparison"]
    assert [side.case.slug for side in shown.sides] == ["one", "two"]
    assert [side.factors for side in shown.sides] == [["Unstable public administration system"], []]
    assert [each.number for each in shown.shared] == [3]
    assert "Failed" in answer.content.decode()


@pytest.mark.parametrize("second", ["", "&two=one", "&two=nothing", "&two=draft"])
def test_without_a_second_case_the_most_alike_are_offered_first(client, second):
    make_library_case("one", principles=(1, 3))
    make_library_case("far", region="Asia")
    make_library_case("near", principles=(3,))
    make_library_case("draft", principles=(1, 3), live=False)

    answer = client.get(f"/cases/compare/?one=one{second}")

    assert [case.slug for case in answer.context["offered"]] == ["near", "far"]
    assert ("The second case is not in the library" in answer.content.decode()) is bool(second)


@pytest.mark.parametrize("query", ["", "?one=", "?one=draft", "?one=%00"])
def test_a_first_case_that_is_not_there_is_not_found(client, query):
    make_library_case("draft", live=False)

    assert client.get(f"/cases/compare/{query}").status_code == 404
