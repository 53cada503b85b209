"""Bring an embedded installation to the state of the code: tables, programme, roles, key, demo cohort."""

import hashlib
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils.timezone import now

from content.pages.addressing import keep_site_at
from courses.library.models import LoadedItem
from learners.credentials.models import SigningKey
from learners.credentials.signing import make_signing_key

KIND = "prepared"
LIBRARY = Path(settings.BASE_DIR) / "content" / "library"


class Command(BaseCommand):
    help = "Migrate, load the programme, sync roles, make a signing key, load the demo. Does nothing when nothing changed."

    def handle(self, **_options):
        state = _state_of_code()
        if not _is_prepared(state):
            self._prepare(state)
        keep_site_at(settings.SITE_ADDRESS)  # the port may be another one at each start

    def _prepare(self, state: str) -> None:
        self.stdout.write("Preparing the database. This takes about a minute the first time.")
        call_command("migrate", verbosity=0)
        call_command("load_programme", LIBRARY, stdout=self.stdout)
        call_command("sync_roles", stdout=StringIO())
        call_command("sync_mail_texts", stdout=StringIO())
        if not SigningKey.objects.filter(retired_at=None).exists():
            make_signing_key(at=now())
        if settings.DEMO_ALLOWED:
            call_command("load_demo", stdout=self.stdout)
        LoadedItem.objects.update_or_create(kind=KIND, key="", defaults={"digest": state, "loaded_at": now()})


def _is_prepared(state: str) -> bool:
    """Whether this very database was brought to this very code. A database without tables was not."""
    try:
        return LoadedItem.objects.filter(kind=KIND, digest=state).exists()
    except DatabaseError:
        return False


def _state_of_code() -> str:
    """A digest of all that this command works from, so that a second start costs nothing."""
    root = Path(settings.BASE_DIR)
    files = [
        root / "requirements.lock",
        *sorted(root.glob("*/migrations/*.py")),
        *sorted(path for path in LIBRARY.rglob("*") if path.is_file()),
        root / "cms" / "accounts" / "roles.py",
        root / "cms" / "accounts" / "syncing.py",
        root / "learners" / "notices" / "kinds.py",
    ]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()
