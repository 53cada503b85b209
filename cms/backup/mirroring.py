"""A second place for files, a minute behind: beside a database that can go back to any second, its files can too."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection

from cms.backup.copying import NOTHING_EARLIER, copy_files
from cms.backup.manifest import FileState
from cms.backup.naming import named_files
from cms.backup.putting import put_file
from cms.backup.stores import names_in, stores_of_files

FILE = "mirror.json"


@dataclass(frozen=True)
class Mirrored:
    files: int
    new: int
    forgotten: int


def mirror_files(place: Path, *, forget_after: timedelta, at: datetime) -> Mirrored:
    """Copy what is new. What was removed here stays there for so long, for a database that goes back; then it goes too."""
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    known, gone = _read(place)
    stores = stores_of_files(keys=False)
    files = copy_files(stores, place, known=known, earlier=NOTHING_EARLIER)
    there = {f"{store}/{name}" for store, storage in stores.items() for name in names_in(storage)}
    gone = {name: gone.get(name, at.isoformat()) for name in files if name not in there}
    due = [name for name, since in gone.items() if datetime.fromisoformat(since) + forget_after <= at]
    for name in due:
        (place / name).unlink(missing_ok=True)
        del files[name], gone[name]
    _write(place, files, gone)
    return Mirrored(len(files), len(files.keys() - known.keys()), len(due))


def bring_files_back(place: Path) -> list[str]:
    """Put every file that the database names where it belongs; the names of those that are nowhere."""
    known, _gone = _read(place)
    stores = stores_of_files(keys=False)
    with connection.cursor() as cursor:
        named = named_files(cursor)
    missing = []
    for name in sorted(named):
        store, _, inner = name.partition("/")
        if name in known:
            put_file(place / name, name, known[name], stores)
        elif not stores[store].exists(inner):
            missing.append(name)
    return missing


def _read(place: Path) -> tuple[dict[str, FileState], dict[str, str]]:
    if not (place / FILE).is_file():
        return {}, {}
    data = json.loads((place / FILE).read_text(encoding="utf-8"))
    return {name: FileState(**state) for name, state in data["files"].items()}, data["gone"]


def _write(place: Path, files: dict[str, FileState], gone: dict[str, str]) -> None:
    part = place / f"{FILE}.part"
    data = {"files": {name: asdict(state) for name, state in files.items()}, "gone": gone}
    part.write_text(json.dumps(data), encoding="utf-8")
    part.replace(place / FILE)
