"""Files that look like ours. Each is told apart, in a sentence that says what is wrong with it."""

import base64
import gzip
import io
import json
import struct
import zlib

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from learners.credentials.checking_files import check_file
from learners.credentials.examining import Finding
from learners.credentials.file_words import Why
from learners.credentials.issued_files import issued_file
from learners.credentials.issuer import issuer_did
from learners.credentials.models import IssuedFile
from learners.credentials.multikeys import multikey
from learners.credentials.opening import UnreadableFile
from learners.credentials.pdf_signing import sign_pdf
from learners.credentials.proofs import with_proof
from learners.credentials.rendering import signed_pdf_of
from learners.credentials.revoking import ask_for_revocation, confirm_revocation
from learners.credentials.tokens import token_of
from learners.credentials.verifying import Status
from tests.learners.credentials.badges import badge_of, token_text
from tests.learners.credentials.rows import (
    LATER,
    administrator,
    make_certificate,
    make_certified,
    make_eligible,
    registrar,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(db):
    return make_certified()


def told(content) -> tuple[Why, Status]:
    content = content if isinstance(content, bytes) else json.dumps(content).encode()
    checked = check_file(content, at=LATER)
    return checked.why, checked.verdict.status


def revoke(certificate):
    request = ask_for_revocation(certificate, by=registrar(), at=LATER, reason="The secret reason.")
    confirm_revocation(request, by=administrator(), at=LATER)


def pdf_of(certificate) -> bytes:
    return issued_file(certificate, "pdf")


def changed(badge: dict, **words) -> dict:
    return json.loads(json.dumps(badge)) | words


@pytest.mark.parametrize("kind", ["pdf", "json", "jwt"])
def test_each_file_as_issued_is_valid_then_revoked_then_replaced(certificate, kind):
    content = issued_file(certificate, kind)

    before = told(content)
    revoke(certificate)
    after = told(content)
    make_certificate(certificate.enrolment)

    assert (before, after, told(content)) == (
        (Why.AS_ISSUED, Status.VALID),
        (Why.AS_ISSUED, Status.REVOKED),
        (Why.AS_ISSUED, Status.REPLACED),
    )


def test_same_words_in_another_layout_are_valid(certificate):
    assert told(badge_of(certificate)) == (Why.SAME_WORDS, Status.VALID)
    assert told(token_text(certificate).encode() + b"\n") == (Why.SAME_WORDS, Status.VALID)


def test_update_that_paints_another_name_over_the_page(certificate):
    pdf = pikepdf.open(io.BytesIO(pdf_of(certificate)))
    stream = pdf.make_stream(b"BT /F1 30 Tf 200 300 Td (Somebody else) Tj ET")
    update = b"9999 0 obj\n<< /Length 40 >>\nstream\n" + stream.read_bytes() + b"\nendstream\nendobj\n%%EOF\n"

    assert told(pdf_of(certificate) + update) == (Why.ADDED_TO_PDF, Status.ALTERED)


def test_update_that_is_signed_again_by_our_own_certificate(certificate):
    twice = sign_pdf(pdf_of(certificate).replace(b"(Registrar)", b"(Registrat)"), at=LATER)

    assert told(twice)[1] == Status.ALTERED
    assert told(twice)[0] in (Why.CHANGED_PDF, Why.ADDED_TO_PDF)


def test_one_byte_of_the_pdf(certificate):
    content = bytearray(pdf_of(certificate))
    content[content.index(b"/Title") - 40] ^= 1

    assert told(bytes(content)) == (Why.CHANGED_PDF, Status.ALTERED)


def test_pdf_that_was_saved_anew_without_the_signature(certificate):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of(certificate))) as pdf:
        del pdf.Root.AcroForm, pdf.pages[0].Annots
        pdf.save(out)

    assert told(out.getvalue())[1] == Status.ALTERED


def test_page_with_another_name_around_our_badge(certificate, settings, tmp_path):
    badge = issued_file(certificate, "json")
    settings.KEYS_FOLDER = tmp_path / "forger"
    forged = signed_pdf_of(certificate.facts | {"name": "Somebody else"}, badge=badge, at=LATER)

    assert told(forged) == (Why.NOT_OUR_PDF, Status.ALTERED)


def test_pdf_of_somebody_else(certificate):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        out = io.BytesIO()
        pdf.save(out)

    assert told(out.getvalue()) == (Why.NO_CERTIFICATE, Status.UNKNOWN)


