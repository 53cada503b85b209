"""What an uploaded file is, by its content, and the credential in it. Everything here is bounded: strangers send it."""

import io
import json
import re
import struct
import zlib
from dataclasses import dataclass
from enum import StrEnum

import pikepdf
from django.utils.translation import gettext as _
from lxml import etree

from content.base.errors import RuleError
from learners.credentials.tokens import NoToken, document_in

MOST_BYTES = 2_000_000
_MOST_TEXT = 400_000
_DEEPEST = 24
_TOKEN = re.compile(rb"\s*[\w-]+\.[\w-]+\.[\w-]+\s*")
_BAKED = b"openbadgecredential"


class UnreadableFile(RuleError):
    pass


class FileKind(StrEnum):
    PDF = "pdf"
    JSON = "json"
    TOKEN = "jwt"  # noqa: S105 -- the end of a file's name


@dataclass(frozen=True)
class Opened:
    kind: FileKind
    document: dict | None
    """The credential in it; None in a PDF without one."""
    token: str = ""


def open_file(content: bytes) -> Opened:
    """By what is in it: name and type that the browser tells mean nothing. Raises UnreadableFile."""
    if len(content) > MOST_BYTES:
        raise UnreadableFile(_("The file is larger than 2 MB. A certificate is much smaller."))
    if not content.strip(b"\0 \t\r\n"):
        raise UnreadableFile(_("The file is empty."))
    if b"%PDF-" in content[:1024]:
        return Opened(FileKind.PDF, _in_pdf(content))
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _of_text(_in_png(content))
    if content.lstrip()[:5].lower() in (b"<?xml", b"<svg ") or b"<svg" in content[:600]:
        return _of_text(_in_svg(content))
    return _of_text(content)


def _of_text(content: bytes) -> Opened:
    if len(content) > _MOST_TEXT:
        raise UnreadableFile(_("The file is too large for a credential."))
    content = content.removeprefix(b"\xef\xbb\xbf")
    if content.lstrip().startswith(b"{"):
        return Opened(FileKind.JSON, _json(content))
    if _TOKEN.fullmatch(content):
        token = content.decode("ascii", "replace").strip()
        try:
            return Opened(FileKind.TOKEN, _shallow(document_in(token)), token)
        except NoToken as error:
            raise UnreadableFile(_not_ours()) from error
    raise UnreadableFile(_not_ours())


def _not_ours() -> str:
    return _("This is no certificate. Choose the PDF, or the file that ends in .json or .jwt.")


def _json(content: bytes) -> dict:
    try:
        document = json.loads(content, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(_not_ours()) from error
    if not isinstance(document, dict):
        raise UnreadableFile(_not_ours())
    return _shallow(document)


def _once(pairs: list[tuple[str, object]]) -> dict:
    # Of a name that comes twice, readers take the first or the last: a file must not say two things.
    if len({name for name, _value in pairs}) < len(pairs):
        raise ValueError("a name comes twice")
    return dict(pairs)


def _shallow(document: dict) -> dict:
    """Raises UnreadableFile when it is nested deeper than any credential."""
    layer: list[object] = [document]
    for _depth in range(_DEEPEST):
        layer = [inner for value in layer for inner in _inside(value)]
        if not layer:
            return document
    raise UnreadableFile(_("The file is nested too deeply for a credential."))


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _in_pdf(content: bytes) -> dict | None:
    """The first attached file that is a credential. A PDF that cannot be opened holds none."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            for name in sorted(pdf.attachments)[:4]:
                attached = pdf.attachments[name].get_file().obj
                document = _attached(attached)
                if document is not None:
                    return document
    except (pikepdf.PdfError, KeyError, TypeError, ValueError, RecursionError):
        return None
    return None


def _attached(stream) -> dict | None:
    raw = stream.read_raw_bytes()
    if len(raw) > _MOST_TEXT:
        return None
    if stream.get("/Filter") == "/FlateDecode":
        unpack = zlib.decompressobj()
        try:
            raw = unpack.decompress(raw, _MOST_TEXT)
        except zlib.error:
            return None
    try:
        return _json(raw)
    except UnreadableFile:
        return None


def _in_png(content: bytes) -> bytes:
    """The text chunk with the credential (Open Badges 3.0, baking)."""
    place = 8
    while place + 8 <= len(content):
        length, kind = struct.unpack(">I4s", content[place : place + 8])
        body = content[place + 8 : place + 8 + length]
        if kind == b"iTXt" and body.startswith(_BAKED + b"\0\0"):
            return body.split(b"\0", 5)[-1]
        place += 12 + length
    raise UnreadableFile(_("There is no credential in this picture."))


def _in_svg(content: bytes) -> bytes:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(_not_ours()) from error
    for baked in root.iter("{https://purl.imsglobal.org/ob/v3p0}credential"):
        return (baked.get("verify") or baked.text or "").strip().encode()
    raise UnreadableFile(_("There is no credential in this picture."))
