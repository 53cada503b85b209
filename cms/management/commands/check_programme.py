"""Check the programme's source files: form, length, plainness, coverage, fairness of the banks."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from courses.library.problems import BrokenLibrary
from courses.library.reading import read_library
from courses.review.reviewing import figures_of, findings_in

_HEAD = ("module", "lessons", "words", "sentence", "longest", "level", "drawings", "questions", "bytes")


class Command(BaseCommand):
    help = "Print figures for each module and every finding; ends with an error if there is one. Needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, nargs="?", default=settings.BASE_DIR / "content" / "library")
        parser.add_argument(
            "--sources", type=Path, help="A folder of texts with which no run of nine words may be shared."
        )

    def handle(self, *, folder: Path, sources: Path | None, **_options):
        try:
            library = read_library(folder)
        except BrokenLibrary as error:
            raise CommandError(str(error)) from error
        self.stdout.write("".join(f"{name:>10}" for name in _HEAD))
        for figures in figures_of(library):
            self.stdout.write("".join(f"{value:>10}" for value in vars(figures).values()))
        findings = findings_in(library, sources=sources)
        for finding in findings:
            self.stdout.write(str(finding))
        if findings:
            raise CommandError(f"{len(findings)} findings.")
        self.stdout.write("No findings.")
