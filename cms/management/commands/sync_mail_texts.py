"""Brings the newest words of each kind of mail, and leaves alone what the institution has edited."""

from django.core.management.base import BaseCommand

from learners.notices.wording import sync_mail_texts


class Command(BaseCommand):
    help = (
        "Make a text for each kind of mail. What was edited in the CMS stays. A second run changes nothing."
    )

    def handle(self, *args, **options):
        self.stdout.write(f"{sync_mail_texts()} mail texts made or renewed.")
