"""A real installation: every secret comes from the environment, every cookie is secure, staff have a second factor."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import SITE_ADDRESS, STORAGES
from cms.settings.env import read, required

DEBUG = False
DEMO_ALLOWED = False
SECRET_KEY = required("SECRET_KEY")
ALLOWED_HOSTS = required("ALLOWED_HOSTS").split(",")
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS] if SITE_ADDRESS.startswith("https://") else []
REQUIRE_SECOND_FACTOR_FOR_STAFF = True

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}

_https = read.bool("CAMPUS_HTTPS", default=True)
SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
SECURE_HSTS_SECONDS = read.int("CAMPUS_HSTS_SECONDS", default=31_536_000) if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if _https else "http"
# How many proxies stand in front: without it all learners would share one rate limit.
ALLAUTH_TRUSTED_PROXY_COUNT = read.int("CAMPUS_PROXIES", default=1)
