"""Where uploaded lists are kept until they are imported: in the private folder, under names of ours."""

import hashlib
from dataclasses import dataclass

from django.core.files import File
from django.utils.translation import gettext as _

from content.base.private_files import PrivateFolder
from learners.enrolment.roster_tables import MOST_BYTES, UnreadableRoster

FOLDER = PrivateFolder("imports", ending=".roster")


@dataclass(frozen=True)
class Kept:
    name: str
    sha256: str


def keep(upload: File) -> Kept:
    """Raises UnreadableRoster for a file that is too large; nothing of it stays then."""
    size = upload.size or 0
    if size > MOST_BYTES:
        raise UnreadableRoster(
            _("The file is %(size)s MB. The limit is %(most)s MB. Divide it into smaller files.")
            % {"size": -(-size // (1024 * 1024)), "most": MOST_BYTES // (1024 * 1024)}
        )
    digest = hashlib.sha256()
    for block in upload.chunks():
        digest.update(block)
    return Kept(FOLDER.keep_file(upload), digest.hexdigest())
