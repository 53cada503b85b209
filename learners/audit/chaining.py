"""Writes the audit log. Each entry is chained to the one before it in the transaction of the deed itself."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from django.db import connection, transaction

from learners.audit.models import AuditDetail, AuditEntry
from learners.audit.named import NAMES
from learners.audit.origin import origin

START = "0" * 64
"""What the first entry names as the one before it."""
_LOCK = 0x43414D50
"""The number of the advisory lock, free of any other meaning."""


@dataclass(frozen=True)
class Concern:
    """Whom and what one entry is about."""

    person_id: int | None = None
    about: str = ""


def audit(name: str, *, at: datetime, by=None, person=None, about: str = "", data: dict | None = None):
    """One entry. Call it as late as the rule allows: from here to the end of the transaction other entries wait."""
    concern = Concern(person.pk if person else None, about)
    return audit_each(name, [concern], at=at, by=by, data=data)[0]


@transaction.atomic(savepoint=False)
def audit_each(
    name: str, concerns: Iterable[Concern], *, at: datetime, by=None, data: dict | None = None
) -> list[AuditEntry]:
    """The same deed for many, each with its own entry. Three statements, however many."""
    if name not in NAMES:
        raise ValueError(f"{name} is none of the audited deeds.")
    written = _canonical(data or {})
    number, previous = _last()
    entries, salts = [], []
    for concern in concerns:
        number, salt = number + 1, secrets.token_hex(16)
        entry = AuditEntry(
            number=number, name=name, at=at, by=by, person_id=concern.person_id, about=concern.about,
            detail_digest=detail_digest(salt, origin(), written), previous=previous,
        )  # fmt: skip
        previous = entry.digest = digest_of(entry)
        entries.append(entry)
        salts.append(salt)
    entries = AuditEntry.objects.bulk_create(entries)
    AuditDetail.objects.bulk_create(
        AuditDetail(entry=entry, salt=salt, origin=origin(), data=written)
        for entry, salt in zip(entries, salts, strict=True)
    )
    return entries


def _last() -> tuple[int, str]:
    """Number and digest of the last entry, with everybody else who wants to write waiting until this one is done.

    SQLite has one writer at a time anyway: its transactions begin as those of a writer.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = AuditEntry.objects.order_by("-number").values_list("number", "digest").first()
    return last or (0, START)


def digest_of(entry: AuditEntry) -> str:
    parts = [
        entry.number, entry.name, entry.at.astimezone(UTC).isoformat(timespec="microseconds"), entry.by_id,
        entry.person_id, entry.about, entry.detail_digest, entry.previous,
    ]  # fmt: skip
    return sha256(_canonical(parts).encode()).hexdigest()


def detail_digest(salt: str, came_from: str, data: str) -> str:
    return sha256(_canonical([salt, came_from, data]).encode()).hexdigest()


def _canonical(value) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
