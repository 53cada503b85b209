"""Public pages are cheap and may be kept; nothing of a person is."""

import gzip

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.casestudies.models import CaseStudyPage
from courses.catalogue.noting import note_catalogue
from courses.lessons.models import LessonCase, LessonPage, LessonPrinciple, LessonResource
from tests.factories.cases import make_library_case
from tests.factories.knowledge import make_reading, make_term
from tests.factories.maturity import make_sheet
from tests.factories.people import make_user
from tests.factories.programme import FROZEN_AT, make_lesson, make_module, make_principle, make_programme

pytestmark = pytest.mark.django_db
KB = 1024
PAGES = (
    "/",
    "/programme/",
    "/programme/m01/",
    "/programme/m01/m01-l01/",
    "/programme/m01/m01-l02/",
    "/principles/",
    "/principles/p1/",
    "/cases/",
    "/cases/?outcome=failure",
    "/cases/case-1/",
    "/cases/compare/?one=case-1&two=case-2",
    "/cases/case-1/cite.bib",
    "/glossary/",
    "/resources/",
    "/resources/reading-1/",
    "/search/",
    "/search/?q=register",
    "/search/?q=nothing",
    "/data/",
    "/data/cases.csv",
    "/data/catalogue.jsonld",
    "/feed.atom",
    "/sitemap.xml",
)


@pytest.fixture(scope="module", autouse=True)
def site(shared_rows):
    """Three of each that a page may list, so that a query for each one would show."""
    for number in range(1, 13):
        make_principle(number)
        make_sheet(number)
    cases = [make_library_case(f"case-{n}", title=f"Register {n}", principles=(1, 2, 3)) for n in (1, 2, 3)]
    readings = [make_reading(f"reading-{n}") for n in (1, 2, 3)]
    make_term("Register", "A list.", principle=1)
    module = make_module(make_programme())
    for number in (1, 2, 3):
        lesson = make_lesson(module, f"M01-L0{number}", open_access=number != 2, brief="What it is about.")
        lesson.principle_links = [LessonPrinciple(principle=make_principle(n)) for n in (1, 2, 3)]
        lesson.case_links = [LessonCase(case=case) for case in cases]
        lesson.resource_links = [LessonResource(resource=reading) for reading in readings]
        lesson.save_revision().publish()
    call_command("update_index", verbosity=0)
    note_catalogue(at=FROZEN_AT)


@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_takes_ten_queries_and_25_kb_at_most(client, address):
    client.get(address)  # Wagtail asks once for the site and keeps it

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)

    assert answer.status_code == 200
    assert len(queries) <= 10, [query["sql"][:200] for query in queries]
    assert len(gzip.compress(answer.content)) <= 25 * KB


@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_may_be_kept_and_is_asked_for_anew(client, address):
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})

    assert first["Cache-Control"] == "public, no-cache"
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_a_page_that_says_something_else_is_sent_again(client):
    tag = client.get("/cases/case-1/")["ETag"]
    case = CaseStudyPage.objects.get(slug="case-1")
    case.facts = "New facts."
    case.save_revision().publish()

    answer = client.get("/cases/case-1/", headers={"if-none-match": tag})

    assert (answer.status_code, "New facts." in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("address", ["/cases/", "/search/?q=register"])
def test_the_page_of_somebody_who_is_signed_in_is_kept_by_nobody(client, address):
    client.force_login(make_user())

    answer = client.get(address)

    assert answer["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer


def test_whoever_has_a_session_gets_nothing_that_is_shared(client):
    client.cookies["sessionid"] = "unknown"

    assert "public" not in client.get("/cases/").get("Cache-Control", "")


@pytest.mark.parametrize(
    "address",
    ["/account/login/", "/assess/try/P1/", "/tell-me/abc/", "/supervisor/abc/", "/assess/with/abc/"],
)
def test_forms_and_secret_links_are_not_shared(client, address):
    assert "public" not in client.get(address).get("Cache-Control", "")


def test_a_closed_lesson_stays_closed(client):
    html = client.get("/programme/m01/m01-l02/").content.decode()

    assert LessonPage.objects.get(slug="m01-l02").open_access is False
    assert "deputy director" not in html
