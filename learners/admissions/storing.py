"""Where documents lie: private files under names made here. No address of the site leads to them."""

import secrets
from pathlib import Path

from django.conf import settings


def _folder() -> Path:
    return Path(settings.DATA_FOLDER) / "private" / "admissions"


def keep(data: bytes) -> str:
    """Write the file. The name says nothing about its content or its owner."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = secrets.token_hex(20)
    part = folder / f"{name}.part"
    part.write_bytes(data)
    part.rename(folder / name)  # whoever sees the name sees the whole file
    return name


def path_of(name: str) -> Path:
    return _folder() / name


def erase(name: str) -> None:
    """Erased already is the same result."""
    path_of(name).unlink(missing_ok=True)
