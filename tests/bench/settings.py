"""The production settings, with the demo cohort as material and no TLS in front."""

import os

os.environ.setdefault("SECRET_KEY", "only for the bench, on this machine, for a minute")
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost")
os.environ.setdefault("CAMPUS_HTTPS", "false")

from cms.settings.env import read
from cms.settings.production import *  # noqa: F403
from cms.settings.production import STORAGES
from tests.without_migrations import WithoutMigrations

DEMO_ALLOWED = True
REQUIRE_SECOND_FACTOR_FOR_STAFF = False
if not read("EMAIL_URL", default=""):
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
if read.bool("BENCH_SMALL", default=False):  # ready in seconds
    MIGRATION_MODULES = WithoutMigrations()
    STORAGES = STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
