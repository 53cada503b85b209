"""Accounts of staff: a role for the account that an address has, or a new account with the role."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.accounts.models import User
from cms.accounts.opening import account_of, make_account
from cms.accounts.roles import GROUPS, Role, give_role, take_role
from content.base.errors import RuleError
from learners.audit.chaining import audit


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
        _log(user, "campus.role_given", role, by=by, at=at)
        audit("role.given", at=at, by=by, person=user, data={"role": GROUPS[role]})
    return user


@transaction.atomic
def end_role(email: str, *, role: Role, by, at: datetime) -> User:
    """It holds from the next request on. Nothing to take is the same result. Raises UnableToInvite."""
    user = account_of(email)
    if user is None:
        raise UnableToInvite(_("There is no account with the address %s.") % email)
    if user.groups.filter(name=GROUPS[role]).exists():
        take_role(user, role)
        _log(user, "campus.role_ended", role, by=by, at=at)
        audit("role.taken", at=at, by=by, person=user, data={"role": GROUPS[role]})
    return user


def _log(user: User, action: str, role: Role, *, by, at: datetime) -> None:
    """By name: what reads the log does not read addresses."""
    data = {"role": GROUPS[role]}
    log(instance=user, action=action, user=by, timestamp=at, title=user.name, data=data)
