"""What is stored of a picture that an author sends, and who meets the files beside it."""

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection

from tests.cms.editor import make_superuser

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a picture open when it has made a smaller one of it.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
CORPUS = Path(settings.BASE_DIR).parent / "shared" / "trust" / "corpus"
HARMLESS = "photo-exif-gps-xss.jpg"
GPS, WORDS = 0x8825, 0x010E


@pytest.fixture(autouse=True)
def author(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    client.force_login(make_superuser())


def photograph(kind: str = "JPEG") -> bytes:
    tags = Picture.Exif()
    tags[WORDS] = "<script>alert(1)</script>"
    tags.get_ifd(GPS)[1] = "N"
    file = BytesIO()
    Picture.new("RGB", (60, 40), "teal").save(file, kind, exif=tags)
    return file.getvalue()


def send(client, name: str, data: bytes, kind: str = "image/jpeg"):
    return client.post(
        "/admin/images/add/",
        {
            "title": "A photograph",
            "collection": Collection.objects.get().pk,
            "file": SimpleUploadedFile(name, data, kind),
        },
    )


@pytest.mark.parametrize("kind, name", [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
def test_original_and_rendition_keep_nothing_but_pixels(client, kind, name):
    send(client, name, photograph(kind))

    image = Image.objects.get()
    for stored in (image.file, image.get_rendition("max-30x30").file):
        with stored.open("rb") as file:
            data = file.read()
        with Picture.open(BytesIO(data)) as picture:
            assert dict(picture.getexif()) == {}
        assert b"alert(1)" not in data


def test_a_picture_sent_among_many_keeps_nothing_but_pixels(client):
    file = SimpleUploadedFile("a.jpg", photograph(), "image/jpeg")

    answer = client.post(
        "/admin/images/multiple/add/",
        {"title": "A photograph", "collection": Collection.objects.get().pk, "files[]": file},
    )

    with Image.objects.get().file.open("rb") as stored:
        assert b"alert(1)" not in stored.read()
    assert answer.status_code == 200


@pytest.mark.skipif(not CORPUS.is_dir(), reason="The corpus of hostile files is not on this machine.")
def test_no_hostile_file_becomes_a_picture(client):
    hostile = [file for file in sorted(CORPUS.iterdir()) if file.name != HARMLESS]

    answers = {
        (file.name, ending): send(client, f"sent{ending}", file.read_bytes()).status_code
        for file in hostile
        for ending in (".jpg", ".png", file.suffix)
    }

    assert set(answers.values()) == {200}  # the form again, with what is wrong
    assert not Image.objects.exists()


@pytest.mark.skipif(not CORPUS.is_dir(), reason="The corpus of hostile files is not on this machine.")
def test_the_hostile_photograph_keeps_its_pixels_only(client):
    send(client, HARMLESS, (CORPUS / HARMLESS).read_bytes())

    with Image.objects.get().file.open("rb") as stored, Picture.open(stored) as picture:
        assert dict(picture.getexif()) == {}


def test_a_document_is_absent_for_whoever_is_no_author(client):
    document = Document.objects.create(title="Minutes", file=SimpleUploadedFile("minutes.pdf", b"%PDF-1.4"))
    answer = client.get(document.url)
    opened = (
        answer.status_code,
        answer["Content-Disposition"].split(";")[0],
        answer["X-Content-Type-Options"],
    )
    b"".join(answer.streaming_content)  # read to its end: the client then closes it without the database
    client.logout()

    answers = {
        address: client.get(address).status_code
        for address in (
            document.url,
            f"/media/{document.file.name}",
            f"/media/images/../{document.file.name}",
            "/documents/987654/minutes.pdf",
        )
    }

    assert opened == (200, "attachment", "nosniff")
    assert answers == dict.fromkeys(answers, 404)
