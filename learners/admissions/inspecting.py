"""What a file really is. Its name and what the browser says about it are not asked."""

import re
import unicodedata
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from content.base.errors import RuleError

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
_LONGEST_SIDE = 6000
_PDF, _JPEG, _PNG = b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
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
    if not data:
        raise NotAccepted(_("The file is empty. Choose the file again."))
    if len(data) > MOST_BYTES:
        raise NotAccepted(too_large(len(data)))
    if data.startswith(_PDF):
        return Inspected("application/pdf", data)
    if data.startswith(_JPEG):
        return Inspected("image/jpeg", _only_pixels(data, "JPEG"))
    if data.startswith(_PNG):
        return Inspected("image/png", _only_pixels(data, "PNG"))
    raise NotAccepted(
        _("This file is not a PDF, JPEG or PNG file. Save the document as PDF and choose it again.")
    )


def too_large(size: int) -> str:
    megabytes = -(-size // (1024 * 1024))
    return _(
        "The file is %(size)s MB. The limit is 10 MB. Save it as PDF with small images, or send two files."
    ) % {"size": megabytes}


def _only_pixels(data: bytes, kind: str) -> bytes:
    unreadable = NotAccepted(_("This picture cannot be read. Save it again as JPEG, PNG or PDF."))
    try:
        with Image.open(BytesIO(data), formats=[kind]) as image:  # reads the header only
            if image.width * image.height > MOST_PIXELS:
                raise _too_many_pixels()
            image.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
            image.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image)
            plain = upright.convert("RGB") if kind == "JPEG" else upright.convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except (OSError, SyntaxError, ValueError):
        raise unreadable from None
    plain.info = {}  # place, device, comments, colour profile: nothing of it is kept
    kept = BytesIO()
    plain.save(kept, kind, **({"quality": 88} if kind == "JPEG" else {}))
    return kept.getvalue()


def _too_many_pixels() -> NotAccepted:
    return NotAccepted(_("This picture has more than 50 million pixels. Make it smaller, or save it as PDF."))


def name_to_show(name: str) -> str:
    """The last part of the name, without anything that steers a screen. For people to recognise, for nothing else."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(letter for letter in last if not unicodedata.category(letter).startswith("C"))
    return " ".join(seen.split())[-120:] or _("document")
