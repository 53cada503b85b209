"""The certificate as a PDF to print, made from its signed facts alone."""

import io
from datetime import UTC, date

import segno
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from content.base.errors import RuleError
from learners.credentials.models import Certificate
from learners.credentials.printing import printed
from learners.credentials.signing import checksum
from learners.credentials.verifying import is_intact

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


class Withheld(RuleError):
    """There is no PDF of it: the paper would say what the public page denies."""


class Altered(Withheld):
    pass


class Revoked(Withheld):
    pass


def certificate_pdf(certificate: Certificate) -> bytes:
    """The certificate to hand out. Raises Altered or Revoked, as verifying would say; NotPrintable if a font is missing."""
    if not is_intact(certificate):
        raise Altered(_("The signature of this certificate does not match what the register says."))
    if certificate.revoked_at:
        when = date_format(certificate.revoked_at.astimezone(UTC), "j F Y")
        raise Revoked(_("This certificate was revoked on %(date)s.") % {"date": when})
    return pdf_of(certificate.facts)


def require_printable(name: str) -> None:
    """Raise NotPrintable if the fonts of this machine lack a character of the name. Takes some ten milliseconds."""
    pdf_of(_SAMPLE | {"name": name})


def pdf_of(facts: dict) -> bytes:
    """PDF/A-2a and PDF/UA-1. The same facts give the same bytes."""
    data = facts | _words(facts) | {"qr": _qr(facts["address"]), "checksum": checksum(facts)}
    return printed("certificate.typ", data, name=facts["name"])


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
