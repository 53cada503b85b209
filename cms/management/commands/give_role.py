"""Give a staff role to an account, or take it: for those who have no superior on the site."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.timezone import now

from cms.accounts.inviting import end_role, staff_account
from cms.accounts.roles import GROUPS, Role
from cms.accounts.syncing import assign_modules
from content.base.errors import RuleError


class Command(BaseCommand):
    help = (
        "Give a staff role to the account with this address. --name makes an account, --end takes the role."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("role", choices=[role.name.lower() for role in GROUPS])
        parser.add_argument("--name", default="", help="of the person, when the address has no account yet")
        parser.add_argument("--modules", nargs="*", help="that an instructor writes in: M01 M02")
        parser.add_argument("--end", action="store_true", help="take the role instead")

    @transaction.atomic
    def handle(self, *_args, email, role, name, modules, end, **_options):
        chosen, at = Role[role.upper()], now()
        try:
            if end:
                user = end_role(email, role=chosen, by=None, at=at)
            else:
                user = staff_account(email, name=name, role=chosen, by=None, at=at)
            if modules is not None:
                assign_modules(user, modules, by=None, at=at)
        except RuleError as error:
            raise CommandError(str(error)) from error
        roles = user.groups.order_by("name").values_list("name", flat=True)
        self.stdout.write(f"{user}: {', '.join(roles) or 'no role'}")
