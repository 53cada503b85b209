"""Files that no address of the site leads to: they lie under names made here, which say nothing of content or owner."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class PrivateFolder:
    name: str

    def keep(self, data: bytes) -> str:
        """Write the file; its new name."""
        folder = self._path()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = secrets.token_hex(20)
        part = folder / f"{name}.part"
        part.write_bytes(data)
        part.rename(folder / name)  # whoever sees the name sees the whole file
        return name

    def path_of(self, name: str) -> Path:
        return self._path() / name

    def erase(self, name: str) -> None:
        """Erased already is the same result."""
        self.path_of(name).unlink(missing_ok=True)

    def _path(self) -> Path:
        return Path(settings.DATA_FOLDER) / "private" / self.name
