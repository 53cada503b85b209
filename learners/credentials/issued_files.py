"""The files of a certificate, made once at issue and kept byte for byte: PDF, Open Badge, token."""

import hashlib
import json
from datetime import datetime

from learners.credentials.issuer import method_of
from learners.credentials.models import Certificate, IssuedFile
from learners.credentials.proofs import with_proof
from learners.credentials.rendering import signed_pdf_of
from learners.credentials.signing import private_half
from learners.credentials.tokens import token_of

Kind = IssuedFile.Kind


def make_files(certificate: Certificate, document: dict, *, at: datetime) -> list[IssuedFile]:
    """document: the credential that is not signed yet. Raises NoSigningKey, NotPrintable."""
    key = certificate.key
    private, method = private_half(key), method_of(key)
    signed = with_proof(document, private=private, method=method, at=at)
    badge = json.dumps(signed, ensure_ascii=False, indent=1).encode()
    token = token_of(document, private=private, method=method, at=at).encode()
    contents = {
        Kind.JSON: badge,
        Kind.JWT: token,
        Kind.PDF: signed_pdf_of(certificate.facts, badge=badge, at=at),
    }
    return IssuedFile.objects.bulk_create(
        IssuedFile(
            certificate=certificate,
            kind=kind,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            made_at=at,
        )
        for kind, content in contents.items()
    )


def issued_file(certificate: Certificate, kind: str) -> bytes | None:
    """As it was issued; None for certificates that are older than these files."""
    content = certificate.files.filter(kind=kind).values_list("content", flat=True).first()
    return None if content is None else bytes(content)
