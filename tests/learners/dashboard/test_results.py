"""What the results page says about the certificate."""

import pytest

from learners.credentials.revoking import ask_for_revocation, confirm_revocation
from learners.credentials.signing import make_signing_key
from tests.factories.programme import make_small_programme
from tests.learners.credentials.rows import (
    AT,
    LATER,
    administrator,
    make_certificate,
    make_eligible,
    registrar,
)

pytestmark = pytest.mark.django_db
REVOKED = "Your certificate was revoked"


@pytest.fixture
def certificate(settings, tmp_path, client):
    settings.KEYS_FOLDER = tmp_path / "keys"
    settings.DEFAULT_FROM_EMAIL = "office@example.org"
    make_signing_key(at=AT)
    certificate = make_certificate(make_eligible(make_small_programme()))
    client.force_login(certificate.enrolment.user)
    return certificate


def revoke(certificate):
    request = ask_for_revocation(certificate, by=registrar(), at=LATER, reason="The name was wrong.")
    confirm_revocation(request, by=administrator(), at=LATER)


def results(client):
    return " ".join(client.get("/learn/results/").content.decode().split())


def test_results_show_the_certificate_in_force(certificate, client):
    page = results(client)

    assert (f"Serial number {certificate.serial}." in page, REVOKED in page) == (True, False)


def test_results_say_when_why_and_whom_to_ask_after_a_revocation(certificate, client):
    revoke(certificate)

    page = results(client)

    assert REVOKED in page
    assert (
        f"The certificate with the serial number {certificate.serial} was revoked on 2 September 2026."
        in page
    )
    assert "Reason: The name was wrong." in page
    assert 'Ask the issuer at <a href="mailto:office@example.org">office@example.org</a>.' in page
    assert "certificate.pdf" not in page


def test_results_show_the_new_certificate_that_took_the_place(certificate, client):
    revoke(certificate)
    new = make_certificate(certificate.enrolment)

    page = results(client)

    assert (f"Serial number {new.serial}." in page, REVOKED in page) == (True, False)
