"""Take the lost second step of an account away: for administrators, registrars and superusers, whom no page reaches."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from cms.accounts.ending import remove_second_step
from cms.accounts.opening import account_of
from content.base.errors import RuleError


class Command(BaseCommand):
    help = "Take app, passkeys and recovery codes of the account away and end its sessions. Check the person first."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--reason", required=True, help="what was lost, and how the person was checked")

    def handle(self, *_args, email, reason, **_options):
        user = account_of(email)
        if user is None:
            raise CommandError(f"There is no account with the address {email}.")
        try:
            remove_second_step(user, reason=reason, by=None, at=now())
        except RuleError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user}: the second step is gone, all sessions have ended.")
