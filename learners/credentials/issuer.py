"""Whom somebody asks about a certificate."""

from email.utils import parseaddr

from django.conf import settings


def issuer_address() -> str:
    """The bare address, also where the settings say “Campus <office@example.org>”."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
