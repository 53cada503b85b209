"""Settings of the test suite: fast hashes, mail in memory, tasks in the caller, no index, the network shut."""

import tempfile
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from cms.settings.base import *  # noqa: F403
from cms.settings.base import CACHES, DATABASES, LANGUAGES, REDIS_URL
from cms.settings.env import read

LANGUAGES += [("ar", _("Arabic"))]  # a language of the other direction, for the layout
SESSION_ENGINE = "django.contrib.sessions.backends.db"  # the same number of queries with and without Redis
SECRET_KEY = "only for tests"  # noqa: S105 -- no secret
DEBUG = False
DEMO_ALLOWED = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["NAME"] = ":memory:"
if REDIS_URL:
    # Each worker of the suite has a Redis database of its own: a test that empties the cache disturbs no other.
    _worker = int(read("PYTEST_XDIST_WORKER", default="gw0").removeprefix("gw"))
    _server, _, _first = REDIS_URL.rpartition("/")
    CACHES["default"]["LOCATION"] = f"{_server}/{int(_first) + _worker}"
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATA_FOLDER = Path(tempfile.mkdtemp(prefix="campus-test-"))
MEDIA_ROOT = DATA_FOLDER / "media"
KEYS_FOLDER = DATA_FOLDER / "keys"
STATIC_ROOT = DATA_FOLDER / "static"
WHITENOISE_USE_FINDERS = True
# A file is looked for when it is asked for: every client of a test would list them all.
WHITENOISE_AUTOREFRESH = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
