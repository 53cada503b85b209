"""Deletes documents of internships 24 months after the programme. The task does it every day; this shows it first."""

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from learners.placements.forgetting import forget_documents


class Command(BaseCommand):
    help = "Delete documents of internships whose 24 months are over. Marks and sums of hours stay."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be deleted.")

    def handle(self, *args, **options):
        done = forget_documents(at=now(), dry_run=options["dry_run"])
        said = "Would delete" if options["dry_run"] else "Deleted"
        self.stdout.write(f"{said}: {done.files} files of {done.internships} internships.")
