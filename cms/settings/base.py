"""The settings of every installation. The embedded default: SQLite, files as broker, files as cache."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from cms.look import CSS_HASHES
from cms.settings.env import BASE_DIR, DATA_DIR, read
from cms.settings.organisation import organisation
from cms.settings.pooling import pooled
from cms.settings.redis_line import once_more
from cms.settings.storing import private_files

SITE_NAME = read("CAMPUS_NAME", default="Global E-Governance and Leadership")
ISSUER_NAME = read("CAMPUS_ISSUER", default="Demonstration Institute of Digital Government")
OFFICE_EMAIL = read("CAMPUS_OFFICE_EMAIL", default="")  # empty: the address from which mails come
SITE_ADDRESS = read("CAMPUS_ADDRESS", default="http://localhost:8000").rstrip("/")

INSTALLED_APPS = [
    "cms",
    "content",
    "courses",
    "learners",
    "wagtail.contrib.settings",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.accounts.wagtail_users.AccountsConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.sight.requests.watched",
    "cms.sight.requests.probes",
    "cms.middleware.programs_by_https",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.middleware.known_origin",
    "cms.middleware.ContentSecurityPolicy",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cms.sight.refusals.told",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cms.accounts.sessions.limited",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.middleware.private_pages",
    "cms.middleware.public_pages",
    "cms.middleware.worded_refusals",
    "cms.middleware.require_second_factor",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.context.shell",
            ],
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": read.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'campus.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
        "transaction_mode": "IMMEDIATE",  # a reader that becomes a writer would otherwise fail at once
        "timeout": 20,
    }
    DATABASES["default"]["CONN_MAX_AGE"] = (
        None  # opening the file anew for each request costs more than most queries
    )
else:
    DATABASES["default"] = pooled(DATABASES["default"])

REDIS_URL = read("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "cms.caching.CacheThatMayBeAway",
            "LOCATION": REDIS_URL,
            # Seconds. One more try at once, for a connection that died while nobody used it; the library's own
            # three tries with pauses would hold a page for longer than a person waits.
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": once_more()},
        }
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"  # a flushed cache signs nobody out
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict = {"visibility_timeout": 900}
else:
    CACHES = {
        "default": {
            # Shared by all processes of the machine: rate limits must not count per process.
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(DATA_DIR / "cache"),
        }
    }
    _queue = str(DATA_DIR / "queue")
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": f"{_queue}/messages",
        "data_folder_out": f"{_queue}/messages",
        "control_folder": f"{_queue}/control",
        "polling_interval": 0.2,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
TASKS = {"default": {"BACKEND": "cms.background.CeleryBackend"}}

AUTH_USER_MODEL = "cms.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "cms.accounts.passwords.NoWordsOfTheHouse",
        "OPTIONS": {"words": read.list("CAMPUS_PASSWORD_WORDS", default=[])},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/learn/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 12 * 3600  # after the last activity; cms/accounts/sessions.py has the other limits

ACCOUNT_ADAPTER = "cms.accounts.adapter.AccountAdapter"
MFA_ADAPTER = "cms.accounts.adapter.SecondStepAdapter"
SOCIALACCOUNT_ADAPTER = "cms.accounts.adapter.OrganisationAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds; mails are slow on slow lines
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {"request_login_code": "cms.accounts.forms.CodeRequestForm"}
ACCOUNT_RATE_LIMITS = {  # beside allauth's own limits
    "intake_alert": "20/h/ip",
    "verify_file": "60/5m/ip",
    "request_login_code": "60/m/ip,3/m/key",  # a ministry's office has one address, and one morning to apply
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
EMAIL_TIMEOUT = 10  # seconds: a mail server that hangs must not hold a worker
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
OIDC_STRENGTH = read.list("CAMPUS_OIDC_STRENGTH", default=[])  # of `acr` or `amr` one; empty: not asked
SOCIALACCOUNT_PROVIDERS = organisation(OIDC_STRENGTH)
REQUIRE_SECOND_FACTOR_FOR_STAFF = False

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]  # a language enters with its catalogue, so no page is half translated
LOCALE_PATHS = [BASE_DIR / "cms" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = Path(read("CAMPUS_STATIC", default="") or DATA_DIR / "static")
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "private": private_files(),
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": CSS_HASHES,
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"  # Wagtail's preview allows its own frame by itself
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "cms.views.csrf_failure"

WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_ADDRESS
WAGTAIL_FRONTEND_LOGIN_URL = "/account/login/"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_I18N_ENABLED = False
WAGTAIL_AUTOSAVE_INTERVAL = 3000
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.viewsets.pictures.PictureForm"
WAGTAILEMBEDS_FINDERS: list[dict] = []  # the server asks no address that an author enters
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.viewsets.documents.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []  # a PDF too is saved, never shown
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILSEARCH_BACKENDS = {
    # PostgreSQL then finds other forms of a word too. SQLite takes words as they are written.
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "english"}
}

DEFAULT_FROM_EMAIL = read("CAMPUS_MAIL_FROM", default="campus@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_SUBJECT_PREFIX = ""
globals().update(read.email_url("EMAIL_URL", default=f"filemail:///{DATA_DIR / 'mail'}"))

MAIL_THROUGH = globals()["EMAIL_BACKEND"]  # the way that EMAIL_URL names
EMAIL_BACKEND = "cms.sight.mails.CountedBackend"

METRICS_TOKEN = read("CAMPUS_METRICS_TOKEN", default="")
METRICS_ADDRESSES = read.list("CAMPUS_METRICS_ADDRESSES", default=[])  # networks, as 10.0.0.0/8
TRACING = read.bool("CAMPUS_OTEL", default=False)

DATA_FOLDER = DATA_DIR
KEYS_FOLDER = DATA_DIR / "keys"
KEYS_SECRET = read("CAMPUS_KEYS_SECRET", default="")  # empty: SECRET_KEY seals the private keys
PDF_CERTIFICATE = read("CAMPUS_PDF_CERTIFICATE", default="")  # a PKCS #12 file; empty: one is made here
PDF_CERTIFICATE_PASSWORD = read("CAMPUS_PDF_CERTIFICATE_PASSWORD", default="")
PDF_TIME_STAMPS = read("CAMPUS_PDF_TIME_STAMPS", default="")  # of a service (RFC 3161); empty: none

# Which receivers an event has. Each is a function of a later feature, called once per event by the delivery task.
_NOTICE = ["learners.notices.sending.send_notice"]
_ALERT = ["learners.notices.alerts.send_alert"]
_WAITING_LIST = ["learners.admissions.offering.offer_freed_places"]
_SUPERVISOR = ["learners.notices.supervisors.send_to_supervisor"]
EVENT_RECEIVERS = {
    "application.submitted": _NOTICE,
    "application.completed": _NOTICE,
    "application.decided": _NOTICE,
    "application.more_asked": _NOTICE,
    "application.place_declined": _NOTICE,
    "application.offer_lapsed": _NOTICE,
    "application.withdrawn": _NOTICE,
    "enrolment.made": _NOTICE,
    "enrolment.withdrawn": [*_NOTICE, *_WAITING_LIST],
    "enrolment.interrupted": _NOTICE,
    "enrolment.resumed": _NOTICE,
    "enrolment.moved": [*_NOTICE, *_WAITING_LIST],
    "cohort.places_changed": _WAITING_LIST,
    "edition.moved": _NOTICE,
    "schedule.published": _NOTICE,
    "schedule.changed": _NOTICE,
    "extension.granted": _NOTICE,
    "resit.opened": _NOTICE,
    "extension.refused": _NOTICE,
    "accommodation.granted": _NOTICE,
    "learner.silent": _NOTICE,
    "grade.released": _NOTICE,
    "quiz.result_corrected": _NOTICE,
    "work.approved": _NOTICE,
    "work.returned": _NOTICE,
    "work.answered": _NOTICE,
    "work.waived": _NOTICE,
    "peer_reviews.assigned": _NOTICE,
    "peer_reviews.released": _NOTICE,
    "integrity.informed": _NOTICE,
    "integrity.decided": _NOTICE,
    "integrity.appeal_decided": _NOTICE,
    "intake_alert.asked": _ALERT,
    "intake_alert.opened": _ALERT,
    "account.sessions_ended": _NOTICE,
    "account.second_step_removed": _NOTICE,
    "emergency.opened": _NOTICE,
    "team.joined": _NOTICE,
    "team.left": _NOTICE,
    "work.handed_in": [*_NOTICE, "learners.similarity.noting.note_similarity"],
    "certificate.issued": _NOTICE,
    "certificate.revoked": _NOTICE,
    "exit_award.issued": _NOTICE,
    "exit_award.revoked": _NOTICE,
    "placement.decided": _NOTICE,
    "placement.agreement_made": [*_NOTICE, *_SUPERVISOR],
    "placement.agreed": _NOTICE,
    "placement.plan_returned": _NOTICE,
    "placement.plan_approved": _NOTICE,
    "placement.midpoint_decided": _NOTICE,
    "placement.ended": _NOTICE,
    "placement.extended": _NOTICE,
    "placement.project_started": _NOTICE,
    "placement.written_to": _NOTICE,
    "placement.reminded": _NOTICE,
    "placement.plan_sent": _SUPERVISOR,
    "placement.midpoint_sent": _SUPERVISOR,
    "placement.evaluated": ["learners.notices.supervisors.thank_supervisor"],
    "hours.queried": _NOTICE,
    "supervisor.asked": _SUPERVISOR,
    "viva.times_offered": _NOTICE,
    "viva.booked": _NOTICE,
}

ROLE_NAMES = {
    "IN": _("Instructor"),
    "TA": _("Tutor"),
    "PA": _("Programme office"),
    "AU": _("Registrar"),
    "SU": _("Technical office"),
}
"""Sign of the role table -> how a learner reads who has seen something."""

# What each feature declares to hold about a person, in the order in which an erasure goes through it: leaves first.
HOLDINGS = [
    "learners.privacy.holdings",
    "learners.notices.holdings",
    "learners.credentials.holdings",
    "learners.similarity.holdings",
    "learners.attendance.holdings",
    "learners.observations.holdings",
    "learners.placements.holdings",
    "learners.peerreviews.holdings",
    "learners.submissions.holdings",
    "learners.attempts.holdings",
    "learners.integrity.holdings",
    "learners.selfassessment.holdings",
    "learners.grades.holdings",
    "learners.progress.holdings",
    "learners.events.holdings",
    "cms.accounts.holdings",  # before what it is found by
    "learners.admissions.holdings",
    "learners.enrolment.holdings",
    "learners.consents.holdings",
    "learners.audit.holdings",
    "courses.cohorts.holdings",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {"kombu.connection": {"level": "ERROR"}},  # it warns that the embedded broker has no host
    "root": {"handlers": ["console"], "level": "WARNING"},
}
