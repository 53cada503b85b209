"""One machine, one command: `make run`."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import DATA_DIR
from cms.settings.env import read
from cms.settings.secret import stored_secret
from cms.settings.watching import share_figures

share_figures(read("CAMPUS_METRICS_FOLDER", default="") or DATA_DIR / "metrics")

DEBUG = read.bool("CAMPUS_DEBUG", default=False)
DEMO_ALLOWED = True
SECRET_KEY = read("SECRET_KEY", default="") or stored_secret(DATA_DIR / "secret")
ALLOWED_HOSTS = read.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys on http://localhost
