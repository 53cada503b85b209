import gzip

import pytest
from django.test import Client

from learners.credentials.models import Certificate
from tests.factories.people import make_user
from tests.learners.credentials.rows import (
    make_certificate,
    make_certified,
    make_eligible,
    revoke,
)
from tests.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(db):
    return make_certified("Amélie N’Diaye")


def test_valid_certificate_shows_its_facts_and_nothing_else(certificate, client):
    response = client.get(f"/verify/{certificate.serial}/")

    page = text_of(response)
    assert response.status_code == 200
    assert "This certificate is valid" in page
    assert all(
        fact in page
        for fact in ("Amélie N’Diaye", "Certificate of Advanced Study", "Issued on 2 September 2026")
    )
    hidden = (
        certificate.enrolment.user.email,
        "Demo registrar",
        "Demo administrator",
        "300",
        "2026-a",
        certificate.signature,
    )
    assert certificate.serial in page
    assert [word for word in hidden if word in page.replace(certificate.serial, "")] == []


def test_page_is_one_small_answer_that_nobody_keeps(certificate, client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get(f"/verify/{certificate.serial}/")

    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert "<script" not in response.content.decode()
    assert len(gzip.compress(response.content, 6)) < 6 * 1024
    assert not response.cookies


def test_revoked_certificate_says_when_and_not_why(certificate, client):
    revoke(certificate)

    page = text_of(client.get(f"/verify/{certificate.serial}/"))

    assert "This certificate is not valid" in page
    assert "It was revoked on 2 September 2026 by the programme office of " in page
    assert "The secret reason." not in page


def test_replaced_certificate_links_to_the_one_that_counts(certificate, client):
    revoke(certificate)
    successor = make_certificate(certificate.enrolment)

    page = text_of(client.get(f"/verify/{certificate.serial}/"))

    assert "This certificate is not valid" in page
    assert "It was revoked on 2 September 2026 by the programme office of " in page
    assert "and replaced by another one." in page
    assert f'href="/verify/{successor.serial}/"' in page


@pytest.fixture
def issuer(settings):
    settings.ISSUER_NAME = "Institute of Public Service"
    settings.DEFAULT_FROM_EMAIL = "Institute <office@example.org>"


ASK = 'Ask the issuer at <a href="mailto:office@example.org">office@example.org</a>.'


@pytest.mark.parametrize(
    "state, asks",
    [("valid", False), ("replaced", False), ("revoked", True), ("altered", True), ("unknown", True)],
)
def test_every_answer_names_the_issuer_and_a_bad_one_whom_to_ask(issuer, certificate, client, state, asks):
    serial = certificate.serial
    if state in ("revoked", "replaced"):
        revoke(certificate)
    if state == "replaced":
        make_certificate(certificate.enrolment)
    if state == "altered":
        Certificate.objects.update(facts=certificate.facts | {"name": "Somebody else"})
    if state == "unknown":
        serial = "00000-00000-00000-00000-000000"

    page = text_of(client.get(f"/verify/{serial}/"))

    assert "UTC against the register of Institute of Public Service." in page
    assert (ASK in page) == asks


def test_valid_certificate_says_who_issued_it(issuer, certificate, client):
    page = text_of(client.get(f"/verify/{certificate.serial}/"))

    assert "Issued on 2 September 2026 by Institute of Public Service" in page


def test_answer_has_no_navigation_and_no_account_menu(certificate):
    browser = Client()
    browser.force_login(certificate.enrolment.user)

    page = text_of(browser.get(f"/verify/{certificate.serial}/"))

    assert ("<nav" in page, "Sign out" in page, certificate.enrolment.user.email in page) == (
        False,
        False,
        False,
    )


DEMO = "This is a certificate of a demonstration."


@pytest.mark.parametrize("state", ["valid", "revoked"])
def test_certificate_of_a_demonstration_says_so(cohort, key, client, state):
    cohort.demo = True
    cohort.save()
    certificate = make_certificate(make_eligible(cohort))
    if state == "revoked":
        revoke(certificate)

    assert DEMO in text_of(client.get(f"/verify/{certificate.serial}/"))


def test_real_certificate_speaks_of_no_demonstration(certificate, client):
    assert DEMO not in text_of(client.get(f"/verify/{certificate.serial}/"))


def test_altered_certificate_repeats_no_fact(certificate, client):
    Certificate.objects.update(facts=certificate.facts | {"name": "Somebody else"})

    response = client.get(f"/verify/{certificate.serial}/")

    page = text_of(response)
    assert (response.status_code, "This certificate was altered" in page) == (200, True)
    assert "Somebody else" not in page
    assert "Amélie" not in page


@pytest.mark.parametrize(
    "typed", ["00000-00000-00000-00000-000000", "nonsense", "<script>alert(1)</script>", "%00"]
)
def test_unknown_number_is_404_with_the_form(client, typed):
    response = client.get(f"/verify/{typed.replace('/', '')}/")

    assert response.status_code == 404
    assert "We do not know this number" in text_of(response)
    assert 'name="serial"' in text_of(response)
    assert "<script" not in response.content.decode()


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda s: s.replace("-", " "),
        lambda s: s.replace("0", "O").replace("1", "l"),
        lambda s: s.replace("-", ""),
    ],
)
def test_forgiving_addresses_lead_to_the_one(certificate, client, change):
    typed = change(certificate.serial)
    if typed == certificate.serial:
        return

    response = client.get(f"/verify/{typed}/")

    assert (response.status_code, response["Location"]) == (302, f"/verify/{certificate.serial}/")


