import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.casestudies.listing import ROWS, case_list
from tests.factories.cases import make_library_case, make_many_cases

pytestmark = pytest.mark.django_db


def choices(form, name: str) -> list[tuple[str, str]]:
    return list(form.fields[name].choices)


def test_each_filter_says_how_many_cases_each_value_has():
    make_library_case("one", principles=(1, 3), factors=("F1",))
    make_library_case(
        "two", principles=(3,), region="Asia", country="Jamaica", outcome="failure", years="2001-2004"
    )
    make_library_case("draft", principles=(3,), region="Europe", live=False)

    form = case_list({}).form

    assert choices(form, "principle") == [
        ("", "All"), ("1", "1. Principle 1 (1)"), ("3", "3. Principle 3 (2)"),
    ]  # fmt: skip
    assert choices(form, "factor") == [("", "All"), ("F1", "Unstable public administration system (1)")]
    assert choices(form, "region") == [("", "All"), ("Africa", "Africa (1)"), ("Asia", "Asia (1)")]
    assert choices(form, "group") == [
        ("", "All"), ("developing", "Developing (2)"), ("small-islands", "Small island developing states (1)"),
    ]  # fmt: skip
    assert choices(form, "country") == [("", "All"), ("Jamaica", "Jamaica (1)"), ("Kenya", "Kenya (1)")]
    assert choices(form, "outcome") == [("", "All"), ("success", "Worked (1)"), ("failure", "Failed (1)")]
    assert choices(form, "begun") == [
        ("", "All"), ("before-2005", "before 2005 (1)"), ("2010-2014", "2010 to 2014 (1)"),
    ]  # fmt: skip
    assert choices(form, "stage") == [("", "All"), ("running", "Still running (1)"), ("ended", "Ended (1)")]


def test_a_filter_that_is_set_can_be_removed_alone():
    make_library_case("one")

    shown = case_list({"region": "Africa", "outcome": "success"})

    assert [(chip.label, chip.query) for chip in shown.chips] == [
        ("Region: Africa", "outcome=success"),
        ("Outcome: Worked", "region=Africa"),
    ]
    assert [case.slug for case in shown.page_obj.object_list] == ["one"]


def test_an_empty_list_names_the_closest_cases():
    make_library_case("one", region="Africa", outcome="success")
    make_library_case("two", region="Asia", outcome="failure")

    shown = case_list({"region": "Africa", "outcome": "failure"})

    assert shown.page_obj.object_list == []
    assert [case.slug for case in shown.nearest] == ["one", "two"]


def test_the_list_takes_the_same_queries_for_47_and_for_5000(client):
    make_many_cases(47)
    client.get("/cases/")  # Wagtail asks once for the site and keeps it
    with CaptureQueriesContext(connection) as few:
        client.get("/cases/")
    make_many_cases(4953)

    with CaptureQueriesContext(connection) as many:
        answer = client.get("/cases/?region=Africa&page=7")

    assert answer.context["list"].page_obj.paginator.count == 2500
    assert len(answer.context["list"].page_obj.object_list) == ROWS
    assert len(many) == len(few) <= 10


def test_the_page_tells_of_unknown_values_and_of_no_case(client):
    make_library_case("one")
    make_library_case("two", region="Asia", outcome="failure")

    html = client.get("/cases/?region=Africa&outcome=failure&stage=%3Cb%3E&page=x").content.decode()

    assert "0 of 2 cases" in html
    assert "No case has this value, so it is left out: &lt;b&gt;" in html
    assert "Closest to what you look for" in html
