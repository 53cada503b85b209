"""Deletes what has been kept long enough. The task does it every day; this shows it first."""

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from learners.privacy.retaining import SCHEDULES


class Command(BaseCommand):
    help = "Carry out the retention schedules. With --dry-run only say what is due."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be deleted.")

    def handle(self, *args, **options):
        at = now()
        for each in SCHEDULES:
            count = each.due(at) if options["dry_run"] else each.carry_out(at)
            said = "due" if options["dry_run"] else "deleted"
            self.stdout.write(
                f"{each.key}: {count} {said}, kept {each.kept_for.days} days since {each.since}"
            )
