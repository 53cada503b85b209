import io
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from asn1crypto import pem, x509
from cryptography import x509 as crypto_x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings as configured
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from learners.credentials.issued_files import issued_file
from learners.credentials.models import Certificate
from learners.credentials.pdf_signing import issuing_certificates, sign_pdf
from learners.credentials.rendering import pdf_of
from learners.credentials.signing import NoSigningKey, unsealed
from tests.learners.credentials.rows import AT, LATER, make_certificate
from tests.learners.credentials.test_rendering import FACTS

pytestmark = pytest.mark.django_db


def checked(pdf: bytes, at=LATER):
    pems = pem.unarmor(issuing_certificates(at=at).encode(), multiple=True)
    roots = [x509.Certificate.load(raw) for _kind, _headers, raw in pems]
    [signature] = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return validate_pdf_signature(signature, ValidationContext(trust_roots=roots, moment=at))


def test_issued_pdf_is_an_archive_with_the_badge_in_it_and_signed(eligible, key):
    certificate = make_certificate(eligible)
    pdf = issued_file(certificate, "pdf")

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        said = opened.open_metadata()
        standard = (said["pdfaid:part"], said["pdfaid:conformance"], said["pdfuaid:part"])
        attached = {name: file.get_file().read_bytes() for name, file in opened.attachments.items()}
    status = checked(pdf)

    assert standard == ("3", "A", "1")
    assert attached == {"credential.json": issued_file(certificate, "json")}
    assert (status.valid, status.intact, status.trusted, status.bottom_line) == (True, True, True, True)


def test_one_changed_byte_breaks_the_signature():
    signed = bytearray(sign_pdf(pdf_of(FACTS), at=LATER))
    place = signed.index(b"/Title") - 40
    signed[place] ^= 1

    assert not checked(bytes(signed)).intact


def test_certificate_is_made_once_and_its_key_is_sealed(settings):
    first, second = sign_pdf(pdf_of(FACTS), at=LATER), sign_pdf(pdf_of(FACTS), at=LATER)

    files = {file.name: file.stat().st_mode & 0o777 for file in settings.KEYS_FOLDER.iterdir()}
    assert files == {"pdf-signer.p12": 0o600, "pdf-root.pem": 0o644}
    assert b"registrar" not in (settings.KEYS_FOLDER / "pdf-signer.p12").read_bytes()
    assert checked(first).trusted
    assert checked(second).trusted


def test_a_later_signature_says_what_the_first_one_says_but_for_the_digest():
    read = [checked_info(sign_pdf(pdf_of(FACTS | {"name": name}), at=LATER)) for name in ("Ana", "Bo", "Cy")]

    digests = [said.pop("message_digest") for said in read]
    assert len({digest[0] for digest in digests}) == 3
    assert read[0] == read[1] == read[2]
    assert set(read[0]) == {"content_type", "signing_certificate_v2"}


def checked_info(pdf: bytes) -> dict:
    """The words that are signed, after a look that the signature is good."""
    assert checked(pdf).bottom_line
    [signature] = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return {each["type"].native: each["values"].native for each in signature.signer_info["signed_attrs"]}


def test_certificate_that_is_over_signs_nothing(eligible, key):
    sign_pdf(pdf_of(FACTS), at=AT - timedelta(days=4000))

    with pytest.raises(NoSigningKey, match="Put a new one in its place"):
        make_certificate(eligible)
    assert Certificate.objects.count() == 0


def test_file_of_the_institution_is_used_and_a_wrong_password_is_told(settings, tmp_path):
    sign_pdf(pdf_of(FACTS), at=LATER)
    own = tmp_path / "own.p12"
    own.write_bytes(_institutions_file())
    settings.PDF_CERTIFICATE, settings.PDF_CERTIFICATE_PASSWORD = str(own), "right"

    assert checked(sign_pdf(pdf_of(FACTS), at=LATER)).trusted
    other = tmp_path / "other.p12"
    other.write_bytes(own.read_bytes())
    settings.PDF_CERTIFICATE, settings.PDF_CERTIFICATE_PASSWORD = str(other), "wrong"
    with pytest.raises(NoSigningKey, match="cannot be read"):
        sign_pdf(pdf_of(FACTS), at=LATER)


def test_longest_keys_and_chain_of_an_institution_have_room(settings, tmp_path):
    own = tmp_path / "own.p12"
    own.write_bytes(_long_file())
    settings.PDF_CERTIFICATE, settings.PDF_CERTIFICATE_PASSWORD = str(own), "right"

    for _each in range(2):
        assert checked(sign_pdf(pdf_of(FACTS), at=LATER)).trusted


def _long_file() -> bytes:
    """A signer with a key of 4096 bits and three authorities above it, as a public authority gives them out."""
    key = rsa.generate_private_key(65537, 4096)  # one for all: each takes a second
    names = [
        crypto_x509.Name(
            [crypto_x509.NameAttribute(NameOID.COMMON_NAME, f"Authority {number} {'of the ministry ' * 3}")]
        )
        for number in range(4)
    ]
    made = []
    for number in range(4):
        above = min(number + 1, 3)
        builder = crypto_x509.CertificateBuilder(
            names[above], names[number], key.public_key(), number + 1,
            AT - timedelta(days=1), AT + timedelta(days=900),
        ).add_extension(crypto_x509.BasicConstraints(number > 0, None), True)  # fmt: skip
        usage = dict.fromkeys(
            ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only", "crl_sign"), False
        )  # fmt: skip
        signs = {
            "digital_signature": number == 0,
            "content_commitment": number == 0,
            "key_cert_sign": number > 0,
        }
        builder = builder.add_extension(crypto_x509.KeyUsage(**usage, **signs), True)
        made.append(builder.sign(key, SHA256()))
    return pkcs12.serialize_key_and_certificates(
        b"own", key, made[0], made[1:], BestAvailableEncryption(b"right")
    )


def test_missing_file_of_the_institution_is_told(settings, tmp_path):
    settings.PDF_CERTIFICATE = str(tmp_path / "none.p12")

    with pytest.raises(NoSigningKey, match=r"none\.p12"):
        sign_pdf(pdf_of(FACTS), at=datetime(2026, 9, 1, tzinfo=UTC))


def _institutions_file() -> bytes:
    key, certificate, chain = pkcs12.load_key_and_certificates(
        unsealed(configured.KEYS_FOLDER / "pdf-signer.p12"), None
    )
    return pkcs12.serialize_key_and_certificates(
        b"own", key, certificate, chain, BestAvailableEncryption(b"right")
    )
