"""How somebody who wants to apply gets into an account: a code by mail, for a new address as for a known one."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from cms.accounts.models import User


@transaction.atomic
def account_to_apply(email: str) -> User | None:
    """The account of this address, made when there is none. It has no password; only a mailed code opens it.

    Nothing for an account that is closed. The screen must say the same in all three cases.
    """
    user = account_of(email) or make_account(email)
    return user if user.is_active else None


def account_of(email: str) -> User | None:
    """The account with this address, as its main one or beside it, ready to be opened by a mailed code."""
    address = EmailAddress.objects.filter(email__iexact=email).select_related("user").first()
    if address:
        return address.user
    user = User.objects.filter(email__iexact=email).first()
    if user is not None and user.is_active:
        EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True})
    return user


def make_account(email: str, name: str = "") -> User:
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, name=name)
            EmailAddress.objects.create(user=user, email=user.email, primary=True)
            return user
    except IntegrityError:  # the same address was sent twice at once
        return User.objects.get(email__iexact=email)


def forget_unused_accounts(*, at: datetime) -> int:
    """Accounts that were opened to apply a week ago and never entered: somebody mistyped, or only tried."""
    unused = User.objects.filter(
        name="", last_login=None, is_staff=False, is_superuser=False, date_joined__lt=at - timedelta(days=7)
    )
    unused = unused.filter(applications=None, enrolments=None, audit_entries=None)
    return sum(user.delete()[0] > 0 for user in unused.order_by("pk"))
