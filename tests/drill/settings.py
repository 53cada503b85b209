"""The embedded settings over whatever database and folder the drill has made for itself."""

from cms.settings.dev import *  # noqa: F403
from cms.settings.env import read
from tests.without_migrations import WithoutMigrations

EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

if read.bool("DRILL_SHORT", default=False):
    MIGRATION_MODULES = WithoutMigrations()
