"""What is kept of a picture that somebody sends: its pixels, and nothing about place, device or author."""

from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from content.base.errors import RuleError

MOST_PIXELS = 50_000_000
_LONGEST_SIDE = 6000


class UnreadablePicture(RuleError):
    """It is no picture of the kind that it claims to be."""


class TooManyPixels(RuleError):
    """Decoding it would cost more than it is worth."""


def only_pixels(data: bytes, kind: str) -> bytes:
    """Raises UnreadablePicture and TooManyPixels. No picture is decoded before its size is known."""
    try:
        with Image.open(BytesIO(data), formats=[kind]) as image:  # reads the header only
            if image.width * image.height > MOST_PIXELS:
                raise too_many_pixels()
            image.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
            image.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image)
            plain = upright.convert("RGB") if kind == "JPEG" else upright.convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise too_many_pixels() from None
    except (OSError, SyntaxError, ValueError):
        raise UnreadablePicture(_("This picture cannot be read. Save it again as JPEG or PNG.")) from None
    plain.info = {}  # place, device, comments, colour profile: nothing of it is kept
    kept = BytesIO()
    plain.save(kept, kind, **({"quality": 88} if kind == "JPEG" else {}))
    return kept.getvalue()


def too_many_pixels() -> TooManyPixels:
    return TooManyPixels(_("This picture has more than 50 million pixels. Make it smaller."))
