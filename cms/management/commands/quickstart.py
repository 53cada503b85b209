"""Bring an embedded installation to the state of the code: tables, programme, roles, key, demo cohort."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.timezone import now

from learners.credentials.models import SigningKey
from learners.credentials.signing import make_signing_key

LIBRARY = Path(settings.BASE_DIR) / "content" / "library"


class Command(BaseCommand):
    help = "Migrate, load the programme, sync roles, make a signing key, load the demo. Does nothing when nothing changed."

    def handle(self, **_options):
        stamp = Path(settings.DATA_FOLDER) / "prepared"
        state = _state_of_code()
        if stamp.is_file() and stamp.read_text(encoding="ascii") == state:
            return
        self.stdout.write("Preparing the database. This takes about a minute the first time.")
        call_command("migrate", verbosity=0)
        call_command("load_programme", LIBRARY, stdout=self.stdout)
        call_command("sync_roles", stdout=self.stdout)
        if not SigningKey.objects.filter(retired_at=None).exists():
            make_signing_key(at=now())
        if settings.DEMO_ALLOWED:
            call_command("load_demo", stdout=self.stdout)
        stamp.write_text(state, encoding="ascii")


def _state_of_code() -> str:
    """A digest of all that this command works from, so that a second start costs nothing."""
    root = Path(settings.BASE_DIR)
    files = [
        root / "requirements.lock",
        *sorted(root.glob("*/migrations/*.py")),
        *sorted(path for path in LIBRARY.rglob("*") if path.is_file()),
        root / "cms" / "accounts" / "roles.py",
        root / "cms" / "accounts" / "syncing.py",
    ]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()
