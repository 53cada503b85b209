"""Reads the whole audit log and names the first entry that does not fit."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from learners.audit.checking import check_audit
from learners.audit.guards import missing_guards


class Command(BaseCommand):
    help = "Verify the chain of the audit log. Keep the number and digest that it prints; a later run proves with --noted that nothing was cut off."

    def add_arguments(self, parser):
        parser.add_argument(
            "--noted", metavar="NUMBER:DIGEST", default="", help="What an earlier run printed."
        )

    def handle(self, *args, **options):
        number, _colon, digest = options["noted"].partition(":")
        finding = check_audit(known=(int(number), digest) if digest else None)
        if finding.broken_at is not None:
            raise CommandError(f"Broken at entry {finding.broken_at}: {finding.why}.")
        unguarded = missing_guards(connection)
        if unguarded:
            raise CommandError(
                f"The chain fits, but tables have lost their triggers: {', '.join(unguarded)}."
            )
        self.stdout.write(
            f"Whole: {finding.entries} entries, {finding.erased} without detail after an erasure."
        )
        self.stdout.write(f"Note: {finding.entries}:{finding.head}")
