"""Putting one file of a copy where it belongs, and making sure that it is the same."""

import os
from datetime import datetime
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage

from cms.backup.manifest import FileState
from cms.backup.stores import digest_of
from content.base.errors import RuleError


class RestoredWrongly(RuleError):
    """What is there now is not what was backed up."""


def put_file(source: Path, name: str, state: FileState, stores: dict[str, Storage]) -> None:
    """Already there is the same result. Raises RestoredWrongly when it is not the same after writing."""
    place, _, inner = name.partition("/")
    storage = stores[place]
    if storage.exists(inner):
        with storage.open(inner) as there:
            if digest_of(there) == state.sha256:
                return
        storage.delete(inner)
    with source.open("rb") as file:
        kept = storage.save(inner, File(file, name=Path(inner).name))
    with storage.open(inner) as written:
        if kept != inner or digest_of(written) != state.sha256:
            raise RestoredWrongly(f"{name} is not as it was.")
    if isinstance(storage, FileSystemStorage):
        _set_time(storage, inner, state)


def _set_time(storage: FileSystemStorage, inner: str, state: FileState) -> None:
    """So that the next backup knows the file again."""
    moment = datetime.fromisoformat(state.changed).timestamp()
    os.utime(storage.path(inner), (moment, moment))
