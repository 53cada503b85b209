"""What `manage.py check --deploy` says about this project's own settings."""

from django.conf import settings
from django.core import checks


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
