"""Settings, from the environment only. A missing secret stops the start with a sentence."""

import base64
import os
import secrets
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from . import headers, logs, schedule
from .embedded import cache_url, default_broker_url

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)


def _kept_secret(name: str, make) -> str:
    """Under DEBUG: a secret made once and kept in var/, so that demo data stays readable."""
    VAR_DIR.mkdir(exist_ok=True)
    place = VAR_DIR / f"{name.lower()}.secret"
    if not place.exists():
        place.touch(mode=0o600)
        place.write_text(make())
    return place.read_text().strip()


def _secret(name: str, why: str, make) -> str:
    value = env.str(name, default="")
    if value:
        return value
    if DEBUG:
        return _kept_secret(name, make)
    raise ImproperlyConfigured(
        f"{name} is not set. {why} Set it in the environment before you start."
    )


SECRET_KEY = _secret(
    "SECRET_KEY", "It signs sessions; 50 random characters or more.", lambda: secrets.token_hex(32)
)
FIELD_KEYS = _secret(
    "FIELD_KEYS",
    "It encrypts names, numbers and notes: id:base64 of 32 random bytes, the first one writes.",
    lambda: "dev1:" + base64.b64encode(os.urandom(32)).decode(),
).split(",")
LOOKUP_KEY = _secret(
    "LOOKUP_KEY",
    "It makes the keyed hashes that numbers and names are looked up by.",
    lambda: secrets.token_hex(32),
)

SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000" if DEBUG else "").rstrip("/")
if not SITE_URL:
    raise ImproperlyConfigured(
        "SITE_URL is not set. It is the address women see, such as https://example.org. "
        "Set it in the environment before you start."
    )
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=["127.0.0.1", "localhost"] if DEBUG else [SITE_URL.split("//")[-1].split(":")[0]],
)
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []
EXIT_URL = env.str("EXIT_URL", default="https://www.bbc.co.uk/weather")
PROXY_COUNT = env.int("PROXY_COUNT", default=0)
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="")

# -- rooms and libraries -------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "rules",
    "peersupport",
    "groups",
    "agreements",
    "outreach",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "peersupport.middleware.PageHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "peersupport.leaving.LeftBefore",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "peersupport.middleware.WhoIsHere",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "peersupport.middleware.StaffUseTwoSteps",
    "peersupport.middleware.OurOwnPages",
]

ROOT_URLCONF = "peersupport.urls"
WSGI_APPLICATION = "peersupport.wsgi.application"

_LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            # Under DEBUG an edited template shows at once; otherwise each is read once.
            "loaders": _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "peersupport.context.everywhere",
            ],
        },
    }
]

CRISPY_ALLOWED_TEMPLATE_PACKS = ("house",)
CRISPY_TEMPLATE_PACK = "house"
CRISPY_FAIL_SILENTLY = False

# -- data ----------------------------------------------------------------------------------

DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'peersupport.sqlite3'}")
}
_db = DATABASES["default"]
IS_SQLITE = _db["ENGINE"].endswith("sqlite3")
if IS_SQLITE:
    VAR_DIR.mkdir(exist_ok=True)
    _db["OPTIONS"] = {
        # Writers wait in line from the start, instead of failing when they upgrade a read.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON;"
        ),
    }
else:
    _db["CONN_MAX_AGE"] = 60
    # A database that does not answer must not hold up a page which can do without it (help now).
    _db.setdefault("OPTIONS", {}).setdefault("connect_timeout", 3)
    _db["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

BROKER_URL = env.str("BROKER_URL", default=default_broker_url(VAR_DIR) if DEBUG else "")
CACHE_URL = env.str("CACHE_URL", default="")
if not DEBUG and not BROKER_URL:
    raise ImproperlyConfigured(
        "BROKER_URL is not set. It is where Celery is woken, such as redis://127.0.0.1:6379/0. "
        "Set it in the environment before you start."
    )
# The embedded cache is a database of its own: clearing it must not empty Celery's queue.
_embedded = DEBUG and default_broker_url(VAR_DIR) == BROKER_URL
_beside = cache_url(VAR_DIR) if BROKER_URL and _embedded else BROKER_URL
_cache_url = CACHE_URL or _beside.replace("redis+socket://", "unix://")
CACHES = {
    "default": {"BACKEND": "peersupport.cache.ForgivingRedisCache", "LOCATION": _cache_url}
    if _cache_url.startswith(("redis", "unix"))
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# -- Celery: wakes things up, holds no fact (delivery.md) ------------------------------------

CELERY_BROKER_URL = BROKER_URL or "memory://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat")
CELERY_BEAT_SCHEDULE = schedule.beat()

# -- messages --------------------------------------------------------------------------------

EMAIL_URL = env.str("EMAIL_URL", default="outbox://")
SMS_URL = env.str("SMS_URL", default="outbox://")
MAIL_FROM = env.str("MAIL_FROM", default="hello@demo.example" if DEBUG else "")
SMS_FROM = env.str("SMS_FROM", default="07700 900000" if DEBUG else "")
ALERT_EMAIL = env.str("ALERT_EMAIL", default="")
SMS_HOOK_SECRET = env.str("SMS_HOOK_SECRET", default="")
DEFAULT_FROM_EMAIL = MAIL_FROM
SERVER_EMAIL = MAIL_FROM
PHONENUMBER_DEFAULT_REGION = "GB"

# -- accounts --------------------------------------------------------------------------------

AUTH_USER_MODEL = "peersupport.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home-for-me"
ACCOUNT_ADAPTER = "peersupport.accounts.AccountAdapter"
MFA_ADAPTER = "peersupport.accounts.TwoStepAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/ip,10/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = PROXY_COUNT
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Sign-in"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
USERSESSIONS_TRACK_ACTIVITY = False

# Minutes without a request, and hours in all, after which staff and partners sign in again.
IDLE_MINUTES = 60
ABSOLUTE_HOURS = 12

# -- the platform ------------------------------------------------------------------------------

SESSION_ENGINE = "peersupport.sessions"
SESSION_COOKIE_NAME = "s"
SESSION_COOKIE_AGE = ABSOLUTE_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "c"
CSRF_COOKIE_SECURE = not DEBUG
CSRF_COOKIE_HTTPONLY = True
# It ends with the browser: a year of it on her phone would say that she was here.
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "peersupport.views.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_SSL_REDIRECT = not DEBUG and SITE_URL.startswith("https://")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if DEBUG else 31_536_000
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not no-referrer: that breaks CSRF-checked forms (safety.md 5).
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Subdomains and preload are the charity's to decide: docs/decisions/hsts.md.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {"DIRECTIVES": headers.CSP}

LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "peersupport.storage.HashOnlyStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

LOGGING = logs.LOGGING