@pytest.mark.parametrize(
    "words",
    [
        {"name": "Doctorate"},
        {"validFrom": "2020-01-01T00:00:00Z"},
        {"validUntil": "2090-01-01T00:00:00Z"},
        {"honours": "yes"},
        {"@context": ["https://www.w3.org/ns/credentials/v2", "https://evil.example/context"]},
        {"credentialStatus": {"id": "https://evil.example/1#1", "type": "BitstringStatusListEntry",
                              "statusPurpose": "revocation", "statusListIndex": "1",
                              "statusListCredential": "https://evil.example/1"}},
    ],
    ids=["award", "date", "expiry", "added word", "other vocabulary", "other status list"],
)  # fmt: skip
def test_changed_words_of_the_badge(certificate, words):
    assert told(changed(badge_of(certificate), **words)) == (Why.CHANGED, Status.ALTERED)


def test_evidence_that_was_left_out(certificate):
    badge = badge_of(certificate)
    del badge["evidence"]

    assert told(badge) == (Why.CHANGED, Status.ALTERED)


def test_badge_without_its_signature(certificate):
    badge = badge_of(certificate)
    del badge["proof"]

    assert told(badge) == (Why.NO_SIGNATURE, Status.ALTERED)


def test_badge_signed_by_a_forger_in_our_name(certificate):
    private = Ed25519PrivateKey.generate()
    raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    bare = {word: value for word, value in badge_of(certificate).items() if word != "proof"}
    method = f"{issuer_did()}#{multikey(raw)}"

    forged = with_proof(bare | {"name": "Doctorate"}, private=private, method=method, at=LATER)
    token = token_of(bare | {"name": "Doctorate"}, private=private, method=method, at=LATER)

    assert told(forged) == (Why.OTHER_KEY, Status.ALTERED)
    assert told(token.encode()) == (Why.OTHER_KEY, Status.ALTERED)


def test_forged_signature_that_names_our_key(certificate):
    badge = badge_of(certificate)
    bare = {word: value for word, value in badge.items() if word != "proof"}
    method = badge["proof"]["verificationMethod"]
    forged = with_proof(bare, private=Ed25519PrivateKey.generate(), method=method, at=LATER)

    assert told(forged) == (Why.CHANGED, Status.ALTERED)


def test_signature_of_another_certificate(certificate):
    cohort = certificate.enrolment.cohort
    other = badge_of(make_certificate(make_eligible(cohort, "Demo learner 08")))

    assert told(changed(badge_of(certificate), proof=other["proof"])) == (Why.CHANGED, Status.ALTERED)


def test_number_of_another_certificate(certificate):
    cohort = certificate.enrolment.cohort
    other = make_certificate(make_eligible(cohort, "Demo learner 08"))

    assert told(changed(badge_of(certificate), id=badge_of(other)["id"])) == (Why.CHANGED, Status.ALTERED)


def test_number_that_we_never_issued(certificate):
    badge = changed(
        badge_of(certificate), id="https://campus.example.org/verify/00000-00000-00000-00000-000000/"
    )

    assert told(badge) == (Why.NEVER_ISSUED, Status.UNKNOWN)


def test_token_without_a_signature_or_with_the_algorithm_none(certificate):
    _head, body, signature = token_text(certificate).split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")

    assert told(f"{none}.{body}.{signature}".encode()) == (Why.CHANGED, Status.ALTERED)


def test_token_with_changed_words(certificate):
    head, body, signature = token_text(certificate).split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))) | {"name": "Doctorate"}
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")

    assert told(f"{head}.{forged}.{signature}".encode()) == (Why.CHANGED, Status.ALTERED)


def test_word_that_comes_twice(certificate):
    text = issued_file(certificate, "json").decode()
    forged = text.replace('"name":', '"name": "Doctorate", "name":', 1)

    with pytest.raises(UnreadableFile):
        told(forged.encode())


def test_badge_of_another_issuer_that_calls_itself_by_our_name(certificate):
    private = Ed25519PrivateKey.generate()
    did = f"did:key:{multikey(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex())}"
    bare = {
        word: value
        for word, value in badge_of(certificate).items()
        if word not in ("proof", "credentialStatus")
    }
    bare = bare | {"id": "urn:uuid:1", "issuer": badge_of(certificate)["issuer"] | {"id": did}}
    forged = with_proof(bare, private=private, method=f"{did}#{did[8:]}", at=LATER)

    checked = check_file(json.dumps(forged).encode(), at=LATER)

    assert (checked.why, checked.finding, checked.is_good) == (Why.ANOTHER_ISSUER, Finding.VALID, False)


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    made = b"\x89PNG\r\n\x1a\n"
    for kind, body in chunks:
        made += struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return made


def test_badge_that_is_baked_into_a_picture(certificate):
    badge = issued_file(certificate, "json")
    picture = png((b"IHDR", b"\0" * 13), (b"iTXt", b"openbadgecredential\0\0\0\0\0" + badge), (b"IEND", b""))
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">'
        f"<openbadges:credential><![CDATA[{badge.decode()}]]></openbadges:credential></svg>"
    )

    assert told(picture) == told(drawing.encode()) == (Why.SAME_WORDS, Status.VALID)


