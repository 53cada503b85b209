"""Keep a second copy of all files, or bring it back."""

import os
from datetime import timedelta
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from cms.backup.mirroring import bring_files_back, mirror_files
from content.base.errors import RuleError


class Command(BaseCommand):
    help = "Copy new files into DIR; run it every minute. With --bring-back: put back every file that the database names."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("dir", type=Path)
        parser.add_argument(
            "--forget-after",
            type=int,
            default=14,
            metavar="DAYS",
            help="how long removed files stay, 14 unless told",
        )
        parser.add_argument("--bring-back", action="store_true")

    def handle(self, *, dir: Path, forget_after: int, bring_back: bool, **_options):  # noqa: A002
        os.umask(0o077)
        if not bring_back:
            done = mirror_files(dir, forget_after=timedelta(days=forget_after), at=now())
            self.stdout.write(f"{done.files} files, {done.new} new, {done.forgotten} forgotten.")
            return
        try:
            missing = bring_files_back(dir)
        except RuleError as refusal:
            raise CommandError(str(refusal)) from refusal
        for name in missing:
            self.stderr.write(f"The database names {name}, and it is nowhere.")
        self.stdout.write("Every other file that the database names is there, each as it was.")
