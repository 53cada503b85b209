"""The provider as a harvester meets it: by hand, and with Sickle over a real connection."""

from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from sickle import Sickle
from sickle.oaiexceptions import NoRecordsMatch

from courses.catalogue.models import CatalogueRecord
from courses.catalogue.noting import note_catalogue
from courses.catalogue.oai.formats import DC, LOM, OAI
from tests.factories.cases import make_library_case
from tests.factories.knowledge import make_reading

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def ask(client, query: str) -> Element:
    answer = client.get(f"/oai?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml; charset=utf-8")
    return fromstring(answer.content)


def error_of(client, query: str) -> str:
    [error] = ask(client, query).findall(f"{{{OAI}}}error")
    return error.get("code")


def texts(root: Element, space: str, name: str) -> list[str]:
    return [each.text for each in root.iter(f"{{{space}}}{name}")]


def make_rows(count: int, *, start: int = 0) -> None:
    """Readings as they were noted, one each minute."""
    facts = {"kind": "reading", "path": "/resources/x/", "resource_type": "report"}
    CatalogueRecord.objects.bulk_create(
        CatalogueRecord(
            kind="reading",
            key=f"r-{number}",
            facts=facts | {"key": f"r-{number}", "title": f"Reading {number}"},
            digest="0",
            changed_at=AT + timedelta(minutes=number // 2),
        )
        for number in range(start, start + count)
    )


@pytest.mark.parametrize(
    "query, code",
    [
        ("", "badVerb"),
        ("verb=Harvest", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&set=cases", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&colour=red", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=lom", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=9999-12-31", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-03-02&until=2026-03-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-03-01&until=2026-03-02T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=secret", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=lessons", "noRecordsMatch"),
        ("verb=ListIdentifiers&metadataPrefix=oai_dc&until=2001-01-01", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=%00x", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        (
            "verb=GetRecord&metadataPrefix=marc&identifier=oai:localhost:reading/a-report",
            "cannotDisseminateFormat",
        ),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:reading/x", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=reading/a-report", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:reading/%00", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=nothing", "idDoesNotExist"),
    ],
)
def test_what_is_wrong_has_the_error_of_the_protocol(client, query, code):
    make_reading()
    note_catalogue(at=AT)

    assert error_of(client, query) == code


def test_a_wrong_request_is_not_repeated_and_a_right_one_is(client):
    wrong, right = ask(client, "verb=X"), ask(client, "verb=ListSets")

    assert wrong.find(f"{{{OAI}}}request").attrib == {}
    assert right.find(f"{{{OAI}}}request").attrib == {"verb": "ListSets"}


def test_it_says_who_it_is(client, settings):
    settings.SITE_NAME, settings.OFFICE_EMAIL = "Campus", "Office <office@example.org>"
    make_rows(1)

    part = ask(client, "verb=Identify").find(f"{{{OAI}}}Identify")

    assert {each.tag.partition("}")[2]: each.text for each in part} == {
        "repositoryName": "Campus",
        "baseURL": f"{settings.SITE_ADDRESS}/oai",
        "protocolVersion": "2.0",
        "adminEmail": "office@example.org",
        "earliestDatestamp": "2026-03-01T12:00:00Z",
        "deletedRecord": "persistent",
        "granularity": "YYYY-MM-DDThh:mm:ssZ",
        "compression": "gzip",
    }


def test_post_is_the_same_question(client):
    asked = {"verb": "ListMetadataFormats"}

    assert texts(fromstring(client.post("/oai", asked).content), OAI, "metadataPrefix") == ["oai_dc", "lom"]


def test_one_record_in_both_formats(client, settings):
    make_reading(title="A < B\x0b & C", creator="A council")
    note_catalogue(at=AT)
    record = "verb=GetRecord&identifier=oai:localhost:reading/a-report&metadataPrefix="

    dublin, lom = ask(client, f"{record}oai_dc"), ask(client, f"{record}lom")

    assert {
        name: texts(dublin, DC, name) for name in ("title", "creator", "identifier", "source", "date")
    } == {
        "title": ["A < B & C"],
        "creator": ["A council"],
        "identifier": [f"{settings.SITE_ADDRESS}/resources/a-report/"],
        "source": ["https://example.org/report"],
        "date": ["2020"],
    }
    assert texts(lom, LOM, "location") == ["https://example.org/report"]
    assert texts(lom, LOM, "string")[0] == "A < B & C"


