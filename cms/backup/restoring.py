"""Bringing an installation back from a backup, and proving that it is what was backed up."""

import json
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import Storage
from django.core.management import call_command, get_commands
from django.db import connection

from cms.backup.engines import ENGINES, bring_back, is_empty, table_states
from cms.backup.manifest import FileState, Manifest, applied_migrations, read_manifest, unknown_migrations
from cms.backup.naming import named_files
from cms.backup.putting import RestoredWrongly, put_file
from cms.backup.stores import digest_of, names_in, stores_of_files
from cms.backup.tables import differing
from content.base.errors import RuleError

LAST = "last-restore.json"
ERASING = "erase_again"
"""The command that erases again whoever was erased after the backup was made."""


class UnableToRestore(RuleError):
    pass


@dataclass(frozen=True)
class Restored:
    tables: int
    rows: int
    files: int
    bytes: int
    seconds: float
    missing: list[str]
    """Files that the database names, and that neither the backup had nor the store has."""
    left_over: list[str]
    """Files in the store that the database does not name: work of after the backup, or removed before it."""
    migrated: bool
    erased_again: bool


def check_backup(folder: Path) -> Manifest:
    """Read every file and compare it with its digest. Raises UnableToRestore and names what is damaged."""
    manifest = read_manifest(folder)
    expected = manifest.files | {ENGINES[manifest.engine]: manifest.database}
    damaged = [name for name, state in sorted(expected.items()) if not _is_whole(folder / name, state)]
    if damaged:
        raise UnableToRestore(f"The backup is damaged, nothing was changed: {_some(damaged)}.")
    return manifest


def restore(folder: Path, *, replace: bool, at: datetime) -> Restored:
    """The files first, the database in one step, then the proof. Safe to run again after a failure."""
    started, manifest = time.monotonic(), check_backup(folder)
    stores = stores_of_files(keys=manifest.with_keys)
    _check_target(manifest, stores, replace=replace)
    for name, state in manifest.files.items():
        put_file(folder / name, name, state, stores)
    bring_back(folder / ENGINES[manifest.engine])
    wrong = differing(manifest.tables, table_states())
    if wrong:
        raise RestoredWrongly(f"These tables are not as they were: {_some(wrong)}.")
    migrated, erased = _bring_to_today(manifest)
    there = {f"{place}/{name}" for place in ("private", "media") for name in names_in(stores[place])}
    named = _named_now()
    restored = Restored(
        tables=len(manifest.tables),
        rows=manifest.rows,
        files=len(manifest.files),
        bytes=manifest.size,
        seconds=round(time.monotonic() - started, 2),
        missing=sorted(named - there),
        left_over=sorted(there - named),
        migrated=migrated,
        erased_again=erased,
    )
    _note(folder, restored, at)
    return restored


def _is_whole(file: Path, state: FileState) -> bool:
    if not file.is_file() or file.stat().st_size != state.size:
        return False
    with file.open("rb") as source:
        return digest_of(source) == state.sha256


def _check_target(manifest: Manifest, stores: dict[str, Storage], *, replace: bool) -> None:
    if manifest.engine != connection.vendor:
        raise UnableToRestore(
            f"The backup is of {manifest.engine}, the database here is {connection.vendor}."
        )
    newer = unknown_migrations(manifest)
    if newer:
        raise UnableToRestore(
            f"The backup was made by newer code than this: {_some(newer)} is not known here."
        )
    if replace:
        return
    if not is_empty():
        raise UnableToRestore("The database is not empty. Say --replace to lose what it holds.")
    full = [place for place, storage in stores.items() if next(names_in(storage), None)]
    if full:
        raise UnableToRestore(f"There are files already: {_some(full)}. Say --replace to write over them.")


def _bring_to_today(manifest: Manifest) -> tuple[bool, bool]:
    """Tables of older code are brought to this one; who was erased is erased again; everybody signs in anew."""
    connection.close()
    call_command("migrate", verbosity=0, interactive=False)
    migrated = applied_migrations() != manifest.migrations
    erased = ERASING in get_commands()
    if erased:
        call_command(ERASING)
    Session.objects.all().delete()
    return migrated, erased


def _named_now() -> set[str]:
    with connection.cursor() as cursor:
        return named_files(cursor)


def _note(folder: Path, restored: Restored, at: datetime) -> None:
    note = {"at": at.isoformat(), "from": str(folder.resolve()), **asdict(restored)}
    (Path(settings.DATA_FOLDER) / LAST).write_text(json.dumps(note, indent=1), encoding="utf-8")


def _some(names: list[str]) -> str:
    return ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")
