"""The institution's signature in a PDF: with its own certificate, or with one that is made here.

PAdES B-B; B-T where the installation names a service of time stamps (RFC 3161).
"""

import io
import os
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

from learners.credentials.signing import NoSigningKey, seal, unsealed

FIELD = "Registrar"
_OURS = "pdf-signer.p12"
_OWN_WORDS = 2048
"""More bytes than a signature takes beside its certificates, with the longest of keys."""
_STAMP = 16 * 1024
"""Bytes for a time stamp with the certificates of its service."""
_PATIENCE = 5
"""Seconds for the service of time stamps."""
_TEN_YEARS = timedelta(days=3652)


class NoTimeStamp(NoSigningKey):
    """The service of time stamps did not answer as it should. Nothing was signed."""


def sign_pdf(pdf: bytes, *, at: datetime) -> bytes:
    """Raises NoSigningKey when the certificate cannot be read or is not valid now, NoTimeStamp."""
    signer, stamper = _signer(at), _stamper()
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256", name=settings.ISSUER_NAME
    )
    out = io.BytesIO()
    written = IncrementalPdfFileWriter(io.BytesIO(pdf))
    room = _room(signer) + (2 * _STAMP if stamper else 0)
    try:
        signers.sign_pdf(
            written, metadata, signer=signer, timestamper=stamper, bytes_reserved=room, output=out
        )
    except (TimestampRequestError, ValueError) as error:
        if stamper is None:
            raise
        raise NoTimeStamp(
            _("The service of time stamps did not answer as it should. Try again later.")
        ) from error
    return out.getvalue()


def _stamper() -> TimeStamper | None:
    address = settings.PDF_TIME_STAMPS
    return RequestsHTTPTimeStamper(address, timeout=_PATIENCE) if address else None


def _room(signer: signers.Signer) -> int:
    """Figures to keep free for the signature. pyHanko would find the number by signing twice."""
    certificates = [signer.signing_cert, *signer.cert_registry]
    return 2 * (sum(len(certificate.dump()) for certificate in certificates if certificate) + _OWN_WORDS)


def issuing_certificates(*, at: datetime) -> str:
    """The certificates that a reader of the PDF has to trust, as PEM: the root, or what the institution's file holds."""
    signer = _signer(at)
    chain = [certificate for certificate in signer.cert_registry if certificate.ca] or [signer.signing_cert]
    loaded = [x509.load_der_x509_certificate(certificate.dump()) for certificate in chain]
    return "".join(certificate.public_bytes(Encoding.PEM).decode() for certificate in loaded)


def certificate_ends_at() -> datetime | None:
    """Until when PDFs can be signed; nothing when no certificate was made yet. Raises NoSigningKey when it cannot be read."""
    own = settings.PDF_CERTIFICATE
    file = Path(own) if own else Path(settings.KEYS_FOLDER) / _OURS
    if not own and not file.is_file():
        return None
    certificate = _read(file).signing_cert
    return certificate.not_valid_after if certificate else None


class _Registrar(signers.SimpleSigner):
    """Signatures differ in the digest and in the figures of the signature alone, so the rest is made for the first one."""

    _first: tuple[bytes, bytes] | None = None
    """Its digest, and the whole of it."""

    async def async_sign(self, data_digest: bytes, digest_algorithm: str, *args, **more) -> cms.ContentInfo:
        if more.get("timestamper"):  # a stamp is of one signature
            return await super().async_sign(data_digest, digest_algorithm, *args, **more)
        if self._first is None:
            made = await super().async_sign(data_digest, digest_algorithm, *args, **more)
            self._first = data_digest, made.dump()
            return made
        first_digest, first = self._first
        made = cms.ContentInfo.load(first)
        [signer] = made["content"]["signer_infos"]
        said = signer["signed_attrs"].untag().dump().replace(first_digest, data_digest)
        signer["signed_attrs"] = cms.CMSAttributes.load(said)
        signer["signature"] = await self.async_sign_raw(said, digest_algorithm)
        return made


def _signer(at: datetime) -> _Registrar:
    own = settings.PDF_CERTIFICATE
    file = Path(own) if own else Path(settings.KEYS_FOLDER) / _OURS
    if not own and not file.is_file():
        _make_certificate(file, at=at)
    signer = _read(file)
    certificate = signer.signing_cert
    if certificate is None:
        raise NoSigningKey(_("The certificate for PDFs, %s, cannot be read.") % file.name)
    if not certificate.not_valid_before <= at <= certificate.not_valid_after:
        raise NoSigningKey(
            _("The certificate for PDFs is valid from %(from)s to %(to)s. Put a new one in its place.")
            % {
                "from": certificate.not_valid_before.date().isoformat(),
                "to": certificate.not_valid_after.date().isoformat(),
            }
        )
    return signer


def _read(file: Path) -> _Registrar:
    try:
        return _loaded(str(file), file.stat().st_mtime_ns)
    except (OSError, ValueError) as error:
        raise NoSigningKey(_("The certificate for PDFs, %s, cannot be read.") % file.name) from error


@lru_cache(maxsize=4)
def _loaded(file: str, _changed: int) -> _Registrar:
    own = settings.PDF_CERTIFICATE
    content = Path(file).read_bytes() if own else unsealed(Path(file))
    password = settings.PDF_CERTIFICATE_PASSWORD.encode() if own else None
    read = signers.SimpleSigner.load_pkcs12_data(content, other_certs=[], passphrase=password)
    if read is None:
        raise ValueError("no PKCS #12")
    return _Registrar(
        signing_cert=read.signing_cert, signing_key=read.signing_key, cert_registry=read.cert_registry
    )


def _make_certificate(file: Path, *, at: datetime) -> None:
    """A root and one certificate under it. The key of the root is thrown away: it signs nothing else."""
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _each in range(2))
    root = _certificate("root", at=at).public_key(root_key.public_key())
    root = root.issuer_name(_name("root")).add_extension(x509.BasicConstraints(True, 0), True)
    root = _with_usage(root, root_key, root_key, signs_certificates=True).sign(root_key, SHA256())
    leaf = _certificate("registrar", at=at).public_key(key.public_key()).issuer_name(root.subject)
    leaf = leaf.add_extension(x509.BasicConstraints(False, None), True)
    leaf = _with_usage(leaf, key, root_key, signs_certificates=False).sign(root_key, SHA256())
    bundle = pkcs12.serialize_key_and_certificates(b"registrar", key, leaf, [root], NoEncryption())
    try:
        seal(file, bundle)
    except FileExistsError:
        return  # another process was faster, and its certificate is as good
    public = file.with_name("pdf-root.pem")
    public.write_bytes(root.public_bytes(Encoding.PEM))
    os.chmod(public, 0o644)


def _name(office: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, settings.ISSUER_NAME[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{settings.ISSUER_NAME[:52]}, {office}"),
        ]
    )


def _certificate(office: str, *, at: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(office))
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + _TEN_YEARS)
    )


def _with_usage(builder, key, issuer_key, *, signs_certificates: bool):
    usage = x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
    own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    return builder.add_extension(usage, True).add_extension(own, False).add_extension(above, False)
