"""Accounts of staff: a role for the account that an address has, or a new account with the role."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.accounts.models import User
from cms.accounts.opening import account_of, make_account
from cms.accounts.roles import GROUPS, Role, give_role
from content.base.errors import RuleError


class UnableToInvite(RuleError):
    """No account of staff can come of this address."""


class NameNeeded(UnableToInvite):
    """Nobody has this address yet. Perhaps it is mistyped: so an account is made only together with a name."""


@transaction.atomic
def staff_account(email: str, *, name: str, role: Role, by, at: datetime) -> User:
    """The account of this address, in the role's group. The name is for a new one. Raises UnableToInvite, NameNeeded."""
    user = account_of(email)
    if user is None:
        if not name.strip():
            raise NameNeeded(
                _("There is no account with the address %s. Check it, or enter the name: we make an account.")
                % email
            )
        user = make_account(email, name.strip())
    if not user.is_active:
        raise UnableToInvite(_("The account of %s is closed.") % (user.name or email))
    if not user.groups.filter(name=GROUPS[role]).exists():
        give_role(user, role)
        log(instance=user, action="campus.role_given", user=by, timestamp=at, data={"role": GROUPS[role]})
    return user
