"""Load the programme's source files."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from cms.background import indexing_paused
from cms.tasks import rebuild_indexes
from content.pages.addressing import keep_site_at
from courses.catalogue.noting import note_catalogue
from courses.library.loading import load_programme
from courses.library.problems import BrokenLibrary


class Command(BaseCommand):
    help = "Make and update principles, cases, readings, terms, modules, lessons and banks from their source files."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--overwrite", action="store_true", help="The files win over edits made in the CMS."
        )

    def handle(self, *, folder: Path, overwrite: bool, **_options):
        try:
            with indexing_paused():
                report = load_programme(folder, overwrite=overwrite, at=now())
        except BrokenLibrary as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        keep_site_at(settings.SITE_ADDRESS)
        if report.changed_anything:
            rebuild_indexes.delay()
        note_catalogue(at=now())
        counts = ", ".join(
            f"{report.counts[deed]} {deed}" for deed in ("made", "updated", "unchanged", "kept")
        )
        self.stdout.write(f"Programme loaded: {counts}.")
        for name in report.kept:
            self.stdout.write(f"Kept as edited in the CMS: {name}. Use --overwrite to take the file.")
