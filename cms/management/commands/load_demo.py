"""Load the demo cohort."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from cms.demo.loading import DemoRefused, load_demo
from cms.settings.env import read


class Command(BaseCommand):
    help = "Make a demo cohort of 30 labelled demo learners in week 3, with demo staff. Refused in production settings."

    def handle(self, **_options):
        try:
            cohort = load_demo(password=read("CAMPUS_DEMO_PASSWORD", default="campus-demo"), at=now())
        except DemoRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Demo cohort “{cohort.code}” is there, it starts on {cohort.starts_on}.")
