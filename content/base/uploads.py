"""The door for files that people send: what a file really is. Its name and what the browser says about it are not asked."""

import re
import unicodedata
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from content.base.archives import Limits, UnfitArchive, require_harmless
from content.base.errors import RuleError
from content.base.pictures import TooManyPixels, UnreadablePicture, only_pixels

MOST_BYTES = 10 * 1024 * 1024
_PDF, _JPEG, _PNG, _ZIP = b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04"
EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


class NotAccepted(RuleError):
    """The file cannot be taken."""


@dataclass(frozen=True)
class Inspected:
    content_type: str
    data: bytes
    """What is kept: a picture without anything but its pixels, a PDF as it came."""


def inspect(data: bytes) -> Inspected:
    """Raises NotAccepted. No picture is decoded before its size is known."""
    require_size(data)
    if data.startswith(_PDF):
        return Inspected("application/pdf", data)
    if data.startswith(_JPEG):
        return Inspected("image/jpeg", _only_pixels(data, "JPEG"))
    if data.startswith(_PNG):
        return Inspected("image/png", _only_pixels(data, "PNG"))
    raise NotAccepted(
        _("This file is not a PDF, JPEG or PNG file. Save the document as PDF and choose it again.")
    )


def require_size(data: bytes) -> None:
    """Raises NotAccepted."""
    if not data:
        raise NotAccepted(_("The file is empty. Choose the file again."))
    if len(data) > MOST_BYTES:
        raise NotAccepted(too_large(len(data)))


def too_large(size: int) -> str:
    megabytes = -(-size // (1024 * 1024))
    return _(
        "The file is %(size)s MB. The limit is 10 MB. Save it as PDF with small images, or send two files."
    ) % {"size": megabytes}


def _only_pixels(data: bytes, kind: str) -> bytes:
    try:
        return only_pixels(data, kind)
    except UnreadablePicture:
        raise NotAccepted(_("This picture cannot be read. Save it again as JPEG, PNG or PDF.")) from None
    except TooManyPixels:
        raise NotAccepted(
            _("This picture has more than 50 million pixels. Make it smaller, or save it as PDF.")
        ) from None


def name_to_show(name: str) -> str:
    """The last part of the name, without anything that steers a screen. For people to recognise, for nothing else."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(letter for letter in last if not unicodedata.category(letter).startswith("C"))
    return " ".join(seen.split())[-120:] or _("document")


OFFICE = Limits(entries=2000, inflated=100 * 1024 * 1024, ratio=200)
"""Documents and spreadsheets of colleagues: with pictures, but of a size that a program opens."""


def require_content(ending: str, file: BinaryIO) -> None:
    """That a file is what its ending says. Raises NotAccepted."""
    start = file.read(1024)
    if ending == "pdf":
        is_so = start.startswith(_PDF)
    elif ending in ("docx", "odt", "pptx", "xlsx"):
        is_so = start.startswith(_ZIP) and _is_harmless(file)
    else:
        is_so = b"\0" not in start
    file.seek(0)
    if not is_so:
        raise NotAccepted(
            _("The content of this file is not what “.%s” says. Save it again with its program.") % ending
        )


def _is_harmless(file: BinaryIO) -> bool:
    try:
        require_harmless(file, OFFICE)
    except UnfitArchive:
        return False
    return True
