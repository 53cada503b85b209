"""Make one consistent backup of the whole installation."""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from cms.backup.making import make_backup
from cms.backup.manifest import read_manifest
from content.base.errors import RuleError


class Command(BaseCommand):
    help = "Copy database and files into a new folder of DIR, with a digest of everything. Unchanged files take no room."
    requires_system_checks: list[str] = []  # a backup must be possible on a site that is not well

    def add_arguments(self, parser):
        parser.add_argument("dir", type=Path)
        parser.add_argument("--keep", type=int, default=14, help="how many backups stay, 14 unless told")
        parser.add_argument(
            "--with-keys", action="store_true", help="the private keys of certificates too; see the warning"
        )

    def handle(self, *, dir: Path, keep: int, with_keys: bool, **_options):  # noqa: A002 -- the name on the command line
        os.umask(0o077)  # people's data: for the owner's eyes only
        if with_keys:
            self.stderr.write(
                "Warning: this backup holds the private keys of certificates. Whoever has it and CAMPUS_KEYS_SECRET "
                "can sign certificates in the institution's name. Keep the two apart."
            )
        try:
            folder = make_backup(dir, keep=keep, with_keys=with_keys, at=now())
        except RuleError as refusal:
            raise CommandError(str(refusal)) from refusal
        manifest = read_manifest(folder)
        self.stdout.write(
            f"{folder}: {len(manifest.tables)} tables with {manifest.rows} rows, {len(manifest.files)} files, "
            f"{manifest.size / 1e6:.1f} MB, {manifest.seconds} s."
        )
        for name in manifest.missing:
            self.stderr.write(f"The database names {name}, and it is not there.")
        if manifest.left_over:
            self.stdout.write(
                f"{len(manifest.left_over)} files that the database does not name are in it too."
            )
