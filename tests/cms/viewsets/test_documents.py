"""What a colleague sends as a document or as a list of redirects is what its ending says."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.models import Document
from wagtail.models import Collection

from tests.cms.editor import make_superuser
from tests.factories.people import make_user
from tests.learners.enrolment.rosters import xlsx

pytestmark = pytest.mark.django_db
SENTENCE = "The content of this file is not what “.%s” says. Save it again with its program."


@pytest.fixture
def root(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    client.force_login(make_superuser())
    return client


def bomb() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", bytes(101 * 1024 * 1024))
    return file.getvalue()


def send(client, name: str, data: bytes):
    file = SimpleUploadedFile(name, data, "application/pdf")
    sent = {"title": "A document", "collection": Collection.objects.get().pk, "file": file}
    return client.post("/admin/documents/add/", sent)


@pytest.mark.parametrize(
    "name, data", [("a.PDF", b"%PDF-1.7"), ("a.xlsx", xlsx(["a"])), ("a.txt", "é".encode())]
)
def test_a_true_document_is_stored(root, name, data):
    assert send(root, name, data).status_code == 302
    assert Document.objects.get().title == "A document"


@pytest.mark.parametrize(
    "name, data",
    [
        ("a.pdf", b"<html>"),
        ("a.docx", b"%PDF-1.7"),
        ("a.xlsx", bomb()),
        ("a.txt", b"a\0b"),
        ("a.pptx", b"PK\x03\x04"),
    ],
)
def test_another_content_is_refused_in_a_sentence(root, name, data):
    response = send(root, name, data)

    assert SENTENCE % name[2:] in response.content.decode()
    assert not Document.objects.exists()


def test_a_spreadsheet_of_redirects_that_unpacks_without_end_is_not_read(root):
    file = SimpleUploadedFile("a.xlsx", bomb())

    response = root.post("/admin/redirects/import/", {"import_file": file, "input_format": "0"}, follow=True)

    assert SENTENCE % "xlsx" in response.content.decode()


def test_a_stranger_and_a_learner_reach_no_import_of_redirects(client):
    asked = [client.get("/admin/redirects/import/")["Location"].split("?")[0]]
    client.force_login(make_user())
    asked.append(client.get("/admin/redirects/import/")["Location"].split("?")[0])

    assert asked == ["/admin/login/", "/admin/login/"]
