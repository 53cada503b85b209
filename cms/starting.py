"""Which faults of the settings stop a real installation: they would hurt people before anybody reads a warning."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.http.request import validate_host

LEAST_SECRET, LEAST_LETTERS = 50, 5


@checks.register(checks.Tags.security)
def grave_faults(app_configs=None, **_options) -> list[checks.Error]:
    """Of an installation that allows no demo. All commands refuse to run with one of these."""
    if settings.DEMO_ALLOWED:
        return []
    found = (_secret(), _every_host(), _address(), _own_host(), _debug())
    return [fault for fault in found if fault]


def refuse_to_start() -> None:
    """For web server, worker and clock, which run no checks by themselves."""
    faults = grave_faults()
    if faults:
        raise SystemExit("\n".join(f"{fault.id}: {fault.msg} {fault.hint}" for fault in faults))


def _secret() -> checks.Error | None:
    secret = settings.SECRET_KEY
    if len(secret) >= LEAST_SECRET and len(set(secret)) >= LEAST_LETTERS and "insecure" not in secret:
        return None
    return checks.Error(
        "SECRET_KEY can be guessed. It seals sessions and the keys of certificates.",
        hint="Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'.",
        id="campus.E001",
    )


def _every_host() -> checks.Error | None:
    if not any(host.strip() in ("*", "", ".") for host in settings.ALLOWED_HOSTS):
        return None
    return checks.Error(
        "ALLOWED_HOSTS lets every name in. Mails with links could lead people to a stranger's site.",
        hint="Name the hosts that people use, divided by commas.",
        id="campus.E002",
    )


def _address() -> checks.Error | None:
    if settings.SITE_ADDRESS.startswith("https://") or not settings.SECURE_SSL_REDIRECT:
        return None
    return checks.Error(
        f"The site's address is {settings.SITE_ADDRESS}. Certificates and mails would name a wrong place.",
        hint="Set CAMPUS_ADDRESS to the https address that people use.",
        id="campus.E003",
    )


def _own_host() -> checks.Error | None:
    host = urlsplit(settings.SITE_ADDRESS).hostname or ""
    if validate_host(host, settings.ALLOWED_HOSTS):
        return None
    return checks.Error(
        f"ALLOWED_HOSTS does not hold {host}, the host of the site's address.",
        hint="Name it there, or correct CAMPUS_ADDRESS.",
        id="campus.E004",
    )


def _debug() -> checks.Error | None:
    if not settings.DEBUG:
        return None
    return checks.Error(
        "DEBUG is on. Every fault would show the settings to whoever meets it.",
        hint="Leave it out of the settings.",
        id="campus.E005",
    )
