"""What the tests of credentials read out of issued files."""

import json

from learners.credentials.issued_files import issued_file
from learners.credentials.issuer import did_document
from learners.credentials.models import Certificate
from learners.credentials.multikeys import from_multikey
from learners.credentials.proofs import Proof, check_proofs


def badge_of(certificate: Certificate) -> dict:
    return json.loads(issued_file(certificate, "json"))


def token_text(certificate: Certificate) -> str:
    return issued_file(certificate, "jwt").decode()


def find_published(method: str, _issuer: str):
    """Only what the DID document says."""
    for key in did_document()["verificationMethod"]:
        if key["id"] == method:
            return from_multikey(key["publicKeyMultibase"])
    return None


def proof_of(document: dict) -> Proof:
    return check_proofs(document, find_published)
