"""Check a certificate's file against the register, as the public page does."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from learners.credentials.checking_files import check_file
from learners.credentials.opening import UnreadableFile


class Command(BaseCommand):
    help = "Say whether a PDF, JSON or JWT is a certificate of ours, unchanged and valid. Ends with 1 when it is not."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **_options):
        try:
            checked = check_file(file.read_bytes(), at=now())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except UnreadableFile as refusal:
            raise CommandError(str(refusal)) from refusal
        lines = [f"{checked.verdict.status}: {checked.title}. {checked.sentence}"]
        if checked.is_ours:
            facts = checked.verdict.facts
            lines.append(f"{facts['serial']}: {facts['name']}, {checked.verdict.award}, {facts['issued_on']}")
        self.stdout.write("\n".join(lines))
        if not checked.is_good:
            raise CommandError("This is not a valid certificate of ours.")
