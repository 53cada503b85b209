"""Whom somebody asks about a certificate, or about anything else: the programme office."""

from email.utils import parseaddr

from django.conf import settings


def issuer_address() -> str:
    """The bare address, also where the settings say “Campus <office@example.org>”."""
    return parseaddr(settings.OFFICE_EMAIL or settings.DEFAULT_FROM_EMAIL)[1]
