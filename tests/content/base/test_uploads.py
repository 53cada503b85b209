import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from PIL import ExifTags, Image

from content.base.uploads import MOST_BYTES, NotAccepted, inspect, name_to_show
from tests.learners.admissions.rows import PDF, picture

CORPUS = Path(settings.BASE_DIR).parent / "shared" / "trust" / "corpus"
NO_TYPE = "This file is not a PDF, JPEG or PNG file. Save the document as PDF and choose it again."
UNREADABLE = "This picture cannot be read. Save it again as JPEG, PNG or PDF."


def corpus_file(name: str) -> bytes:
    path = CORPUS / name
    if not path.is_file():
        pytest.skip("The published attack files are not on this machine.")
    return path.read_bytes()


def test_pdf_is_kept_as_it_came():
    inspected = inspect(PDF)

    assert (inspected.content_type, inspected.data) == ("application/pdf", PDF)


@pytest.mark.parametrize("kind, content_type", [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_picture_is_drawn_anew(kind, content_type):
    inspected = inspect(picture(kind))

    assert inspected.content_type == content_type
    with Image.open(BytesIO(inspected.data)) as image:
        assert (image.format, image.size) == (kind, (8, 6))


def test_picture_loses_place_and_comments_and_stands_upright():
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "<script>alert(1)</script>"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (1.0, 2.0, 3.0)
    sent = picture("JPEG", exif=exif, comment=b"taken at home")

    inspected = inspect(sent)

    assert b"<script>" in sent
    assert not any(word in inspected.data for word in (b"<script>", b"taken at home", b"Exif"))
    with Image.open(BytesIO(inspected.data)) as image:
        assert (image.size, dict(image.getexif())) == ((6, 8), {})


@pytest.mark.parametrize(
    "data, sentence",
    [
        (b"", "The file is empty. Choose the file again."),
        (b"MZ\x90\x00", NO_TYPE),
        (b"\n%PDF-1.4", NO_TYPE),
        (b"GIF89a", NO_TYPE),
        (b"\xff\xd8\xff\xe0 no picture", UNREADABLE),
        (b"\x89PNG\r\n\x1a\n no picture", UNREADABLE),
    ],
)
def test_what_is_no_document_is_refused(data, sentence):
    with pytest.raises(NotAccepted) as refusal:
        inspect(data)

    assert str(refusal.value) == sentence


def test_file_of_more_than_ten_megabytes_is_refused_with_its_size():
    inspect(b"%PDF-" + b"0" * (MOST_BYTES - 5))

    with pytest.raises(NotAccepted) as refusal:
        inspect(b"%PDF-" + b"0" * (MOST_BYTES - 4))

    assert str(refusal.value) == (
        "The file is 11 MB. The limit is 10 MB. Save it as PDF with small images, or send two files."
    )


def test_large_picture_is_made_smaller():
    inspected = inspect(picture("PNG", (7000, 10)))

    with Image.open(BytesIO(inspected.data)) as image:
        assert image.width == 6000


@pytest.mark.parametrize("size", [(50_000, 1_001), (20_000, 20_000)])
def test_picture_of_too_many_pixels_is_refused_before_it_is_decoded(size, monkeypatch):
    small = bytearray(picture("PNG"))
    small[16:24] = size[0].to_bytes(4, "big") + size[1].to_bytes(4, "big")
    # The header's own check sum, so that only the size is wrong.
    small[29:33] = zlib.crc32(bytes(small[12:29])).to_bytes(4, "big")
    monkeypatch.setattr(Image.Image, "load", lambda _image: pytest.fail("decoded"))

    with pytest.raises(NotAccepted) as refusal:
        inspect(bytes(small))

    assert str(refusal.value) == (
        "This picture has more than 50 million pixels. Make it smaller, or save it as PDF."
    )


@pytest.mark.parametrize(
    "name, sentence",
    [
        ("essay.html;.pdf", NO_TYPE),
        ("gif-js-polyglot.gif", NO_TYPE),
        ("mvg-as-jpg.jpg", NO_TYPE),
        ("svg-script.svg", NO_TYPE),
        (
            "pixelbomb-25k.png",
            "This picture has more than 50 million pixels. Make it smaller, or save it as PDF.",
        ),
    ],
)
def test_published_attack_is_refused(name, sentence):
    with pytest.raises(NotAccepted) as refusal:
        inspect(corpus_file(name))

    assert str(refusal.value) == sentence


def test_published_photo_loses_its_place_and_its_script():
    inspected = inspect(corpus_file("photo-exif-gps-xss.jpg"))

    with Image.open(BytesIO(inspected.data)) as image:
        assert (image.format, dict(image.getexif())) == ("JPEG", {})
    assert not any(word in inspected.data for word in (b"script", b"Exif", b"GPS"))


def test_published_pdf_with_a_script_is_opaque():
    data = corpus_file("doc-js.pdf")

    assert inspect(data).data == data


@pytest.mark.parametrize(
    "name, shown",
    [
        ("cv.pdf", "cv.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\cv.pdf", "cv.pdf"),
        ("fdp.\u202ecod.exe\x00\n", "fdp.cod.exe"),
        ("", "document"),
        ("x" * 300, "x" * 120),
    ],
)
def test_name_to_show(name, shown):
    assert name_to_show(name) == shown
