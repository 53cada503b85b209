import csv
import json
from datetime import date
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.casestudies.models import CaseStudyPage
from tests.factories.cases import make_library_case, make_many_cases
from tests.factories.programme import make_lesson, make_module, make_principle, make_programme

pytestmark = pytest.mark.django_db


def rows_of(client, name: str) -> list[dict]:
    text = client.get(f"/data/{name}.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_the_cases_are_the_same_as_csv_and_as_json(client, settings):
    make_library_case(
        "one", principles=(3, 1), factors=("F2", "F1"), title="A portal", reviewed_on=date(2026, 1, 31)
    )
    make_library_case("draft", live=False)

    [row] = json.loads(client.get("/data/cases.json").content)

    assert row == {
        "slug": "one",
        "title": "A portal",
        "country": "Kenya",
        "region": "Africa",
        "country_group": "developing",
        "years": "2014-ongoing",
        "organisation": "A ministry",
        "outcome": "success",
        "verification": "verified",
        "principles": "3;1",
        "failure_factors": "F2;F1",
        "facts": "Facts.",
        "sources": "https://example.org/report",
        "licence": "CC-BY-4.0",
        "reviewed_on": "2026-01-31",
        "url": f"{settings.SITE_ADDRESS}/cases/one/",
    }
    assert rows_of(client, "cases") == [row]


def test_a_formula_in_a_text_is_no_formula_in_the_file(client):
    make_library_case("one", title="=1+1", organisation="@SUM(A1)", facts="-2+3")

    [row] = rows_of(client, "cases")

    assert (row["title"], row["organisation"], row["facts"]) == ("'=1+1", "'@SUM(A1)", "'-2+3")


def test_the_principles_count_their_lessons_and_cases(client):
    lesson = make_lesson(make_module(make_programme()))
    lesson.principle_links.create(principle=make_principle(1))
    lesson.save()
    make_library_case("one", principles=(1,))
    make_library_case("two", principles=(1, 2))
    make_library_case("draft", principles=(1,), live=False)

    told = [(row["number"], row["lessons"], row["cases"]) for row in rows_of(client, "principles")]

    assert told == [("1", "1", "2"), ("2", "0", "1")]


def test_the_indicators_are_a_file(client):
    make_library_case("one")

    assert {"indicator": "cases_published", "of": "", "value": "1", "unit": "cases"} in rows_of(
        client, "indicators"
    )


def test_the_catalogue_names_files_that_are_there(client, settings):
    make_library_case("one")

    answer = client.get("/data/catalogue.jsonld")
    catalogue = json.loads(answer.content)

    assert (answer["Content-Type"], catalogue["@type"]) == ("application/ld+json", "dcat:Catalog")
    assert [each["dct:identifier"] for each in catalogue["dcat:dataset"]] == [
        "cases",
        "principles",
        "indicators",
    ]
    for dataset in catalogue["dcat:dataset"]:
        for file in dataset["dcat:distribution"]:
            response = client.get(file["dcat:downloadURL"]["@id"].removeprefix(settings.SITE_ADDRESS))
            kind = file["dcat:mediaType"]["@id"].rpartition("media-types/")[2]
            assert (response.status_code, response["Content-Type"].startswith(kind)) == (200, True)
            assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ["people.csv", "cases.xlsx", "cases/"])
def test_there_is_nothing_else(client, address):
    assert client.get(f"/data/{address}").status_code == 404


def test_the_page_explains_each_column(client):
    html = client.get("/data/").content.decode()

    assert '<dt class="code">failure_factors</dt>' in html
    assert 'href="/data/indicators.json"' in html


def test_a_file_takes_the_same_queries_for_any_number_of_cases(client):
    make_library_case("one")
    client.get("/data/cases.json")
    with CaptureQueriesContext(connection) as few:
        client.get("/data/cases.json")
    make_many_cases(300)
    CaseStudyPage.objects.filter(slug="many-2").update(title="Another")

    with CaptureQueriesContext(connection) as many:
        answer = client.get("/data/cases.json")

    assert len(json.loads(answer.content)) == 301
    assert len(many) == len(few) <= 4
