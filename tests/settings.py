"""Settings for the suite: production's rules, throw-away secrets, no provider, no broker."""

import os

os.environ.setdefault("SECRET_KEY", "tests-only-" + "x" * 50)
os.environ.setdefault("FIELD_KEYS", "t1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
os.environ.setdefault("LOOKUP_KEY", "tests-only-lookup-key")
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("BROKER_URL", "memory://")
os.environ.setdefault("MAIL_FROM", "hello@demo.example")
os.environ.setdefault("SMS_FROM", "07700 900000")
os.environ.setdefault("SMS_HOOK_SECRET", "tests-only-hook-secret")

from peersupport.settings import *  # noqa: F403
from peersupport.settings import BASE_DIR, DATABASES, IS_SQLITE, STORAGES, VAR_DIR

# A real file: where threads write, SQLite's memory database is another database for each.
if IS_SQLITE:
    name = os.environ.get("TEST_DB", "test")
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / f"{name}.sqlite3")}
elif os.environ.get("TEST_DB"):
    DATABASES["default"]["TEST"] = {"NAME": f"test_{os.environ['TEST_DB']}"}

STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# The tests wake nothing: they call what would have been woken.
WAKE = False
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
# The suite's servers are Django's own; peersupport.wsgi refuses what is not ready for women.
WSGI_APPLICATION = None