def test_a_deleted_record_is_told_without_its_metadata(client):
    make_rows(1)
    CatalogueRecord.objects.update(deleted=True)

    root = ask(client, "verb=ListRecords&metadataPrefix=oai_dc")

    [header] = root.iter(f"{{{OAI}}}header")
    assert header.get("status") == "deleted"
    assert list(root.iter(f"{{{OAI}}}metadata")) == []


def test_pages_have_100_records_and_say_where_they_stand(client):
    make_rows(250)
    query, sizes, positions = "verb=ListIdentifiers&metadataPrefix=oai_dc", [], []
    while query:
        root = ask(client, query)
        sizes.append(len(texts(root, OAI, "identifier")))
        token = root.find(f".//{{{OAI}}}resumptionToken")
        positions.append((token.get("completeListSize"), token.get("cursor")))
        query = f"verb=ListIdentifiers&resumptionToken={token.text}" if token.text else ""

    assert sizes == [100, 100, 50]
    assert positions == [("250", "0"), ("250", "100"), ("250", "200")]


@pytest.mark.parametrize("count", [101, 1000])
def test_a_page_costs_two_queries_whatever_there_is(client, count):
    make_rows(count)

    with CaptureQueriesContext(connection) as queries:
        ask(client, "verb=ListRecords&metadataPrefix=lom")

    assert len(queries) == 2


def test_a_token_of_another_verb_or_hand_is_refused(client):
    make_rows(101)
    token = ask(client, "verb=ListRecords&metadataPrefix=oai_dc").find(f".//{{{OAI}}}resumptionToken").text

    assert error_of(client, f"verb=ListIdentifiers&resumptionToken={token}") == "badResumptionToken"
    forged = signing.dumps(["ListRecords"], salt="another")
    assert error_of(client, f"verb=ListRecords&resumptionToken={forged}") == "badResumptionToken"


@pytest.fixture
def sickle(live_server):
    return Sickle(f"{live_server.url}/oai")


def harvested(sickle, **asked) -> dict[str, tuple[str, bool, str]]:
    """Identifier -> datestamp, whether it is gone, and all of the record."""
    asked = {"metadataPrefix": "oai_dc"} | asked
    records = list(sickle.ListRecords(**asked))
    found = {each.header.identifier: (each.header.datestamp, each.deleted, each.raw) for each in records}
    assert len(found) == len(records)
    return found


@pytest.mark.django_db(transaction=True)
def test_sickle_harvests_everything_twice_with_equal_results(sickle):
    make_rows(450)

    first, second = harvested(sickle), harvested(sickle)

    assert len(first) == 450
    assert first == second
    assert sickle.Identify().granularity == "YYYY-MM-DDThh:mm:ssZ"
    assert [each.setSpec for each in sickle.ListSets()] == ["lessons", "cases", "readings"]
    assert [each.metadataPrefix for each in sickle.ListMetadataFormats()] == ["oai_dc", "lom"]
    assert len(harvested(sickle, metadataPrefix="lom")) == 450


@pytest.mark.django_db(transaction=True)
def test_sickle_harvests_from_a_date_what_is_new_changed_and_gone(sickle):
    for slug in ("stays", "changes", "goes"):
        make_library_case(slug)
    note_catalogue(at=AT)
    everything = harvested(sickle)
    later = AT + timedelta(days=1)
    make_library_case("comes")
    changed = make_library_case("changes-too")
    changed.get_siblings().get(slug="goes").unpublish()
    changed.get_siblings().get(slug="changes").specific.save()
    type(changed).objects.filter(slug="changes").update(facts="Other facts.")
    note_catalogue(at=later)

    news = harvested(sickle, **{"from": "2026-03-02T12:00:00Z"})

    assert {name.rpartition("/")[2]: gone for name, (_at, gone, _raw) in news.items()} == {
        "comes": False, "changes-too": False, "changes": False, "goes": True,
    }  # fmt: skip
    assert set(everything) | set(news) == set(harvested(sickle, set="cases"))
    with pytest.raises(NoRecordsMatch):
        harvested(sickle, **{"from": "2026-03-03"})


@pytest.mark.django_db(transaction=True)
def test_what_changes_during_a_harvest_is_met_and_nothing_is_missed(sickle):
    make_rows(150)
    records = sickle.ListIdentifiers(metadataPrefix="oai_dc")
    seen = [next(records).identifier for _number in range(100)]
    CatalogueRecord.objects.filter(key="r-3").update(changed_at=AT + timedelta(days=9))

    seen += [each.identifier for each in records]

    assert set(seen) == {f"oai:localhost:reading/r-{number}" for number in range(150)}
    assert seen[-1] == "oai:localhost:reading/r-3"
