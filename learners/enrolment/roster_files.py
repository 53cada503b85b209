"""Where uploaded lists are kept until they are imported: in the private folder, under names of ours."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from learners.enrolment.roster_tables import MOST_BYTES, UnreadableRoster


class Upload(Protocol):
    """What Django calls an uploaded file."""

    name: str | None
    size: int | None

    def chunks(self) -> Iterable[bytes]: ...


@dataclass(frozen=True)
class Kept:
    name: str
    sha256: str

    @property
    def path(self) -> Path:
        return path_of(self.name)


def folder() -> Path:
    return Path(settings.DATA_FOLDER) / "private" / "imports"


def path_of(stored_name: str) -> Path:
    return folder() / stored_name


def keep(upload: Upload) -> Kept:
    """Raises UnreadableRoster for a file that is too large; nothing of it stays then."""
    size = upload.size or 0
    if size > MOST_BYTES:
        raise UnreadableRoster(
            _("The file is %(size)s MB. The limit is %(most)s MB. Divide it into smaller files.")
            % {"size": -(-size // (1024 * 1024)), "most": MOST_BYTES // (1024 * 1024)}
        )
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    name, digest = f"{uuid.uuid4().hex}.roster", hashlib.sha256()
    with path_of(name).open("xb") as file:
        for block in upload.chunks():
            digest.update(block)
            file.write(block)
    return Kept(name, digest.hexdigest())


def remove(stored_name: str) -> None:
    """Removed already is the same result."""
    if stored_name:
        path_of(stored_name).unlink(missing_ok=True)