BILLION = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><svg>&b;</svg>'
)
BAD = {
    "zeros": b"\0" * 1_000_000,
    "too large": b"\0" * 10_000_000,
    "empty": b"",
    "words": b"Hello",
    "deep": b'{"a":' * 100 + b"1" + b"}" * 100,
    "deeper": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    "list": b"[1]",
    "half": b'{"a":',
    "large text": b'{"a":"' + b"x" * 500_000 + b'"}',
    "no token": b"aaa.bbb.ccc",
    "picture": png((b"IHDR", b"\0" * 13), (b"IEND", b"")),
    "cut picture": png((b"IHDR", b"\0" * 13))[:20],
    "drawing": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "entities": BILLION,
    "archive": gzip.compress(b"x"),
    "not text": bytes(range(256)),
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_all_that_is_no_certificate_is_refused_in_a_sentence(client, content):
    answer = client.post("/verify/file/", {"file": SimpleUploadedFile("c.pdf", content)})

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_nothing_chosen_is_told(client):
    assert "Choose the file to check." in client.post("/verify/file/").content.decode()


def test_twins_without_a_name_do_not_keep_the_server_busy(certificate):
    twins = [{"type": ["Evidence"], "name": "x"} for _each in range(60)]
    pair = [{"type": ["AchievementSubject"], "evidence": twins} for _each in range(2)]

    assert told(changed(badge_of(certificate), evidence=twins, credentialSubject=pair))[1] == Status.ALTERED


def test_attachment_that_unpacks_for_ever_is_not_unpacked(certificate):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["credential.json"] = pikepdf.AttachedFileSpec(
            pdf, b'{"a":"' + b" " * 30_000_000 + b'"}'
        )
        out = io.BytesIO()
        pdf.save(out, compress_streams=True)

    assert len(out.getvalue()) < 100_000
    assert told(out.getvalue()) == (Why.NO_CERTIFICATE, Status.UNKNOWN)


def page(client, content: bytes) -> str:
    answer = client.post("/verify/file/", {"file": SimpleUploadedFile("c", content)})
    assert answer.status_code == 200
    assert not answer.cookies
    assert "<script" not in answer.content.decode()
    assert len(gzip.compress(answer.content, 6)) < 6 * 1024
    return " ".join(answer.content.decode().split())


def test_page_of_a_valid_file_shows_what_the_register_shows(client, certificate):
    text = page(client, pdf_of(certificate))

    assert "This certificate is valid" in text
    assert "Each byte of the file is as we issued it." in text
    assert "Demo learner 07" in text


def test_page_of_a_revoked_file_does_not_tell_why(client, certificate):
    revoke(certificate)
    text = page(client, pdf_of(certificate))

    assert "This certificate is not valid" in text
    assert "The secret reason." not in text


def test_page_of_an_altered_file_repeats_none_of_its_words(client, certificate):
    text = page(client, json.dumps(changed(badge_of(certificate), name="Doctorate of lies")).encode())

    assert "This file was altered" in text
    assert "Doctorate of lies" not in text
    assert "Demo learner 07" not in text
    assert f"/verify/{certificate.serial}/" in text


def test_too_many_files_are_asked_to_wait(client, certificate, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"verify_file": "1/5m/ip"}
    page(client, pdf_of(certificate))

    answer = client.post("/verify/file/", {"file": SimpleUploadedFile("c", pdf_of(certificate))})

    assert (answer.status_code, "Wait 5 minutes" in answer.content.decode()) == (429, True)


def test_command_says_the_same_and_ends_with_an_error_when_it_is_not_good(certificate, tmp_path, capsys):
    file = tmp_path / "c.pdf"
    file.write_bytes(pdf_of(certificate))
    call_command("verify_certificate", file)
    said = capsys.readouterr().out
    file.write_bytes(pdf_of(certificate) + b"\n%%EOF\n")

    with pytest.raises(CommandError, match="not a valid certificate"):
        call_command("verify_certificate", file)
    assert said.startswith("valid: This file is as we issued it. Each byte")
    assert certificate.serial in said
    assert "Something was added to the PDF" in capsys.readouterr().out
    for bad in (tmp_path / "none", tmp_path):
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("verify_certificate", bad)
    file.write_bytes(b"Hello")
    with pytest.raises(CommandError, match="no certificate"):
        call_command("verify_certificate", file)


def test_certificate_older_than_the_files_is_known_by_its_number_only(client, certificate):
    pdf = pdf_of(certificate)
    IssuedFile.objects.all().delete()

    assert told(pdf) == (Why.NOT_OUR_PDF, Status.ALTERED)
