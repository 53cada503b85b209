"""The production settings, with the demo cohort as material and no TLS in front."""

import os

os.environ.setdefault("SECRET_KEY", "only for the bench, on this machine, for a minute")
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost")
os.environ.setdefault("CAMPUS_HTTPS", "false")

from cms.settings.production import *  # noqa: F403

DEMO_ALLOWED = True
REQUIRE_SECOND_FACTOR_FOR_STAFF = False
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
