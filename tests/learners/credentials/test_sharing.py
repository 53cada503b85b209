import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from learners.credentials.baking import baked_picture
from learners.credentials.issued_files import issued_file
from learners.credentials.models import Certificate
from learners.credentials.revoking import ask_for_revocation, confirm_revocation
from learners.credentials.sharing import close_page, open_page
from learners.events.models import LearningEvent
from tests.factories.people import make_user
from tests.learners.credentials.rows import (
    LATER,
    administrator,
    make_certificate,
    make_certified,
    registrar,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(db):
    return make_certified("Amélie N’Diaye")


def page(client, certificate) -> str:
    return " ".join(client.get(f"/verify/{certificate.serial}/").content.decode().split())


def revoke(certificate):
    request = ask_for_revocation(certificate, by=registrar(), at=LATER, reason="Error")
    confirm_revocation(request, by=administrator(), at=LATER)


def test_closed_page_says_the_state_and_nothing_of_the_person(client, certificate):
    close_page(certificate, at=LATER)
    closed = page(client, certificate)
    open_page(certificate, at=LATER)

    assert ("This certificate is valid" in closed, "N’Diaye" in closed) == (True, False)
    assert "N’Diaye" in page(client, certificate)


def test_closed_page_of_a_revoked_certificate_tells_no_name_either(client, certificate):
    revoke(certificate)
    close_page(certificate, at=LATER)

    assert ("not valid" in page(client, certificate), "N’Diaye" in page(client, certificate)) == (True, False)


def test_successor_that_is_not_shown_is_not_linked(client, certificate):
    revoke(certificate)
    successor = make_certificate(certificate.enrolment)
    close_page(successor, at=LATER)

    assert ("replaced by another one" in page(client, certificate)) is True
    assert successor.serial not in page(client, certificate)


def test_closing_twice_is_one_event(certificate):
    close_page(certificate, at=LATER)
    close_page(certificate, at=LATER)

    assert LearningEvent.objects.filter(verb="certificate.page_closed").count() == 1


def test_holder_closes_and_opens_the_own_page(client, certificate):
    client.force_login(certificate.enrolment.user)

    shown = client.get("/learn/certificate/").content.decode()
    client.post("/learn/certificate/page/", {"page": "closed"})
    closed = Certificate.objects.get().page_closed_at
    client.post("/learn/certificate/page/", {"page": "open"})

    assert "Close the page" in shown
    assert (closed is not None, Certificate.objects.get().page_closed_at) == (True, None)


@pytest.mark.parametrize(
    "end", ["credential.json", "credential.jwt", "badge.svg", "badge.png", "certificate.pdf"]
)
def test_files_are_for_the_holder_alone(client, certificate, end):
    address = f"/verify/{certificate.serial}/{end}"
    client.force_login(make_user("stranger@demo.example"))
    stranger = client.get(address).status_code
    client.force_login(certificate.enrolment.user)
    own = client.get(address)
    certificate.files.all().delete()

    assert (stranger, own.status_code, "attachment" in own["Content-Disposition"]) == (404, 200, True)
    assert client.get(address).status_code == (200 if end == "certificate.pdf" else 404)


@pytest.mark.parametrize("name", ["badge.svg", "badge.png"])
def test_badge_of_the_holder_is_valid_at_the_desk_for_strangers(client, certificate, name):
    client.force_login(certificate.enrolment.user)
    drawing = client.get(f"/verify/{certificate.serial}/{name}").content
    client.logout()
    answer = client.post("/verify/file/", {"file": SimpleUploadedFile(name, drawing)})

    assert "This certificate is valid" in answer.content.decode()


def test_without_a_certificate_there_is_no_page(client, eligible):
    client.force_login(eligible.user)

    assert client.get("/learn/certificate/").status_code == 404


def test_picture_is_a_png_with_the_credential_in_its_text(certificate):
    picture = Image.open(io.BytesIO(baked_picture(certificate)))
    picture.load()

    assert (picture.format, picture.size) == ("PNG", (400, 400))
    assert picture.text["openbadgecredential"].encode() == issued_file(certificate, "json")
