"""What a handed-in file really is: PDF, DOCX or ODT by its content. Its name and the browser are not asked."""

import html
import re
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _

from content.base.archives import EndlessArchive, Limits, LockedArchive, UnfitArchive, parts_of
from content.base.uploads import NotAccepted

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
EXTENSIONS = {PDF: "pdf", DOCX: "docx", ODT: "odt"}
LIMITS = Limits(entries=2000, inflated=50 * 1024 * 1024, ratio=1000)
_TEXT_OF = {DOCX: "word/document.xml", ODT: "content.xml"}
_END_OF_PARAGRAPH = re.compile(rb"</w:p>|</text:p>|</text:h>|<w:tab/>|<w:br/>|<text:tab/>|<text:s[ /]")
_TAG = re.compile(rb"<[^<>]*>")
_NOTE = re.compile(rb"<office:annotation\b.*?</office:annotation>", re.S)


@dataclass(frozen=True)
class OfficeFile:
    """The parts of a DOCX or ODT, unpacked within limits."""

    content_type: str
    parts: dict[str, bytes]

    @property
    def text(self) -> str:
        """Without formats and without the notes of readers."""
        text = _NOTE.sub(b"", self.parts[_TEXT_OF[self.content_type]])
        text = _TAG.sub(b"", _END_OF_PARAGRAPH.sub(b" ", text))
        return html.unescape(text.decode("utf-8", errors="replace"))

    @property
    def words(self) -> int:
        return word_count(self.text)


def word_count(text: str) -> int:
    """Runs of characters with at least one letter or figure."""
    return sum(1 for run in text.split() if any(letter.isalnum() for letter in run))


def unpack(data: bytes) -> OfficeFile:
    """Raises NotAccepted for what is no DOCX or ODT, and for what would fill the memory."""
    try:
        parts = parts_of(BytesIO(data), LIMITS)
    except LockedArchive as error:
        raise NotAccepted(
            _("The file is protected by a password. Save it without one and choose it again.")
        ) from error
    except EndlessArchive as error:
        raise NotAccepted(
            _("The file would be far larger when it is unpacked. Save it as PDF and choose it again.")
        ) from error
    except UnfitArchive as error:
        raise NotAccepted(_("This file cannot be read. Save it again as PDF, DOCX or ODT.")) from error
    return OfficeFile(_type_of(parts), parts)


def _type_of(parts: dict[str, bytes]) -> str:
    if parts.get("mimetype", b"").strip() == ODT.encode() and _TEXT_OF[ODT] in parts:
        return ODT
    listed = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in listed or any(name.endswith("vbaProject.bin") for name in parts):
        raise NotAccepted(_("The file holds macros. Save it as DOCX without macros, or as PDF."))
    if b"wordprocessingml.document.main+xml" in listed and _TEXT_OF[DOCX] in parts:
        return DOCX
    raise wrong_type()


def wrong_type() -> NotAccepted:
    return NotAccepted(
        _("Hand in a PDF, DOCX or ODT file. This file is none of them, whatever its name says.")
    )
