"""A real installation: every secret comes from the environment, every cookie is secure, staff have a second factor."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import LOGGING, SITE_ADDRESS, STORAGES
from cms.settings.env import DATA_DIR, read, required
from cms.settings.watching import json_lines, share_figures

DEBUG = False
DEMO_ALLOWED = False
SECRET_KEY = required("SECRET_KEY")
SECRET_KEY_FALLBACKS = read.list("SECRET_KEY_FALLBACKS", default=[])  # older ones, while their sessions last
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",")]
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS] if SITE_ADDRESS.startswith("https://") else []
REQUIRE_SECOND_FACTOR_FOR_STAFF = True

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}

share_figures(read("CAMPUS_METRICS_FOLDER", default="") or DATA_DIR / "metrics")
if read("CAMPUS_LOGS", default="json") == "json":
    LOGGING = json_lines(LOGGING)

_https = read.bool("CAMPUS_HTTPS", default=True)
SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
if _https:  # browsers then take these cookies from this very host only, and never without https
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = read.int("CAMPUS_HSTS_SECONDS", default=31_536_000) if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if _https else "http"
# How many proxies stand in front: without it all learners would share one rate limit.
ALLAUTH_TRUSTED_PROXY_COUNT = read.int("CAMPUS_PROXIES", default=1)
