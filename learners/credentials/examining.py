"""Whether a credential of anybody holds: signature, dates, status. What it needs from outside is handed in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.dateparse import parse_datetime

from learners.credentials.linked_data import UnreadableDocument
from learners.credentials.proofs import FindKey, Proof, check_proofs
from learners.credentials.status_list import bit_of


class Finding(StrEnum):
    VALID = "valid"
    ALTERED = "altered"
    UNSIGNED = "unsigned"
    UNKNOWN_KEY = "unknown key"
    UNREADABLE = "unreadable"
    EXPIRED = "expired"
    NOT_YET = "not yet"
    REVOKED = "revoked"
    NO_STATUS = "no status"
    """It names a status list that cannot be read, so nobody can say that it was not revoked."""


@dataclass(frozen=True)
class Sources:
    """Where keys and status lists come from. Nothing here reaches for the network."""

    find_key: FindKey
    find_list: Callable[[str], dict | None]


_OF_PROOF = {
    Proof.BAD: Finding.ALTERED,
    Proof.MISSING: Finding.UNSIGNED,
    Proof.UNKNOWN_KEY: Finding.UNKNOWN_KEY,
    Proof.UNKNOWN_KIND: Finding.UNREADABLE,
}


def examine(document: dict, sources: Sources, *, at: datetime) -> Finding:
    try:
        proof = check_proofs(document, sources.find_key)
    except UnreadableDocument:
        return Finding.UNREADABLE
    return _OF_PROOF.get(proof) or examine_signed(document, sources, at=at)


def examine_signed(document: dict, sources: Sources, *, at: datetime) -> Finding:
    """What is left when the signature is known to fit."""
    try:
        return _status(document, sources, at=at) or _dates(document, at=at) or Finding.VALID
    except ValueError:
        return Finding.UNREADABLE


def _dates(document: dict, *, at: datetime) -> Finding | None:
    begins = _moment(document.get("validFrom") or document.get("issuanceDate"))
    ends = _moment(document.get("validUntil") or document.get("expirationDate"))
    if begins and at < begins:
        return Finding.NOT_YET
    return Finding.EXPIRED if ends and at > ends else None


def _moment(text: object) -> datetime | None:
    """Raises ValueError for what is there and is no moment."""
    if text is None:
        return None
    moment = parse_datetime(text) if isinstance(text, str) else None
    if moment is None or moment.tzinfo is None:
        raise ValueError("no moment")
    return moment


def _status(document: dict, sources: Sources, *, at: datetime) -> Finding | None:
    entries = document.get("credentialStatus") or []
    for entry in entries if isinstance(entries, list) else [entries]:
        if not isinstance(entry, dict) or entry.get("statusPurpose") != "revocation":
            continue
        found = _bit(entry, sources, at=at)
        if found is not None:
            return found
    return None


def _bit(entry: dict, sources: Sources, *, at: datetime) -> Finding | None:
    listed = sources.find_list(str(entry.get("statusListCredential", "")))
    if listed is None or "BitstringStatusListCredential" not in (listed.get("type") or []):
        return Finding.NO_STATUS
    inner = Sources(sources.find_key, lambda _address: None)
    if examine(listed, inner, at=at) != Finding.VALID:
        return Finding.NO_STATUS
    subject = listed.get("credentialSubject")
    if not isinstance(subject, dict) or subject.get("statusPurpose") != "revocation":
        return Finding.NO_STATUS
    revoked = bit_of(str(subject.get("encodedList", "")), int(str(entry.get("statusListIndex"))))
    return Finding.REVOKED if revoked else None
