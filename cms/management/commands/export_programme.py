"""Write the programme back as its source files."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from courses.library.exporting import export_programme


class Command(BaseCommand):
    help = "Write principles, cases, readings, terms, modules, lessons and banks as source files."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **_options):
        try:
            files = export_programme(folder)
        except OSError as error:
            reason = error.strerror or str(error)
            raise CommandError(
                f"The files cannot be written to {folder}: {reason}. Name a folder."
            ) from error
        self.stdout.write(f"{len(files)} files written to {folder}.")
