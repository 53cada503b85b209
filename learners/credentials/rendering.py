"""The certificate as a PDF to print, made from its signed facts alone."""

import io
import json
import re
import threading
from datetime import date
from pathlib import Path

import segno
import typst
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from content.base.errors import RuleError
from learners.credentials.models import Certificate
from learners.credentials.signing import checksum
from learners.credentials.verifying import is_intact
from learners.enrolment.names import NotPrintable

_TEMPLATE = Path(__file__).with_name("certificate.typ")
_per_thread = threading.local()  # a shared compiler fails with "Already borrowed"
_MISSING_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
_TOO_LONG = "does not fit"
_SAMPLE = {
    "serial": "00000-00000-00000-00000-000000",
    "award": "Award",
    "programme": "Programme",
    "classification": "Pass",
    "hours": 300,
    "studied_from": "2026-01-05",
    "studied_to": "2026-07-05",
    "issued_on": "2026-07-06",
    "issuer": "Issuer",
    "signatories": ["First", "Second"],
    "address": "https://example.org/",
}


class Altered(RuleError):
    pass


def certificate_pdf(certificate: Certificate) -> bytes:
    """The certificate to hand out. Raises Altered if verifying would say so, NotPrintable if a font is missing."""
    if not is_intact(certificate):
        raise Altered(_("The signature of this certificate does not match what the register says."))
    return pdf_of(certificate.facts)


def require_printable(name: str) -> None:
    """Raise NotPrintable if the fonts of this machine lack a character of the name. Takes some ten milliseconds."""
    pdf_of(_SAMPLE | {"name": name})


def pdf_of(facts: dict) -> bytes:
    """PDF/A-2a and PDF/UA-1. The same facts give the same bytes."""
    if not hasattr(_per_thread, "compiler"):
        _per_thread.compiler = typst.Compiler(str(_TEMPLATE))
    data = facts | _words(facts) | {"qr": _qr(facts["address"]), "checksum": checksum(facts)}
    try:
        return _per_thread.compiler.compile(
            sys_inputs={"data": json.dumps(data)}, format="pdf", pdf_standards=["a-2a", "ua-1"]
        )
    except typst.TypstError as error:
        refusal = _refusal(str(error), facts["name"])
        if refusal is None:
            raise
        raise refusal from error


def _refusal(error: str, name: str) -> NotPrintable | None:
    if _TOO_LONG in error:
        return NotPrintable(_("“%s” is too long for one certificate page. Enter a shorter form.") % name)
    missing = _MISSING_GLYPH.search(error)
    if missing is None:
        return None
    return NotPrintable(
        _(
            "The character “%(character)s” in the certificate of %(name)s cannot be printed: "
            "this server has no font for it. Install the font and try again."
        )
        % {"character": missing[1], "name": name}
    )


def _words(facts: dict) -> dict:
    with override("en"):  # the certificate speaks English, whoever downloads it
        return {
            "from_words": date_format(date.fromisoformat(facts["studied_from"]), "j F Y"),
            "to_words": date_format(date.fromisoformat(facts["studied_to"]), "j F Y"),
            "issued_words": date_format(date.fromisoformat(facts["issued_on"]), "j F Y"),
        }


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", border=1, dark="#073E4B", xmldecl=False)
    return out.getvalue().decode()
