"""Making a backup: the files, the database in one moment, the files that came meanwhile; then its name makes it one."""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from cms.backup.copying import NOTHING_EARLIER, Earlier, copy_files
from cms.backup.engines import ENGINES, copy_database
from cms.backup.manifest import (
    COMPLETE,
    FileState,
    Manifest,
    UnreadableBackup,
    applied_migrations,
    code_of_today,
    read_manifest,
    write_manifest,
)
from cms.backup.stores import digest_of, stores_of_files
from content.base.errors import RuleError

UNDER_CONSTRUCTION = ".unfinished-"
LAST = "last-backup.json"
"""In the data folder: when the last backup was complete. Whoever looks after the site's health reads it."""


class UnableToBackUp(RuleError):
    pass


def make_backup(place: Path, *, keep: int, with_keys: bool, at: datetime) -> Path:
    """A new folder in the place; the oldest beyond so many are removed. Raises UnableToBackUp, and leaves no half one."""
    if keep < 1:
        raise UnableToBackUp("At least one backup has to be kept.")
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(place):
        _clear_away(place.glob(f"{UNDER_CONSTRUCTION}*"))
        folder = place / f"{UNDER_CONSTRUCTION}{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        folder.mkdir(mode=0o700)
        try:
            manifest = _fill(folder, earlier=_newest(place), with_keys=with_keys, at=at)
            whole = _give_name(folder, place, at)
        except OSError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise UnableToBackUp(f"The backup cannot be written: {error.strerror or error}.") from error
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        _clear_away(sorted(complete_in(place))[:-keep])
    _note(whole, manifest)
    return whole


def complete_in(place: Path) -> list[Path]:
    return [folder for folder in place.iterdir() if COMPLETE.fullmatch(folder.name)]


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    with (place / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UnableToBackUp(f"Another backup is being made in {place}.") from error
        yield


def _fill(folder: Path, *, earlier: Earlier, with_keys: bool, at: datetime) -> Manifest:
    """Files before the database and after it: whatever its rows name was there at one of the two moments."""
    started, stores = time.monotonic(), stores_of_files(keys=with_keys)
    before = copy_files(stores, folder, known={}, earlier=earlier)
    file = folder / ENGINES[connection.vendor]
    copied = copy_database(file)
    files = copy_files(stores, folder, known=before, earlier=earlier)
    there = {name for name in files if not name.startswith("keys/")}
    with file.open("rb") as source:
        database = FileState(digest_of(source), file.stat().st_size, at.isoformat())
    manifest = Manifest(
        made_at=at.isoformat(),
        engine=connection.vendor,
        code=code_of_today(),
        migrations=applied_migrations(),
        database=database,
        tables=copied.tables,
        files=files,
        missing=sorted(copied.named - there),
        left_over=sorted(there - copied.named),
        with_keys=with_keys,
        seconds=round(time.monotonic() - started, 2),
    )
    write_manifest(folder, manifest)
    return manifest


def _newest(place: Path) -> Earlier:
    """The last complete one, to link to. One that cannot be read is none."""
    for folder in sorted(complete_in(place), reverse=True):
        try:
            return Earlier(folder, read_manifest(folder).files)
        except (UnreadableBackup, OSError):
            continue
    return NOTHING_EARLIER


def _give_name(folder: Path, place: Path, at: datetime) -> Path:
    """Everything is on the disk before the name says that it is."""
    os.sync()
    first = place / f"campus-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    names = [first, *(first.with_name(f"{first.name}-{number}") for number in range(2, 100))]
    whole = next(name for name in names if not name.exists())
    folder.rename(whole)
    descriptor = os.open(place, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    return whole


def _clear_away(folders) -> None:
    for folder in folders:
        shutil.rmtree(folder)


def _note(whole: Path, manifest: Manifest) -> None:
    data = Path(settings.DATA_FOLDER)
    data.mkdir(parents=True, exist_ok=True)
    note = {
        "at": manifest.made_at,
        "path": str(whole.resolve()),
        "bytes": manifest.size,
        "seconds": manifest.seconds,
        "missing": len(manifest.missing),
    }
    part = data / f"{LAST}.part"
    part.write_text(json.dumps(note, indent=1), encoding="utf-8")
    part.replace(data / LAST)
