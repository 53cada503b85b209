import json
from datetime import timedelta

import pytest

from learners.credentials.issued_files import issued_file
from learners.credentials.linked_data import CREDENTIALS_V2
from learners.credentials.rendering import Altered, Revoked
from learners.credentials.wallets.handing_over import (
    LinkOver,
    NoFile,
    certificate_for,
    offer_of,
    presented,
    protocols,
)
from tests.learners.credentials.rows import LATER, make_certified, revoke

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(db):
    return make_certified()


def key_in(offer) -> str:
    return offer.address.split("/")[-2]


def test_the_link_leads_to_the_certificate_for_a_quarter_of_an_hour(certificate):
    offer = offer_of(certificate, at=LATER)

    assert offer.until == LATER + timedelta(minutes=15)
    assert offer.address == f"http://localhost:8000/wallet/{key_in(offer)}/?iuv=1"
    assert certificate_for(key_in(offer), at=offer.until) == certificate
    with pytest.raises(LinkOver, match=r"This link is over\. Its holder can make a new one under Results\."):
        certificate_for(key_in(offer), at=offer.until + timedelta(seconds=1))


def test_a_changed_key_leads_nowhere(certificate):
    good = key_in(offer_of(certificate, at=LATER))
    number, _dot, rest = good.partition(".")
    until, _dot, signature = rest.partition(".")
    forged = [
        f"{int(number) + 1}.{rest}",
        f"{number}.{int(until) + 60}.{signature}",
        f"{good[:-1]}{'A' if good[-1] != 'A' else 'B'}",
        "nothing",
        f"{number}.{until}",
    ]

    assert [certificate_for(key, at=LATER) for key in forged] == [None] * 5


def test_the_wallet_gets_what_was_issued_and_no_question(certificate):
    answer = presented(certificate)

    assert answer == {
        "verifiablePresentation": {
            "@context": [CREDENTIALS_V2],
            "type": ["VerifiablePresentation"],
            "verifiableCredential": [json.loads(issued_file(certificate, "json"))],
        }
    }


def test_the_wallet_is_told_the_one_way_on():
    assert protocols("abc") == {"protocols": {"vcapi": "http://localhost:8000/wallet/abc/exchange/"}}


def test_what_was_revoked_since_is_not_fetched(certificate):
    key = key_in(offer_of(certificate, at=LATER))
    revoke(certificate)
    certificate.refresh_from_db()

    with pytest.raises(Revoked):
        offer_of(certificate, at=LATER)
    with pytest.raises(Revoked):
        certificate_for(key, at=LATER)


def test_what_was_altered_is_not_offered(certificate):
    certificate.facts["name"] = "Somebody else"

    with pytest.raises(Altered):
        offer_of(certificate, at=LATER)


def test_a_certificate_without_files_says_that_it_has_a_pdf_only(certificate):
    certificate.files.model.objects.filter(certificate=certificate)._raw_delete("default")

    with pytest.raises(NoFile, match=r"It has a PDF only\."):
        offer_of(certificate, at=LATER)
