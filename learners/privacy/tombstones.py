"""Who was erased, kept where a restored backup does not bring it back: so that it can be erased again."""

import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import scrypt
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model

from learners.audit.models import Tombstone


@dataclass(frozen=True)
class Stone:
    """One line of the file."""

    user_number: int
    salt: str
    digest: str
    erased_at: str
    proposed_by: int | None
    approved_by: int | None


def tombstones_file() -> Path:
    return Path(settings.DATA_FOLDER) / "erased.jsonl"


def digest_of_address(salt: str, address: str) -> str:
    """Slow on purpose: a list of addresses cannot be tried against it quickly."""
    plain = address.strip().lower().encode()
    return scrypt(plain, salt=bytes.fromhex(salt), n=2**12, r=8, p=1, dklen=32).hex()


def put_tombstone(user, *, proposed_by: int | None, approved_by: int | None, at: datetime) -> Tombstone:
    salt = secrets.token_hex(16)
    return Tombstone.objects.create(
        user_number=user.pk, salt=salt, digest=digest_of_address(salt, user.email), erased_at=at,
        proposed_by=proposed_by, approved_by=approved_by,
    )  # fmt: skip


def write_missing_lines() -> int:
    """Rows that the file does not have yet. Whatever died between the two, the next call brings them together."""
    known = {(stone.user_number, stone.digest) for stone in stones()}
    missing = [row for row in Tombstone.objects.order_by("pk") if (row.user_number, row.digest) not in known]
    for row in missing:
        _append(_stone(row))
    return len(missing)


def stones() -> Iterator[Stone]:
    file = tombstones_file()
    if file.is_file():
        with file.open(encoding="utf-8") as lines:
            yield from (Stone(**json.loads(line)) for line in lines if line.strip())


def person_under(stone: Stone):
    """The account that came back: usually under its number; under another one when accounts were loaded anew."""
    users = get_user_model()._default_manager.exclude(pk__in=Tombstone.objects.values("user_number"))
    under_number = users.filter(pk=stone.user_number).first()
    if under_number and digest_of_address(stone.salt, under_number.email) == stone.digest:
        return under_number
    if Tombstone.objects.filter(digest=stone.digest).exists():
        return None
    for pk, email in users.order_by("pk").values_list("pk", "email").iterator():
        if digest_of_address(stone.salt, email) == stone.digest:
            return users.get(pk=pk)
    return None


def _stone(row: Tombstone) -> Stone:
    return Stone(
        row.user_number, row.salt, row.digest, row.erased_at.isoformat(), row.proposed_by, row.approved_by
    )


def _append(stone: Stone) -> None:
    file = tombstones_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as lines:
        lines.write(json.dumps(asdict(stone)) + "\n")
        lines.flush()
        os.fsync(lines.fileno())
