"""The page that works from disk, run by Node, which has the same Web Crypto as browsers."""

import base64
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from learners.credentials.issuer import did_document
from learners.credentials.multikeys import multikey
from learners.credentials.offline import offline_page
from learners.credentials.revoking import ask_for_revocation, confirm_revocation
from learners.credentials.signing import make_signing_key
from learners.credentials.status_list import status_list
from tests.learners.credentials.badges import token_text
from tests.learners.credentials.rows import AT, LATER, administrator, make_certificate, registrar

pytestmark = pytest.mark.django_db
SCRIPT = Path(settings.BASE_DIR) / "tests" / "node" / "offline.cjs"
FOREIGN = Path(settings.BASE_DIR).parent / "shared/fixtures/credentials/1edtech-ob30/ob30/velocity.jwt"
needs_node = pytest.mark.skipif(not shutil.which("node"), reason="needs node")
SOON = "2027-01-01T00:00:00Z"


def answers(**cases) -> dict:
    named = [{"name": name, "at": SOON} | case for name, case in cases.items()]
    run = subprocess.run(
        ["node", str(SCRIPT)],
        input=json.dumps(named),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@needs_node
def test_what_the_page_says(eligible, key):
    certificate = make_certificate(eligible)
    token, keys = token_text(certificate), json.dumps(did_document())
    before = json.dumps(status_list(at=LATER))
    request = ask_for_revocation(certificate, by=registrar(), at=LATER, reason="Error")
    confirm_revocation(request, by=administrator(), at=LATER)
    after = json.dumps(status_list(at=LATER))
    head, claims, signature = token.split(".")
    plain = base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)).decode()
    renamed = plain.replace("Demo learner 07", "Somebody else")
    changed = base64.urlsafe_b64encode(renamed.encode()).rstrip(b"=").decode()
    other = make_signing_key(at=AT)

    assert answers(
        good={"token": token, "keys": keys},
        typed={"token": token, "keys": multikey(key.public_key)},
        listed={"token": token, "keys": keys, "list": before},
        revoked={"token": token, "keys": keys, "list": after},
        early={"token": token, "keys": keys, "at": "2026-01-01T00:00:00Z"},
        altered={"token": f"{head}.{changed}.{signature}", "keys": keys},
        signature={"token": f"{head}.{claims}.{'A' * len(signature)}", "keys": keys},
        wrong_key={"token": token, "keys": multikey(other.public_key)},
        unsigned={"token": "eyJhbGciOiJub25lIn0.e30.", "keys": keys},
        no_token={"token": "a.b", "keys": keys},
        no_key={"token": token, "keys": "z6Mk0"},
        no_did={"token": token, "keys": "{}"},
        wrong_list={"token": token, "keys": keys, "list": "{}"},
        no_list={"token": token, "keys": keys, "list": "revoked"},
    ) == {
        "good": ["valid", "not checked"],
        "typed": ["valid", "not checked"],
        "listed": ["valid", "checked"],
        "revoked": ["revoked", "checked"],
        "early": ["not yet", "not checked"],
        "altered": ["altered", ""],
        "signature": ["altered", ""],
        "wrong_key": ["altered", ""],
        "unsigned": ["unknown kind", ""],
        "no_token": ["refused", "This is no token of a certificate. Choose the file that ends in .jwt."],
        "no_key": ["refused", "This is no key. Paste the text of did.json, or a key that begins with z6Mk."],
        "no_did": ["refused", "This is no key. Paste the text of did.json, or a key that begins with z6Mk."],
        "wrong_list": ["refused", "This status list is not the one that the certificate names."],
        "no_list": ["refused", "The status list cannot be read."],
    }


@needs_node
@pytest.mark.skipif(not FOREIGN.is_file(), reason=f"needs the published credential {FOREIGN}")
def test_token_of_somebody_else_with_another_kind_of_signature(key):
    found = answers(velocity={"token": FOREIGN.read_text(), "keys": json.dumps(did_document())})

    assert found == {"velocity": ["unknown kind", ""]}


def test_page_is_one_file_that_asks_nobody(client):
    got = client.get("/verify/offline.html")

    page = got.content.decode()
    assert got.content == offline_page()
    assert got["Content-Disposition"] == 'attachment; filename="check-a-certificate.html"'
    assert "checkToken" in page
    assert "/*checking.js*/" not in page
    assert [word for word in ("http://", "https://", "src=", "href=", "import(") if word in page] == []