def test_find_leads_to_the_answer(certificate, client):
    response = client.get("/verify/", {"serial": certificate.serial.lower().replace("-", " ")})

    assert (response.status_code, response["Location"]) == (302, f"/verify/{certificate.serial}/")


def test_find_asks_for_a_number(client):
    response = client.get("/verify/")

    assert (response.status_code, "There is a problem" in text_of(response)) == (200, False)


@pytest.mark.parametrize("typed", ["", "7F3K9", "\x00", "<b>"])
def test_find_says_what_is_wrong_with_a_number(client, typed):
    response = client.get("/verify/", {"serial": typed})

    assert response.status_code == 200
    assert "Enter the serial number that is printed on the certificate" in text_of(response)
    assert '<b>"' not in response.content.decode()


@pytest.mark.parametrize("path", ["/verify/", "/verify/00000-00000-00000-00000-000000/"])
def test_verification_takes_no_post(client, path):
    assert client.post(path).status_code == 405


def test_holder_downloads_the_pdf(certificate):
    browser = Client()
    browser.force_login(certificate.enrolment.user)

    response = browser.get(f"/verify/{certificate.serial}/certificate.pdf")

    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == f'attachment; filename="certificate-{certificate.serial}.pdf"'


def test_holder_downloads_the_pdf_after_the_enrolment_is_over(certificate):
    certificate.enrolment.state = "withdrawn"
    certificate.enrolment.save()
    browser = Client()
    browser.force_login(certificate.enrolment.user)

    assert browser.get(f"/verify/{certificate.serial}/certificate.pdf").status_code == 200


def test_altered_certificate_is_a_sentence_and_no_pdf(issuer, certificate):
    Certificate.objects.update(facts=certificate.facts | {"name": "Somebody else"})
    browser = Client()
    browser.force_login(certificate.enrolment.user)

    response = browser.get(f"/verify/{certificate.serial}/certificate.pdf")

    page = text_of(response)
    assert (response.status_code, response["Content-Type"]) == (409, "text/html; charset=utf-8")
    assert "The signature of this certificate does not match what the register says." in page
    assert ASK in page
    assert "Somebody else" not in page


def test_strangers_do_not_get_the_pdf(certificate, client):
    other = Client()
    other.force_login(make_user("other@demo.example"))
    path = f"/verify/{certificate.serial}/certificate.pdf"

    assert client.get(path)["Location"] == f"/account/login/?next={path}"
    assert other.get(path).status_code == 404


def test_revoked_certificate_is_not_handed_out(issuer, certificate):
    revoke(certificate)
    browser = Client()
    browser.force_login(certificate.enrolment.user)

    response = browser.get(f"/verify/{certificate.serial}/certificate.pdf")

    assert (response.status_code, response["Content-Type"]) == (409, "text/html; charset=utf-8")
    assert "There is no PDF of this certificate" in text_of(response)
    assert "This certificate was revoked on 2 September 2026." in text_of(response)
    assert ASK in text_of(response)
