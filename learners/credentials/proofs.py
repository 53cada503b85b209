"""Signs a JSON-LD document, and tells whether the signature in one fits (Data Integrity, eddsa-rdfc-2022)."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from learners.credentials.linked_data import digest
from learners.credentials.multikeys import base58, from_base58, from_multikey

SUITE = "eddsa-rdfc-2022"
_OLDER_SUITE = "Ed25519Signature2020"  # others still issue it: read, never written
_OLDER_CONTEXT = "https://w3id.org/security/suites/ed25519-2020/v1"
FindKey = Callable[[str, str], Ed25519PublicKey | None]
"""The key of a verification method, None if nobody knows it, for this issuer."""


class Proof(StrEnum):
    GOOD = "good"
    BAD = "bad"
    MISSING = "missing"
    UNKNOWN_KEY = "unknown key"
    UNKNOWN_KIND = "unknown kind"


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def with_proof(document: dict, *, private: Ed25519PrivateKey, method: str, at: datetime) -> dict:
    """The document with its signature. method: the address of the public key in the issuer's DID document."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": moment(at),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    return document | {"proof": proof | {"proofValue": base58(private.sign(_signed(document, proof)))}}


def check_proofs(document: dict, find_key: FindKey) -> Proof:
    """Good only if every signature in it that we can read fits, and there is at least one.

    Raises UnreadableDocument.
    """
    proofs = document.get("proof")
    proofs = proofs if isinstance(proofs, list) else [proofs] if proofs else []
    if not proofs:
        return Proof.MISSING
    if len(proofs) > 4:
        return Proof.UNKNOWN_KIND
    unsigned = {key: value for key, value in document.items() if key != "proof"}
    found = {_check(unsigned, proof, find_key) for proof in proofs}
    for result in (Proof.BAD, Proof.UNKNOWN_KEY, Proof.GOOD):
        if result in found:
            return result
    return Proof.UNKNOWN_KIND


def _check(document: dict, proof: object, find_key: FindKey) -> Proof:
    if not isinstance(proof, dict):
        return Proof.UNKNOWN_KIND
    if not _is_readable(proof):
        return Proof.UNKNOWN_KIND
    if proof.get("proofPurpose") != "assertionMethod":
        return Proof.BAD
    key = find_key(str(proof.get("verificationMethod", "")), issuer_of(document))
    if key is None:
        return Proof.UNKNOWN_KEY
    try:
        key.verify(from_base58(str(proof.get("proofValue", "")), length=64), _signed(document, proof))
    except (InvalidSignature, ValueError):
        return Proof.BAD
    return Proof.GOOD


def _is_readable(proof: dict) -> bool:
    if proof.get("type") == "DataIntegrityProof":
        return proof.get("cryptosuite") == SUITE
    return proof.get("type") == _OLDER_SUITE


def _signed(document: dict, proof: dict) -> bytes:
    """The proof's own words first, then the document, as the suite orders it."""
    settings = {key: value for key, value in proof.items() if key != "proofValue"}
    context = document.get("@context")
    if proof["type"] == _OLDER_SUITE:
        context = [_OLDER_CONTEXT]
    return digest({"@context": context} | settings) + digest(document)


def issuer_of(document: dict) -> str:
    issuer = document.get("issuer")
    name = issuer.get("id") if isinstance(issuer, dict) else issuer
    return name if isinstance(name, str) else ""


def key_in_method(method: str) -> Ed25519PublicKey | None:
    """The key that a did:key address holds itself."""
    did, _, fragment = method.partition("#")
    text = did.removeprefix("did:key:")
    if not did.startswith("did:key:") or fragment not in ("", text):
        return None
    try:
        return from_multikey(text)
    except ValueError:
        return None
