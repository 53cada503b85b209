"""Whether an uploaded certificate is what we issued: PDF, Open Badge or token."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from learners.credentials.examining import Finding, Sources, examine, examine_signed
from learners.credentials.file_words import FINDINGS, SENTENCES, TITLES, Why
from learners.credentials.issued_files import issued_file
from learners.credentials.issuer import issuer_did
from learners.credentials.linked_data import UnreadableDocument
from learners.credentials.models import Certificate, IssuedFile, SigningKey
from learners.credentials.multikeys import from_multikey, multikey
from learners.credentials.opening import FileKind, Opened, open_file
from learners.credentials.proofs import Proof, check_proofs, issuer_of, key_in_method
from learners.credentials.rendering import issued_pdf
from learners.credentials.serials import read_serial
from learners.credentials.tokens import check_token
from learners.credentials.verifying import Status, Verdict, verify

_END = re.compile(rb"%%EOF\r?\n?")
_SIGNATURE = re.compile(rb"/Contents\s*<([0-9a-fA-F]{200,}?)(?:00)*>")
_MOST_UPDATES = 40


@dataclass(frozen=True)
class FileVerdict:
    kind: FileKind
    why: Why
    verdict: Verdict
    """Of the certificate in the register that the file is, or claims to be."""
    finding: Finding | None = None
    """For a credential of another issuer."""

    @property
    def is_ours(self) -> bool:
        """What we issued, be it valid or revoked by now."""
        return self.why in (Why.AS_ISSUED, Why.SAME_WORDS)

    @property
    def is_good(self) -> bool:
        return self.is_ours and self.verdict.status == Status.VALID

    @property
    def title(self):
        return TITLES[self.why]

    @property
    def sentence(self):
        return FINDINGS[self.finding] if self.finding else SENTENCES[self.why]

    @property
    def named(self) -> str:
        """The serial number that an altered file claims, when there is such a certificate."""
        certificate = self.verdict.certificate
        return certificate.serial if certificate else ""


def check_file(content: bytes, *, at: datetime) -> FileVerdict:
    """Raises UnreadableFile for all that is no certificate of anybody."""
    opened = open_file(content)
    known = IssuedFile.objects.filter(sha256=hashlib.sha256(content).hexdigest())
    serial = known.values_list("certificate__serial", flat=True).first()
    if serial:
        return FileVerdict(opened.kind, Why.AS_ISSUED, verify(serial, at=at))
    updated = _behind_update(content) if opened.kind == FileKind.PDF else None
    if updated:
        return FileVerdict(opened.kind, Why.ADDED_TO_PDF, Verdict(Status.ALTERED, at, updated))
    if opened.document is None:
        return FileVerdict(opened.kind, Why.NO_CERTIFICATE, Verdict(Status.UNKNOWN, at))
    certificate = _claimed(opened.document)
    if certificate is None:
        return _of_erased_holder(opened, at=at) or _not_in_register(opened, at=at)
    why = _why_pdf(content, certificate) if opened.kind == FileKind.PDF else _why(opened, certificate)
    if why in (Why.AS_ISSUED, Why.SAME_WORDS):
        return FileVerdict(opened.kind, why, verify(certificate.serial, at=at))
    return FileVerdict(opened.kind, why, Verdict(Status.ALTERED, at, certificate))


def _claimed(document: dict) -> Certificate | None:
    """The certificate whose number the credential names."""
    name = document.get("id")
    serial = read_serial(name) if isinstance(name, str) and len(name) < 400 else None
    return Certificate.objects.filter(serial=serial).first() if serial else None


def _why(opened: Opened, certificate: Certificate) -> Why:
    document = opened.document or {}
    try:
        proof = (
            check_token(opened.token, find_our_key) if opened.token else check_proofs(document, find_our_key)
        )
    except UnreadableDocument:
        return Why.CHANGED
    if proof == Proof.GOOD:
        return Why.SAME_WORDS if _bare(document) == _bare(_stored(certificate)) else Why.CHANGED
    return {Proof.UNKNOWN_KEY: Why.OTHER_KEY, Proof.MISSING: Why.NO_SIGNATURE}.get(proof, Why.CHANGED)


def _bare(document: dict) -> dict:
    return {key: value for key, value in document.items() if key != "proof"}


def _stored(certificate: Certificate) -> dict:
    content = issued_file(certificate, IssuedFile.Kind.JSON)
    return json.loads(content) if content else {}


def find_our_key(method: str, _issuer: str) -> Ed25519PublicKey | None:
    """By the key itself: the address of the site may have changed since it signed."""
    fragment = method.partition("#")[2]
    for public_key in SigningKey.objects.values_list("public_key", flat=True):
        if multikey(public_key) == fragment:
            return from_multikey(fragment)
    return None


def _of_erased_holder(opened: Opened, *, at: datetime) -> FileVerdict | None:
    """Our copy is gone, so a PDF is compared with nothing; a credential carries our signature itself."""
    document = opened.document or {}
    name = document.get("id")
    verdict = verify(name, at=at) if isinstance(name, str) and len(name) < 400 else None
    if verdict is None or not verdict.facts.get("erased"):
        return None
    doubted = Verdict(Status.ALTERED, at, verdict.certificate)
    if opened.kind == FileKind.PDF:
        unsaid = Verdict(Status.UNKNOWN, at, verdict.certificate)
        return FileVerdict(opened.kind, Why.NOT_COMPARABLE, unsaid)
    try:
        token = opened.token
        proof = check_token(token, find_our_key) if token else check_proofs(document, find_our_key)
    except UnreadableDocument:
        return FileVerdict(opened.kind, Why.CHANGED, doubted)
    if proof == Proof.GOOD:
        return FileVerdict(opened.kind, Why.SAME_WORDS, verdict)
    return FileVerdict(opened.kind, Why.CHANGED, doubted)


def _not_in_register(opened: Opened, *, at: datetime) -> FileVerdict:
    document, unknown = opened.document or {}, Verdict(Status.UNKNOWN, at)
    if issuer_of(document) == issuer_did():
        return FileVerdict(opened.kind, Why.NEVER_ISSUED, unknown)
    finding = _foreign(opened, at=at)
    why = Why.ANOTHER_ISSUER_BAD if finding in _BAD else Why.ANOTHER_ISSUER
    return FileVerdict(opened.kind, why, unknown, finding)


_BAD = (Finding.ALTERED, Finding.UNSIGNED, Finding.EXPIRED, Finding.REVOKED, Finding.UNREADABLE)
_BY_ITSELF = Sources(lambda method, _issuer: key_in_method(method), lambda _address: None)


def _foreign(opened: Opened, *, at: datetime) -> Finding:
    document = opened.document or {}
    if not opened.token:
        return examine(document, _BY_ITSELF, at=at)
    proof = check_token(opened.token, _BY_ITSELF.find_key)
    found = {Proof.GOOD: None, Proof.UNKNOWN_KEY: Finding.UNKNOWN_KEY, Proof.BAD: Finding.ALTERED}
    return found.get(proof, Finding.UNREADABLE) or examine_signed(document, _BY_ITSELF, at=at)


def _why_pdf(content: bytes, certificate: Certificate) -> Why:
    """What happened to a PDF that names one of our certificates and is not the one we issued."""
    ours = issued_pdf(certificate) or b""
    signature = _SIGNATURE.search(ours)
    is_there = signature is not None and signature[1] in content
    return Why.CHANGED_PDF if is_there else Why.NOT_OUR_PDF


def _behind_update(content: bytes) -> Certificate | None:
    """The certificate that somebody has appended to: the first part of the file is what we issued."""
    ends = [match.end() for match in _END.finditer(content)][:_MOST_UPDATES]
    digests = {hashlib.sha256(content[:end]).hexdigest() for end in ends}
    found = IssuedFile.objects.filter(sha256__in=digests).select_related("certificate").first()
    return found.certificate if found else None
