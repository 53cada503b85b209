"""A badge to show: a drawing or a picture with the signed credential inside (Open Badges 3.0, baking)."""

import io
from functools import lru_cache
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from learners.credentials.issued_files import issued_file
from learners.credentials.models import Certificate, IssuedFile
from learners.credentials.verifying import award_in_full

_DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" viewBox="0 0 200 200" role="img">
<title>{title}</title>
<openbadges:credential>{credential}</openbadges:credential>
<circle cx="100" cy="100" r="96" fill="#073E4B"/><circle cx="100" cy="100" r="88" fill="none" stroke="#FFC83D" stroke-width="3"/>
<g fill="none" stroke="#fff" stroke-width="5"><circle cx="52" cy="100" r="22"/><path d="M79 79h42v42H79zM148 78l19 11v22l-19 11-19-11V89z"/></g>
</svg>
"""


def baked_badge(certificate: Certificate) -> bytes | None:
    """None for certificates that are older than their files."""
    credential = issued_file(certificate, IssuedFile.Kind.JSON)
    if credential is None:
        return None
    title = award_in_full(certificate.facts)
    return _DRAWING.format(title=escape(title), credential=escape(credential.decode())).encode()


_SIDE, _FINER = 400, 4
"""Pixels of the picture, and how much finer it is drawn so that its edges are smooth."""
_PETROL, _MARIGOLD, _WHITE = "#073E4B", "#FFC83D", "#FFFFFF"
_HEXAGON = ((148, 78), (167, 89), (167, 111), (148, 122), (129, 111), (129, 89))


def baked_picture(certificate: Certificate) -> bytes | None:
    """A PNG whose text chunk “openbadgecredential” holds the credential. None as for baked_badge."""
    credential = issued_file(certificate, IssuedFile.Kind.JSON)
    if credential is None:
        return None
    baked = PngInfo()
    baked.add_itxt("openbadgecredential", credential.decode())
    out = io.BytesIO()
    _picture().save(out, "PNG", pnginfo=baked, optimize=True)
    return out.getvalue()


@lru_cache(maxsize=1)
def _picture() -> Image.Image:
    """The drawing of the SVG in pixels. Everybody has the same one."""
    scale = _SIDE * _FINER / 200
    picture = Image.new("RGBA", (_SIDE * _FINER,) * 2)
    draw = ImageDraw.Draw(picture)

    def circle(x: int, y: int, radius: float, **look) -> None:
        draw.circle((x * scale, y * scale), radius * scale, **look)

    circle(100, 100, 96, fill=_PETROL)
    circle(100, 100, 89.5, outline=_MARIGOLD, width=round(3 * scale))
    circle(52, 100, 24.5, outline=_WHITE, width=round(5 * scale))
    inner = tuple(place * scale for place in (76.5, 76.5, 123.5, 123.5))
    draw.rectangle(inner, outline=_WHITE, width=round(5 * scale))
    around = [(x * scale, y * scale) for x, y in (*_HEXAGON, *_HEXAGON[:2])]
    draw.line(around, fill=_WHITE, width=round(5 * scale), joint="curve")
    return picture.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS)
