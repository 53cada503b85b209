"""A secret key that an embedded installation makes for itself and keeps."""

import contextlib
import os
import secrets
from pathlib import Path


def stored_secret(path: Path) -> str:
    """The secret in the file; made on first use, readable by its owner only. Safe when two processes start at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii")
