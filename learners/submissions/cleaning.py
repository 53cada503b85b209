"""The copy of a file that markers get: the same work without the name of its author in the properties of the file."""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from django.utils.translation import gettext as _

from content.base.uploads import NotAccepted, require_size
from learners.submissions.inspecting import DOCX, PDF, OfficeFile, unpack, wrong_type

_CORE = (
    b'<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_APP = (
    b'<?xml version="1.0" encoding="UTF-8"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_META = (
    b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta '
    b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/></office:document-meta>'
)
_EMPTIED = {
    "docProps/core.xml": _CORE,
    "docProps/app.xml": _APP,
    "docProps/custom.xml": _APP,
    "meta.xml": _META,
}
# Who commented and who changed what, in both formats.
_AUTHOR_ATTRIBUTE = re.compile(
    rb'((?:w|w14|w15|w16|office|text):(?:author|initials|userId|providerId)=)"[^"]+"'
)
_AUTHOR_ELEMENT = re.compile(
    rb"(<(?:dc:creator|meta:creator-initials|text:author-name|text:author-initials)\b[^>]*>)[^<]+"
)
_PERSONAL = re.compile(
    rb"<(?:dc:creator|cp:lastModifiedBy|meta:initial-creator|Company|Manager|HyperlinkBase)\b[^>]*>\s*[^<\s]"
)


@dataclass(frozen=True)
class Cleaned:
    content_type: str
    data: bytes
    words: int | None
    traces: list[str]
    """What was taken out, by name: properties, comments."""


def clean(data: bytes) -> Cleaned:
    """Raises NotAccepted for everything that is no readable PDF, DOCX or ODT."""
    require_size(data)
    if data.startswith(b"%PDF-"):
        return _clean_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _clean_office(unpack(data))
    raise wrong_type()


def _clean_pdf(data: bytes) -> Cleaned:
    traces = []
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            if pdf.docinfo or "/Metadata" in pdf.Root:
                traces.append("properties")
            del pdf.docinfo
            if "/Metadata" in pdf.Root:
                del pdf.Root.Metadata
            if _without_names_of_notes(pdf):
                traces.append("comments")
            kept = BytesIO()
            pdf.save(kept, deterministic_id=True)
    except pikepdf.PasswordError as error:
        raise NotAccepted(
            _("The file is protected by a password. Save it without one and choose it again.")
        ) from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, KeyError, AttributeError) as error:
        raise NotAccepted(_("This PDF file cannot be read. Save it again and choose it again.")) from error
    return Cleaned(PDF, kept.getvalue(), None, traces)


def _without_names_of_notes(pdf: pikepdf.Pdf) -> bool:
    found = False
    for page in pdf.pages:
        for note in page.get("/Annots", []):
            if "/T" in note and note.get("/Subtype") != "/Widget":
                del note["/T"]
                found = True
    return found


def _clean_office(file: OfficeFile) -> Cleaned:
    traces = []
    if any(_PERSONAL.search(file.parts[name]) for name in _EMPTIED if name in file.parts):
        traces.append("properties")
    parts = {name: _without_authors(name, content) for name, content in file.parts.items()}
    if any(parts[name] != content for name, content in file.parts.items() if name not in _EMPTIED):
        traces.append("comments")
    return Cleaned(file.content_type, _packed(parts, file.content_type), file.words, traces)


def _without_authors(name: str, content: bytes) -> bytes:
    if name in _EMPTIED:
        return _EMPTIED[name]
    if not name.endswith(".xml"):
        return content
    return _AUTHOR_ELEMENT.sub(rb"\1", _AUTHOR_ATTRIBUTE.sub(rb'\1""', content))


def _packed(parts: dict[str, bytes], content_type: str) -> bytes:
    """An ODT starts with its type, stored as it is. Times of the parts are left out: they tell of a clock."""
    kept = BytesIO()
    first = "[Content_Types].xml" if content_type == DOCX else "mimetype"
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda each: (each != first, each)):
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), parts[name], compress_type=kind)
    return kept.getvalue()
