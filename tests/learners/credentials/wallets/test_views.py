import json

import pytest
from django.test import Client

from learners.credentials.issued_files import issued_file
from tests.factories.people import make_user
from tests.learners.credentials.rows import make_certified, revoke

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(db):
    return make_certified()


@pytest.fixture
def holder(certificate):
    browser = Client()
    browser.force_login(certificate.enrolment.user)
    return browser


@pytest.fixture
def wallet():
    """A program somewhere else: no cookies, and forms of its own are not checked."""
    return Client(enforce_csrf_checks=True, headers={"accept": "application/json"})


def offered_address(holder, certificate) -> str:
    page = holder.get(f"/wallet/for/{certificate.serial}/")
    assert page.status_code == 200
    return page.context["offer"].address.removeprefix("http://localhost:8000")


def test_from_the_holders_page_into_the_wallet(holder, certificate, wallet):
    address = offered_address(holder, certificate)

    way = wallet.get(address)
    there = way.json()["protocols"]["vcapi"].removeprefix("http://localhost:8000")
    answer = wallet.post(there, "{}", content_type="application/json")

    assert answer.json()["verifiablePresentation"]["verifiableCredential"] == [
        json.loads(issued_file(certificate, "json"))
    ]
    for response in (way, answer):
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "no-store" in response["Cache-Control"]


def test_the_page_shows_the_address_and_until_when(holder, certificate):
    page = holder.get(f"/wallet/for/{certificate.serial}/")

    text = " ".join(page.content.decode().split())
    assert page.context["offer"].address in text
    assert 'src="data:image/svg+xml' in text
    assert f"The link is open until {page.context['until']}." in text
    assert f"/verify/{certificate.serial}/credential.json" in text


def test_a_browser_is_told_that_this_is_for_a_wallet(holder, certificate, client):
    page = client.get(offered_address(holder, certificate), headers={"accept": "text/html,*/*;q=0.8"})

    assert page.status_code == 200
    assert "paste the address of this page there" in page.content.decode()
    assert certificate.facts["name"] not in page.content.decode()


def test_a_wallet_that_is_a_page_may_ask_from_anywhere(holder, certificate, wallet):
    asked = wallet.options(f"{offered_address(holder, certificate).split('?')[0]}exchange/")

    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, POST, OPTIONS")


def test_each_address_answers_its_own_method_only(holder, certificate, wallet):
    address = offered_address(holder, certificate).split("?")[0]

    assert wallet.get(f"{address}exchange/")["Allow"] == "POST, OPTIONS"
    assert wallet.post(address).status_code == 403


def test_a_wrong_key_is_not_found(wallet, client):
    assert wallet.get("/wallet/1.2.abc/").status_code == 404
    assert wallet.post("/wallet/1.2.abc/exchange/").status_code == 404
    assert client.get("/wallet/1.2.abc/").status_code == 404


def test_a_revoked_certificate_is_refused_with_the_reason(holder, certificate, wallet, client):
    address = offered_address(holder, certificate)
    revoke(certificate)

    answer = wallet.post(f"{address.split('?')[0]}exchange/")
    page = client.get(address, headers={"accept": "text/html"})

    sentence = "This certificate was revoked on 2 September 2026."
    assert (answer.status_code, answer.json()) == (410, {"title": sentence, "status": 410})
    assert (page.status_code, sentence in page.content.decode()) == (410, True)
    assert holder.get(f"/wallet/for/{certificate.serial}/")["Location"] == "/learn/results/"


def test_strangers_get_no_link(certificate, client):
    other = Client()
    other.force_login(make_user("other@demo.example"))
    path = f"/wallet/for/{certificate.serial}/"

    assert client.get(path)["Location"] == f"/account/login/?next={path}"
    assert other.get(path).status_code == 404
