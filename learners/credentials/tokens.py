"""The credential as a token (VC-JWT, as Open Badges 3.0 wants it), signed with the same key."""

import base64
import binascii
import json
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from learners.credentials.proofs import FindKey, Proof, issuer_of

_ALGORITHMS = ("EdDSA", "Ed25519")  # the old name of RFC 8037, which most readers know, and that of RFC 9864


class NoToken(ValueError):
    """Three parts in base 64 with two JSON objects are missing."""


def token_of(document: dict, *, private: Ed25519PrivateKey, method: str, at: datetime) -> str:
    header = {"alg": _ALGORITHMS[0], "kid": method, "typ": "JWT"}
    claims = {"iss": issuer_of(document), "jti": document["id"], "nbf": int(at.timestamp())}
    signed = f"{_part(header)}.{_part(document | claims)}"
    return f"{signed}.{_text(private.sign(signed.encode()))}"


def document_in(token: str) -> dict:
    """What the token says, without the words of the token itself. Raises NoToken."""
    claims = _read(token)[1]
    inner = claims.get("vc")  # as the first version of the data model had it
    if isinstance(inner, dict):
        return inner
    return {
        key: value for key, value in claims.items() if key not in ("iss", "jti", "nbf", "exp", "sub", "iat")
    }


def check_token(token: str, find_key: FindKey) -> Proof:
    """Raises NoToken."""
    header, claims, signature = _read(token)
    if header.get("alg") not in _ALGORITHMS:
        return Proof.UNKNOWN_KIND
    if claims.get("iss", issuer_of(claims)) != issuer_of(document_in(token)):
        return Proof.BAD
    key = find_key(str(header.get("kid", "")), issuer_of(document_in(token)))
    if key is None:
        return Proof.UNKNOWN_KEY
    try:
        key.verify(signature, token.strip().rpartition(".")[0].encode())
    except InvalidSignature:
        return Proof.BAD
    return Proof.GOOD


def _read(token: str) -> tuple[dict, dict, bytes]:
    parts = token.strip().split(".")
    try:
        header, claims = (json.loads(_bytes(part)) for part in parts[:2])
        signature = _bytes(parts[2])
    except (ValueError, IndexError, RecursionError) as error:
        raise NoToken from error
    if len(parts) != 3 or not isinstance(header, dict) or not isinstance(claims, dict):
        raise NoToken
    return header, claims, signature


def _part(value: dict) -> str:
    return _text(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise NoToken from error
