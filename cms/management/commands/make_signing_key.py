"""Make a new key for signing certificates."""

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from learners.credentials.signing import make_signing_key


class Command(BaseCommand):
    help = "Make a new key for signing certificates. Older keys stay in the register, so old certificates stay valid."

    def handle(self, **_options):
        key = make_signing_key(at=now())
        self.stdout.write(
            f"Key {key.code} is made. Keep the keys folder in your backup, apart from the database."
        )
