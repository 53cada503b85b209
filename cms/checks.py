"""What `manage.py check --deploy` says about this project's own settings."""

from django.conf import settings
from django.core import checks
from django.db import DatabaseError
from wagtail.models import Site

from content.pages.addressing import stands_at


@checks.register(checks.Tags.security, deploy=True)
def mail_reaches_people(app_configs, **_options):
    if "filebased" not in settings.EMAIL_BACKEND:
        return []
    message = "Mails are written to a folder. Nobody will get a sign-in code."
    return [
        checks.Warning(
            message, hint="Set EMAIL_URL, for example smtp+tls://user:password@host:587.", id="campus.W001"
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def address_is_known(app_configs, **_options):
    if settings.SITE_ADDRESS.startswith("https://") or not settings.SECURE_SSL_REDIRECT:
        return []
    message = (
        f"The site's address is {settings.SITE_ADDRESS}. Certificates and mails would name a wrong place."
    )
    return [
        checks.Warning(
            message, hint="Set CAMPUS_ADDRESS to the https address that people use.", id="campus.W002"
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
