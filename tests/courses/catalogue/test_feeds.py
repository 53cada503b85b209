from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import fromstring

import pytest

from courses.catalogue.models import CatalogueRecord
from courses.catalogue.noting import note_catalogue
from tests.factories.cases import make_library_case
from tests.factories.knowledge import make_reading

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
ATOM, MAP = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_the_feed_has_the_newest_first_and_nothing_that_is_gone(client):
    make_library_case("older")
    note_catalogue(at=AT)
    make_library_case("newer", facts="What was done.")
    make_reading("gone")
    note_catalogue(at=AT + timedelta(days=1))
    CatalogueRecord.objects.filter(key="gone").update(deleted=True)

    answer = client.get("/feed.atom")

    entries = fromstring(answer.content).findall(f"{ATOM}entry")
    told = [
        [entry.find(f"{ATOM}{name}").text for name in ("title", "updated", "summary")] for entry in entries
    ]
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert told == [
        ["Case newer", "2026-03-02T12:00:00+00:00", "What was done."],
        ["Case older", "2026-03-01T12:00:00+00:00", "Facts."],
    ]
    assert entries[0].find(f"{ATOM}link").get("href") == "http://testserver/cases/newer/"


def test_an_empty_feed_is_a_feed(client):
    assert fromstring(client.get("/feed.atom").content).findall(f"{ATOM}entry") == []


def test_the_sitemap_names_every_public_page(client):
    make_library_case("a-case")
    make_library_case("draft", live=False)
    make_reading()

    places = [each.text for each in fromstring(client.get("/sitemap.xml").content).iter(f"{MAP}loc")]

    paths = sorted("/" + place.split("/", 3)[3] for place in places)
    assert paths == ["/", "/cases/", "/cases/a-case/", "/glossary/", "/resources/", "/resources/a-report/"]
