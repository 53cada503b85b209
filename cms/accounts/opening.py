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
    address = EmailAddress.objects.filter(email__iexact=email).select_related("user").first()
    user = address.user if address else User.objects.filter(email__iexact=email).first()
    if user is None:
        user = _make(email)
    if not user.is_active:
        return None
    if address is None:
        EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True})
    return user


def _make(email: str) -> User:
    try:
        with transaction.atomic():
            return User.objects.create_user(email)
    except IntegrityError:  # the same address was sent twice at once
        return User.objects.get(email__iexact=email)


def forget_unused_accounts(*, at: datetime) -> int:
    """Accounts that were opened to apply a week ago and never entered: somebody mistyped, or only tried."""
    unused = User.objects.filter(
        name="", last_login=None, is_staff=False, is_superuser=False, date_joined__lt=at - timedelta(days=7)
    )
    unused = unused.filter(applications=None, enrolments=None)
    return sum(user.delete()[0] > 0 for user in unused.order_by("pk"))
