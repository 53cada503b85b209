import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.casestudies.mapping import Mark, case_map
from content.casestudies.places import PLACES, place_of
from content.casestudies.world import NORTH, SOUTH, STEP, runs
from tests.factories.cases import make_library_case


def test_a_mark_stands_at_the_capital_and_grows_with_the_cases():
    made = case_map(
        {"Kenya": 4, "Chile": 1, "Nowhere": 2, "Togo": 0}, {"outcome": "failure", "country": "Chile"}
    )

    assert made.marks == [
        Mark("Kenya", 4, "outcome=failure&country=Kenya&view=map", False, 37, 1, 3.8),
        Mark("Chile", 1, "outcome=failure&country=Chile&view=map", True, -71, 33, 1.9),
    ]
    assert [(each.country, each.cases) for each in made.countries] == [
        ("Chile", 1),
        ("Kenya", 4),
        ("Nowhere", 2),
    ]


def test_no_mark_hides_another_one():
    islands = ("Dominica", "Grenada", "Saint Lucia", "Saint Vincent and the Grenadines", "Barbados")

    marks = case_map(dict.fromkeys(islands, 1), {}).marks

    assert len({(mark.x, mark.y) for mark in marks}) == 5
    for one in marks:
        for two in marks:
            apart = ((one.x - two.x) ** 2 + (one.y - two.y) ** 2) ** 0.5
            assert one == two or apart > 3


@pytest.mark.parametrize(
    "country, place",
    [
        ("kenya", (-1, 37)),
        ("Estonia and Finland", (59, 25)),
        ("Trinidad and Tobago", (11, -62)),
        ("Several countries", None),
        ("", None),
    ],
)
def test_place_of_a_country(country, place):
    assert place_of(country) == place


def test_every_place_is_on_the_earth_and_every_dot_on_the_grid():
    assert len(PLACES) == 197
    assert all(-60 < latitude < 70 and -180 <= longitude <= 180 for latitude, longitude in PLACES.values())
    rows = list(runs())
    assert {latitude for latitude, _first, _last in rows} == set(range(SOUTH, NORTH + 1, STEP))
    assert all(first <= last and first % STEP == last % STEP == 0 for _latitude, first, last in rows)


@pytest.mark.django_db
def test_map_comes_when_it_is_asked_for_and_keeps_the_filters(client):
    make_library_case("one", country="Kenya", outcome="failure")
    make_library_case("two", country="Chile", outcome="success")

    without = client.get("/cases/?outcome=failure").content.decode()
    page = client.get("/cases/?outcome=failure&view=map").content.decode()

    assert ("<figure" in without, "?outcome=failure&amp;view=map" in without) == (False, True)
    assert '<input type="hidden" name="view" value="map"' in page
    assert (
        re.findall(r'<a href="(\?[^"]*country=[^"]*)"', page)
        == ["?outcome=failure&amp;country=Kenya&amp;view=map"] * 2
    )
    assert "1 case by country" in page
    svg = page[page.index('<svg viewBox="-176') : page.index("</figure>")]
    assert len(svg.encode()) < 15_000


@pytest.mark.django_db
def test_map_costs_no_query(client, django_assert_num_queries):
    make_library_case("one", country="Kenya")
    client.get("/cases/")

    with CaptureQueriesContext(connection) as plain:
        client.get("/cases/")
    with django_assert_num_queries(len(plain)):
        client.get("/cases/?view=map")


@pytest.mark.django_db
def test_country_without_a_place_stands_in_the_list_only(client):
    make_library_case("one", country="Atlantis <b>")

    page = client.get("/cases/?view=map").content.decode()

    assert "<circle" not in page[page.index("<figure") :]
    assert "Atlantis &lt;b&gt;</a> 1" in page
