"""Which files belong into a backup, and where they lie."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, default_storage, storages

BLOCK = 1 << 20
UNFINISHED = ".part"


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def stores_of_files(*, keys: bool) -> dict[str, Storage]:
    """By the name that a store has in a backup. Keys only when somebody asks for them."""
    found: dict[str, Storage] = {"private": _private_files(), "media": default_storage}
    if keys:
        found["keys"] = FileSystemStorage(
            location=settings.KEYS_FOLDER, file_permissions_mode=0o600, directory_permissions_mode=0o700
        )
    return found


def _private_files() -> Storage:
    if "private" in storages.backends:
        return storages["private"]
    return FileSystemStorage(
        location=Path(settings.DATA_FOLDER) / "private",
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
    )


def names_in(storage: Storage, folder: str = "") -> Iterator[str]:
    """Every whole file, in the order of names. A store that is not there yet has none."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    place = f"{folder}/" if folder else ""
    for name in sorted(files):
        if name and not name.endswith(UNFINISHED):
            yield f"{place}{name}"
    for name in sorted(folders):
        yield from names_in(storage, f"{place}{name}")


def blocks_of(file: Readable) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block


def digest_of(file: Readable) -> str:
    digest = hashlib.sha256()
    for block in blocks_of(file):
        digest.update(block)
    return digest.hexdigest()
