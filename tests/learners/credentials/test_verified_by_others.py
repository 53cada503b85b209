"""Libraries of others read what we issue: npm's Digital Bazaar and jose, poppler's pdfsig."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from learners.credentials.issued_files import issued_file
from learners.credentials.issuer import did_document
from learners.credentials.pdf_signing import issuing_certificates
from learners.credentials.revoking import ask_for_revocation, confirm_revocation
from learners.credentials.status_list import status_list
from tests.learners.credentials.rows import LATER, administrator, make_certified, registrar

pytestmark = pytest.mark.django_db
NODE = Path(settings.BASE_DIR) / "tests" / "node"
needs_node = pytest.mark.skipif(
    not (shutil.which("node") and (NODE / "node_modules").is_dir()),
    reason="needs node and “npm ci --prefix tests/node”",
)
needs_poppler = pytest.mark.skipif(
    not (shutil.which("pdfsig") and shutil.which("certutil")), reason="needs poppler-utils and libnss3-tools"
)


@pytest.fixture
def certificate(db):
    return make_certified()


def read_by_others(certificate, folder: Path) -> dict:
    (folder / "badge.json").write_bytes(issued_file(certificate, "json"))
    (folder / "badge.jwt").write_bytes(issued_file(certificate, "jwt"))
    (folder / "status.json").write_text(json.dumps(status_list(at=LATER)))
    (folder / "did.json").write_text(json.dumps(did_document()))
    run = subprocess.run(
        ["node", "verify.mjs", str(folder)],
        cwd=NODE,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@needs_node
def test_digital_bazaar_and_jose_accept_ours_and_see_what_was_altered(certificate, tmp_path):
    assert read_by_others(certificate, tmp_path) == {
        "badge": {"verified": True, "revoked": False, "error": ""},
        "altered": False,
        "token": True,
        "alteredToken": False,
        "asked": [],
    }


@needs_node
def test_digital_bazaar_sees_a_revocation(certificate, tmp_path):
    request = ask_for_revocation(certificate, by=registrar(), at=LATER, reason="Error")
    confirm_revocation(request, by=administrator(), at=LATER)

    assert read_by_others(certificate, tmp_path)["badge"]["revoked"] is True


@needs_poppler
def test_poppler_finds_the_signature_valid_and_trusted(certificate, tmp_path):
    (tmp_path / "root.pem").write_text(issuing_certificates(at=LATER))
    (tmp_path / "c.pdf").write_bytes(issued_file(certificate, "pdf"))
    store = f"sql:{tmp_path}"
    for command in (
        ["certutil", "-N", "-d", store, "--empty-password"],
        ["certutil", "-A", "-d", store, "-n", "root", "-t", "CT,C,C", "-i", str(tmp_path / "root.pem")],
    ):
        subprocess.run(command, check=True, capture_output=True)

    told = subprocess.run(
        ["pdfsig", "-nssdir", store, str(tmp_path / "c.pdf")], capture_output=True, text=True, check=False
    ).stdout

    assert "Signature is Valid." in told
    assert "Certificate is Trusted." in told
    assert "Total document signed" in told
