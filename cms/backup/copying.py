"""Copying files: what has not changed since the backup before is linked to it, and takes no room."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import Storage

from cms.backup.manifest import FileState
from cms.backup.stores import blocks_of, names_in


@dataclass(frozen=True)
class Earlier:
    """The files of an older copy, and where they lie."""

    folder: Path
    files: dict[str, FileState]


NOTHING_EARLIER = Earlier(Path(), {})


def copy_files(
    stores: dict[str, Storage], folder: Path, *, known: dict[str, FileState], earlier: Earlier
) -> dict[str, FileState]:
    """Everything in the stores that is not known yet or has changed; all that is known afterwards.

    A file that goes while others are copied is not copied, and that is no fault.
    """
    found = dict(known)
    for name, storage, inner in _originals(stores):
        try:
            size, changed = storage.size(inner), storage.get_modified_time(inner).isoformat()
            had = found.get(name)
            if had and (had.size, had.changed) == (size, changed):
                continue
            old = earlier.files.get(name)
            if old and (old.size, old.changed) == (size, changed) and _link(earlier.folder, folder, name):
                found[name] = old
            else:
                found[name] = _copy(storage, inner, folder / name, changed)
        except FileNotFoundError:
            continue
    return found


def _originals(stores: dict[str, Storage]) -> Iterator[tuple[str, Storage, str]]:
    for place, storage in stores.items():
        for inner in names_in(storage):
            yield f"{place}/{inner}", storage, inner


def _link(old: Path, new: Path, name: str) -> bool:
    """Whether the older copy serves. Between two file systems it cannot."""
    target = new / name
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old / name, target)
    except OSError:
        return False
    return True


def _copy(storage: Storage, inner: str, target: Path, changed: str) -> FileState:
    """Beside its place first, then into it: the place holds a whole file, or the older one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part, digest, size = target.with_name(f"{target.name}.part"), hashlib.sha256(), 0
    with storage.open(inner) as source, part.open("wb") as copy:
        for block in blocks_of(source):
            digest.update(block)
            size += len(block)
            copy.write(block)
    part.replace(target)
    return FileState(digest.hexdigest(), size, changed)
