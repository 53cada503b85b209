"""Credentials that others have signed, each with a verdict that is known."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from learners.credentials.examining import Finding, Sources, examine, examine_signed
from learners.credentials.multikeys import from_multikey
from learners.credentials.opening import UnreadableFile, open_file
from learners.credentials.proofs import Proof, key_in_method
from learners.credentials.tokens import check_token

FOLDER = Path(settings.BASE_DIR).parent / "shared" / "fixtures" / "credentials"
AT = datetime(2026, 11, 1, tzinfo=UTC)
_EDTECH, _DCC = FOLDER / "1edtech-ob30", FOLDER / "dcc"
needs_fixtures = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"needs the published credentials in {FOLDER}"
)


def published_keys() -> dict[str, str]:
    keys = {}
    for file in _DCC.glob("dids/*/did.json"):
        for method in json.loads(file.read_text())["assertionMethod"]:
            keys[method["id"]] = method["publicKeyMultibase"]
    return keys


def find_key(method: str, issuer: str):
    """did:key by itself, did:web from the folder. The https issuers of 1EdTech name the key in the method's fragment."""
    if method in published_keys():
        return from_multikey(published_keys()[method])
    address, _, fragment = method.partition("#")
    if address.startswith("https://") and address == issuer and fragment.startswith("z6Mk"):
        return from_multikey(fragment)
    return key_in_method(method)


def find_list(address: str):
    name = address.rsplit("/", 1)[-1]
    folder = (
        "status-verifier-core" if "verifier-core" in address else "statusLists/didkey-ed25519Signature2020"
    )
    file = _DCC / folder / name
    return json.loads(file.read_text()) if file.is_file() else None


def finding(file: Path) -> str:
    try:
        opened = open_file(file.read_bytes())
    except UnreadableFile:
        return "no credential"
    sources = Sources(find_key, find_list)
    if not opened.token:
        return examine(opened.document, sources, at=AT)
    if check_token(opened.token, find_key) != Proof.GOOD:
        return Finding.UNREADABLE
    return examine_signed(opened.document, sources, at=AT)


def wanted_of_name(name: str) -> set[str]:
    """The verdict that the name of the file tells."""
    if "tampered" in name:
        return {Finding.ALTERED}
    if "revoked" in name:
        return {Finding.REVOKED}
    if "-expired" in name:
        return {Finding.EXPIRED}
    if "missingTypeStatus" in name or "notYetValidStatus" in name:
        return {Finding.NO_STATUS}
    return {Finding.VALID}


DCC = sorted(_DCC.glob("verifiableCredentials/**/*.json"))
EDTECH = json.loads((_EDTECH / "expected.json").read_text()) if _EDTECH.is_dir() else {}


@needs_fixtures
@pytest.mark.parametrize("file", DCC, ids=lambda file: str(file.relative_to(_DCC))[22:])
def test_credentials_of_the_digital_credentials_consortium(file):
    assert {finding(file)} == wanted_of_name(file.name)


@needs_fixtures
@pytest.mark.parametrize("name", sorted(EDTECH))
def test_credentials_of_1edtech(name):
    [expected] = EDTECH[name]
    found = finding(_EDTECH / name)

    if expected["outcome"] == "valid":
        assert found == Finding.VALID
    if expected["outcome"] == "invalid":
        assert found != Finding.VALID


@needs_fixtures
def test_reasons_of_those_that_1edtech_calls_invalid():
    found = {name: finding(_EDTECH / name) for name in EDTECH if EDTECH[name][0]["outcome"] == "invalid"}

    assert found == {
        "ob30/bit-string-list/credential-status-revoked-blank-nodes.json": Finding.NO_STATUS,
        "ob30/simple-err-credential-subject-identifier-type.json": Finding.UNREADABLE,
        "ob30/simple-err-credential-subject-type.json": Finding.UNREADABLE,
        "ob30/simple-err-issued.json": Finding.NOT_YET,
        "ob30/simple-err-issuer-type.json": Finding.ALTERED,
        "ob30/simple-err-proof-method-unknown-did-method.json": Finding.UNKNOWN_KEY,
        "ob30/simple-err-proof-value.json": Finding.ALTERED,
        "ob30/velocity.jwt": Finding.UNREADABLE,
    }
