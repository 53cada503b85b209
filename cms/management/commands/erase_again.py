"""After a backup was restored: erases again whoever was erased after it was made."""

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from learners.privacy.erasing import erase_again
from learners.privacy.tombstones import tombstones_file


class Command(BaseCommand):
    help = (
        "Erase again whoever came back with a restored backup, by the file erased.jsonl of the data folder."
    )

    def handle(self, *args, **options):
        if not tombstones_file().is_file():
            self.stdout.write(f"There is no {tombstones_file()}: nobody was erased, or the file is lost.")
        self.stdout.write(f"Erased again: {erase_again(at=now())}.")
