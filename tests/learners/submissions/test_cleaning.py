import zipfile
from io import BytesIO

import pikepdf
import pytest

from content.base.uploads import NotAccepted
from learners.submissions.cleaning import clean
from learners.submissions.inspecting import DOCX, ODT, PDF, word_count
from tests.learners.submissions.files import docx, odt, pdf, zipped

NAME = "Demo learner 07"


def everything_in(data: bytes) -> bytes:
    """What a curious marker could find: the bytes, every part of an archive, every stream of a PDF."""
    found = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            found += [archive.read(name) for name in archive.namelist()]
    if data.startswith(b"%PDF"):
        with pikepdf.open(BytesIO(data)) as opened:
            found += [each.read_bytes() for each in opened.objects if isinstance(each, pikepdf.Stream)]
            found += [repr(each).encode() for each in opened.objects]
    return b"\n".join(found)


@pytest.mark.parametrize(
    "data, content_type, words",
    [
        (docx("One two\nthree", NAME), DOCX, 4),
        (odt("One two three", NAME), ODT, 3),
        (pdf(NAME), PDF, None),
    ],
)
def test_the_copy_for_markers_names_nobody(data, content_type, words):
    assert NAME.encode() in everything_in(data)

    cleaned = clean(data)

    assert (cleaned.content_type, cleaned.words) == (content_type, words)
    assert cleaned.traces == ["properties", "comments"]
    assert NAME.encode() not in everything_in(cleaned.data)
    assert clean(cleaned.data).traces == []


def test_the_text_of_a_document_is_left_as_it_is():
    kept = zipfile.ZipFile(BytesIO(clean(docx("By Demo learner 07 herself")).data))

    assert b"By Demo learner 07 herself" in kept.read("word/document.xml")
    assert kept.namelist()[0] == "[Content_Types].xml"


def test_a_clean_file_carries_no_trace():
    assert [clean(data).traces for data in (docx(), odt(), pdf())] == [[], [], []]


def lying_archive() -> bytes:
    """The directory tells a small size, the part is a large one."""
    data = bytearray(zipped({"[Content_Types].xml": "x" * 100_000, "word/document.xml": "x"}))
    place = data.index(b"PK\x01\x02") + 24
    data[place : place + 4] = (10).to_bytes(4, "little")
    return bytes(data)


def bomb() -> bytes:
    return docx(**{"word/media/1.xml": b"\0" * (60 * 1024 * 1024)})


def encrypted_archive() -> bytes:
    data = bytearray(docx())
    place = data.index(b"PK\x01\x02") + 8
    data[place] |= 1
    return bytes(data)


def broken_stream() -> bytes:
    data = bytearray(docx("word " * 500))
    place = data.index(b"word/document.xml") + 40
    data[place : place + 8] = bytes(8)
    return bytes(data)


TYPE = "Hand in a PDF, DOCX or ODT file. This file is none of them, whatever its name says."
UNREADABLE = "This file cannot be read. Save it again as PDF, DOCX or ODT."
LARGER = "The file would be far larger when it is unpacked. Save it as PDF and choose it again."
PASSWORD = "The file is protected by a password. Save it without one and choose it again."
MACROS = "The file holds macros. Save it as DOCX without macros, or as PDF."


@pytest.mark.parametrize(
    "data, says",
    [
        (b"", "The file is empty. Choose the file again."),
        (b"%PDF-1.7 nothing else", "This PDF file cannot be read. Save it again and choose it again."),
        (b"\x89PNG\r\n\x1a\n", TYPE),
        (b"<html>work.docx", TYPE),
        (zipped({"xl/workbook.xml": "x", "[Content_Types].xml": "spreadsheetml"}), TYPE),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "x"}), TYPE),
        (docx(**{"word/vbaProject.bin": b"x"}), MACROS),
        (bomb(), LARGER),
        (zipped({f"{n}.xml": "x" for n in range(2001)}), LARGER),
        (encrypted_archive(), PASSWORD),
        (pdf(password="secret"), PASSWORD),
        (lying_archive(), UNREADABLE),
        (broken_stream(), UNREADABLE),
        (docx()[:200], UNREADABLE),
        (b"x" * (10 * 1024 * 1024 + 1), "The file is 11 MB. The limit is 10 MB. Save it as PDF with small images, or send two files."),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_not_accepted_is_told_in_a_sentence(data, says):
    with pytest.raises(NotAccepted) as refusal:
        clean(data)

    assert str(refusal.value) == says


@pytest.mark.parametrize(
    "text, count", [("", 0), ("One, two — three!", 3), ("a\nb\tc", 3), ("– …", 0), ("2,000 الناس", 2)]
)
def test_words_are_runs_with_a_letter_or_figure(text, count):
    assert word_count(text) == count
