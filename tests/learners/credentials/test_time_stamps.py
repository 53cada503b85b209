"""Signatures with the time of an outside service. Here it runs on this machine and stamps with a key of its own."""

import asyncio
import io
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from asn1crypto import keys, tsp, x509
from cryptography import x509 as crypto_x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from learners.credentials.models import Certificate
from learners.credentials.pdf_signing import NoTimeStamp, sign_pdf
from learners.credentials.rendering import pdf_of
from tests.learners.credentials.rows import LATER, make_certificate
from tests.learners.credentials.test_pdf_signing import checked
from tests.learners.credentials.test_rendering import FACTS

pytestmark = pytest.mark.django_db


def make_stamper() -> DummyTimeStamper:
    key = rsa.generate_private_key(65537, 2048)
    name = crypto_x509.Name([crypto_x509.NameAttribute(NameOID.COMMON_NAME, "Time stamps of the tests")])
    usage = crypto_x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    made = (
        crypto_x509.CertificateBuilder(name, name, key.public_key(), crypto_x509.random_serial_number())
        .not_valid_before(LATER - timedelta(days=1))
        .not_valid_after(LATER + timedelta(days=1))
        .add_extension(crypto_x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, SHA256())
    )
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(
        x509.Certificate.load(made.public_bytes(Encoding.DER)),
        keys.PrivateKeyInfo.load(plain),
        fixed_dt=LATER,
    )


@pytest.fixture
def service(settings):
    """Its answers can be spoilt: set `answer`."""
    stamper = make_stamper()

    class Service(BaseHTTPRequestHandler):
        answer = None

        def do_POST(self):
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            stamped = asyncio.run(stamper.async_request_tsa_response(asked)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(stamped if self.answer is None else self.answer)

        def log_message(self, *_words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Service)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.PDF_TIME_STAMPS = f"http://127.0.0.1:{server.server_port}/"
    Service.root = stamper.tsa_cert
    yield Service
    server.shutdown()
    server.server_close()


def stamp_in(pdf: bytes):
    [signature] = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    attributes = signature.signer_info["unsigned_attrs"]
    stamps = [each["values"][0] for each in attributes if each["type"].native == "signature_time_stamp_token"]
    return stamps[0]["content"] if stamps else None


def test_each_signature_carries_a_stamp_of_its_own(service):
    signed = [sign_pdf(pdf_of(FACTS | {"name": name}), at=LATER) for name in ("Ana", "Bo")]

    stamps = [stamp_in(pdf) for pdf in signed]
    told = [stamp["encap_content_info"]["content"].parsed for stamp in stamps]
    assert [each["gen_time"].native for each in told] == [LATER, LATER]
    assert told[0]["message_imprint"].native != told[1]["message_imprint"].native
    assert [checked(pdf).intact and checked(pdf).valid for pdf in signed] == [True, True]


def test_the_stamp_holds_for_whoever_trusts_its_service(service):
    [signature] = PdfFileReader(io.BytesIO(sign_pdf(pdf_of(FACTS), at=LATER))).embedded_signatures
    trusts = ValidationContext(trust_roots=[service.root], moment=LATER)

    status = validate_pdf_signature(signature, trusts, trusts)

    stamp = status.timestamp_validity
    assert (stamp.intact, stamp.valid, stamp.trusted, stamp.timestamp) == (True, True, True, LATER)


def test_without_the_setting_nobody_is_asked():
    assert stamp_in(sign_pdf(pdf_of(FACTS), at=LATER)) is None


@pytest.mark.parametrize("answer", [b"", b"0\x03\x02\x01\x01", b"<html>Busy</html>"])
def test_a_service_that_answers_with_rubbish_stops_the_signature(service, answer):
    service.answer = answer

    with pytest.raises(NoTimeStamp, match="The service of time stamps did not answer"):
        sign_pdf(pdf_of(FACTS), at=LATER)


def test_a_service_that_is_away_issues_nothing(settings, eligible, key):
    settings.PDF_TIME_STAMPS = "http://127.0.0.1:9/"

    with pytest.raises(NoTimeStamp):
        make_certificate(eligible)

    assert not Certificate.objects.exists()
