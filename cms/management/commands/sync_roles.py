"""Makes the groups of the roles, their rights in the Wagtail admin, and the workflow of the programme."""

from django.core.management.base import BaseCommand

from cms.accounts.syncing import sync_roles


class Command(BaseCommand):
    help = "Make the groups of the roles, their rights and the workflow. A second run changes nothing."

    def handle(self, *args, **options):
        for line in sync_roles().lines:
            self.stdout.write(line)
