"""Bring the installation back from a backup."""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from cms.backup.restoring import check_backup, restore
from content.base.errors import RuleError


class Command(BaseCommand):
    help = (
        "Check a backup, bring database and files back from it, and prove that they are what was backed up."
    )
    requires_system_checks: list[str] = []  # there are no tables yet

    def add_arguments(self, parser):
        parser.add_argument("dir", type=Path, help="one backup: the folder with manifest.json")
        parser.add_argument("--replace", action="store_true", help="the target is not empty, and may be lost")
        parser.add_argument(
            "--check-only", action="store_true", help="only read the backup and check its digests"
        )

    def handle(self, *, dir: Path, replace: bool, check_only: bool, **_options):  # noqa: A002
        os.umask(0o077)
        try:
            if check_only:
                manifest = check_backup(dir)
                self.stdout.write(
                    f"{dir} is whole: {len(manifest.files) + 1} files, {manifest.size / 1e6:.1f} MB."
                )
                return
            done = restore(dir, replace=replace, at=now())
        except RuleError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"Restored: {done.tables} tables with {done.rows} rows, each as it was; {done.files} files, each as it was; "
            f"{done.bytes / 1e6:.1f} MB in {done.seconds} s."
        )
        self.stdout.write("Everybody has to sign in again.")
        if done.migrated:
            self.stdout.write("The tables were of older code and have been brought to this one.")
        if not done.erased_again:
            self.stdout.write(
                "There is no command erase_again here: erase again who was erased since the backup."
            )
        for name in done.missing:
            self.stderr.write(f"The database names {name}, and it is not there.")
        for name in done.left_over:
            self.stdout.write(f"The database does not name {name}.")
