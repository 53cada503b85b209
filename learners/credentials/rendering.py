"""The certificate as a PDF to print, made from its signed facts alone."""

import io
from datetime import UTC, date, datetime

import segno
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from content.base.errors import RuleError
from learners.credentials.models import Certificate, IssuedFile
from learners.credentials.pdf_signing import sign_pdf
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


_MASK = 2


class Withheld(RuleError):
    """There is no PDF of it: the paper would say what the public page denies."""


class Altered(Withheld):
    pass


class Revoked(Withheld):
    pass


def certificate_pdf(certificate: Certificate) -> bytes:
    """The certificate to hand out. Raises Altered or Revoked; NotPrintable if a font is missing."""
    require_handed_out(certificate)
    return issued_pdf(certificate) or pdf_of(certificate.facts)


def require_handed_out(certificate: Certificate) -> None:
    """Raise Altered or Revoked, as verifying would say."""
    if not is_intact(certificate):
        raise Altered(_("The signature of this certificate does not match what the register says."))
    if certificate.revoked_at:
        when = date_format(certificate.revoked_at.astimezone(UTC), "j F Y")
        raise Revoked(_("This certificate was revoked on %(date)s.") % {"date": when})


def issued_pdf(certificate: Certificate) -> bytes | None:
    """Byte for byte as it was issued; None for certificates that are older than these files."""
    files = certificate.files.filter(kind=IssuedFile.Kind.PDF)
    content = files.values_list("content", flat=True).first()
    return None if content is None else bytes(content)


def require_printable(name: str) -> None:
    """Raise NotPrintable if the fonts of this machine lack a character of the name. Takes some ten milliseconds."""
    pdf_of(_SAMPLE | {"name": name})


def pdf_of(facts: dict) -> bytes:
    """PDF/A-2a and PDF/UA-1. The same facts give the same bytes."""
    return printed("certificate.typ", _data(facts), name=facts["name"])


def signed_pdf_of(facts: dict, *, badge: bytes, at: datetime) -> bytes:
    """PDF/A-3a with the Open Badge inside, signed by the institution. Raises NoSigningKey."""
    data = _data(facts) | {"badge": badge.decode()}
    return sign_pdf(printed("certificate.typ", data, name=facts["name"], archive="a-3a"), at=at)


def _data(facts: dict) -> dict:
    return facts | _words(facts) | {"qr": _qr(facts["address"]), "checksum": checksum(facts)}


def _words(facts: dict) -> dict:
    with override("en"):  # the certificate speaks English, whoever downloads it
        return {
            "from_words": date_format(date.fromisoformat(facts["studied_from"]), "j F Y"),
            "to_words": date_format(date.fromisoformat(facts["studied_to"]), "j F Y"),
            "issued_words": date_format(date.fromisoformat(facts["issued_on"]), "j F Y"),
        }


def _qr(address: str) -> str:
    out = io.BytesIO()
    # Any mask can be read. To find the prettiest of eight takes longer than all the rest of the picture.
    segno.make(address, error="m", mask=_MASK).save(out, kind="svg", border=1, dark="#073E4B", xmldecl=False)
    return out.getvalue().decode()
