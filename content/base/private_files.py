"""Files that no address of the site leads to: they lie under names made here, which say nothing of content or owner.

Where they lie is the storage "private" of the settings: a folder of this machine, or a store that several machines share.
"""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages


class PrivateDisk(FileSystemStorage):
    """The folder `private` of the data folder, readable by its owner only."""

    @property
    def base_location(self) -> str:
        return str(Path(settings.DATA_FOLDER) / "private")

    @property
    def location(self) -> str:
        return self.base_location

    def _save(self, name: str, content: File) -> str:
        file = Path(self.path(name))
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = file.with_name(f"{file.name}.part")
        try:
            with part.open("xb") as target:
                for block in content.chunks():
                    target.write(block)
            part.rename(file)  # whoever sees the name sees the whole file
        except OSError:  # the disk is full: the half that fitted would only make it fuller
            part.unlink(missing_ok=True)
            raise
        return name


def private_storage() -> Storage:
    return storages["private"]


@dataclass(frozen=True)
class PrivateFolder:
    name: str
    ending: str = ""

    def keep(self, data: bytes) -> str:
        """Write the file; its new name."""
        return self.keep_file(ContentFile(data))

    def keep_file(self, content: File) -> str:
        name = f"{secrets.token_hex(20)}{self.ending}"
        private_storage().save(self._place(name), content)
        return name

    def read(self, name: str) -> bytes | None:
        """Nothing when there is no such file, or no longer."""
        if not name:
            return None
        try:
            with private_storage().open(self._place(name)) as file:
                return file.read()
        except FileNotFoundError:
            return None

    def has(self, name: str) -> bool:
        return bool(name) and private_storage().exists(self._place(name))

    @contextmanager
    def as_path(self, name: str) -> Iterator[Path]:
        """For those who read a file by its path: the file itself, or a copy for as long as they read."""
        storage = private_storage()
        if isinstance(storage, FileSystemStorage):
            yield Path(storage.path(self._place(name)))
            return
        with NamedTemporaryFile(prefix="campus-") as copy, storage.open(self._place(name)) as file:
            shutil.copyfileobj(file, copy)
            copy.flush()
            yield Path(copy.name)

    def erase(self, name: str) -> None:
        """Erased already is the same result."""
        if name:
            private_storage().delete(self._place(name))

    def _place(self, name: str) -> str:
        return f"{self.name}/{name}"
