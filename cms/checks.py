"""What `manage.py check --deploy` says about this project's own settings."""

from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from wagtail.models import Site

from content.pages.addressing import stands_at


@checks.register(checks.Tags.security, deploy=True)
def mail_reaches_people(app_configs, **_options):
    if "filebased" not in settings.MAIL_THROUGH:
        return []
    message = "Mails are written to a folder. Nobody will get a sign-in code."
    return [
        checks.Warning(
            message, hint="Set EMAIL_URL, for example smtp+tls://user:password@host:587.", id="campus.W001"
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def pages_stand_at_the_address(app_configs, **_options):
    """Before the tables are there, there is nothing to compare."""
    try:
        site = Site.objects.filter(is_default_site=True).first()
    except DatabaseError:
        return []
    if site is None or stands_at(site, settings.SITE_ADDRESS):
        return []
    message = f"Wagtail's links name {site.root_url}, the site's address is {settings.SITE_ADDRESS}."
    return [
        checks.Warning(
            message, hint="Run load_programme: it writes CAMPUS_ADDRESS into the site.", id="campus.W003"
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def keys_have_a_secret_of_their_own(app_configs, **_options):
    if settings.KEYS_SECRET and settings.KEYS_SECRET != settings.SECRET_KEY:
        return []
    message = "SECRET_KEY seals the keys of certificates too. It can then never be changed."
    hint = "Set CAMPUS_KEYS_SECRET before the first key is made."
    return [checks.Warning(message, hint=hint, id="campus.W004")]


@checks.register(checks.Tags.security, deploy=True)
def hosts_are_those_of_people(app_configs, **_options):
    if settings.DEMO_ALLOWED or not {"localhost", "127.0.0.1", "[::1]"} & set(settings.ALLOWED_HOSTS):
        return []
    message = "ALLOWED_HOSTS holds this machine's own name. Programs beside the site could speak for it."
    hint = "Name only hosts that people use. Probes of /health/ send the site's host."
    return [checks.Warning(message, hint=hint, id="campus.W005")]


@checks.register(checks.Tags.database, deploy=True)
def database_serves_every_machine(app_configs, **_options):
    if connection.vendor != "sqlite" or not settings.REDIS_URL:
        return []
    message = "The database is a file of this machine, and the queue is one for several machines."
    hint = "Set DATABASE_URL to PostgreSQL, or leave REDIS_URL out."
    return [checks.Warning(message, hint=hint, id="campus.W006")]


@checks.register(checks.Tags.caches, deploy=True)
def limits_hold_on_every_machine(app_configs, **_options):
    if connection.vendor == "sqlite" or settings.REDIS_URL:
        return []
    message = "The cache lies in files of this machine. With a second machine each limit of tries would hold once for each."
    return [checks.Warning(message, hint="Set REDIS_URL.", id="campus.W007")]


@checks.register(checks.Tags.security, deploy=True)
def mails_come_from_a_real_address(app_configs, **_options):
    if not settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        return []
    message = (
        f"Mails come from {settings.DEFAULT_FROM_EMAIL}. Nobody can answer, and many servers refuse them."
    )
    return [checks.Warning(message, hint="Set CAMPUS_MAIL_FROM.", id="campus.W008")]


@checks.register(checks.Tags.security, deploy=True)
def figures_are_not_for_everybody(app_configs, **_options):
    """Where figures are offered at all: with a token that nobody guesses, or to networks that are not the whole world."""
    token, networks = getattr(settings, "METRICS_TOKEN", ""), getattr(settings, "METRICS_ADDRESSES", [])
    if (not token or len(token) >= LEAST_TOKEN) and not {"0.0.0.0/0", "::/0"} & set(networks):
        return []
    message = "The figures of /metrics are open to whoever tries."
    hint = f"CAMPUS_METRICS_TOKEN needs {LEAST_TOKEN} characters, CAMPUS_METRICS_ADDRESSES networks of yours."
    return [checks.Warning(message, hint=hint, id="campus.W009")]


LEAST_TOKEN = 20


@checks.register(checks.Tags.security, deploy=True)
def services_of_other_machines_are_asked_in_secret(app_configs, **_options):
    """Encrypted, and with a certificate that is checked. What is on this machine needs neither."""
    return [
        checks.Warning(
            f"{service} is on another machine ({host}) and the connection is not encrypted with a checked certificate.",
            hint=hint,
            id="campus.W010",
        )
        for service, host, is_safe, hint in _services()
        if not is_safe and not _is_here(host)
    ]


def _services():
    """Name, host, whether the connection is safe, what to do."""
    database = settings.DATABASES["default"]
    mode = database.get("OPTIONS", {}).get("sslmode")
    yield (
        "PostgreSQL",
        database.get("HOST", ""),
        mode == "verify-full",
        "End DATABASE_URL with ?sslmode=verify-full.",
    )
    redis = urlsplit(settings.REDIS_URL)
    demanded = parse_qs(redis.query).get("ssl_cert_reqs", ["required"])[0].lower()
    safe = redis.scheme == "rediss" and demanded.removeprefix("cert_") == "required"
    yield "Redis", redis.hostname or "", safe, "Begin REDIS_URL with rediss:// and demand a certificate."
    if "smtp" in settings.MAIL_THROUGH:
        safe = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
        yield (
            "The mail server",
            settings.EMAIL_HOST or "",
            safe,
            "Begin EMAIL_URL with smtp+tls:// or smtp+ssl://.",
        )
    store = urlsplit(settings.STORAGES["private"].get("OPTIONS", {}).get("endpoint_url") or "")
    yield (
        "The store of files",
        store.hostname or "",
        store.scheme == "https",
        "Begin CAMPUS_S3_ADDRESS with https://.",
    )


def _is_here(host: str) -> bool:
    """Nothing, a socket's path, or an address that leads back to this machine. One of several hosts that is elsewhere counts."""
    return all(
        each in ("", "localhost", "::1", "[::1]") or each.startswith(("/", "127."))
        for each in host.split(",")
    )
