"""Settings for measuring: production's rules, throw-away secrets, and the bare app beside ours.

Never installed anywhere else. ``DATABASE_URL`` leads to a throw-away database by now: see
``__main__``.
"""

import os

os.environ.setdefault("SECRET_KEY", "bench-only-" + "x" * 50)
os.environ.setdefault("FIELD_KEYS", "b1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
os.environ.setdefault("LOOKUP_KEY", "bench-only-lookup-key")
os.environ.setdefault("SITE_URL", "http://127.0.0.1")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("BROKER_URL", "memory://")
os.environ.setdefault("MAIL_FROM", "hello@demo.example")
os.environ.setdefault("SMS_FROM", "07700 900000")
os.environ.setdefault("SMS_HOOK_SECRET", "bench-only-hook-secret")

from peersupport.settings import *  # noqa: F403
from peersupport.settings import BASE_DIR, DATABASES, INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "bench"]
ROOT_URLCONF = "bench.urls"
WSGI_APPLICATION = None

# One connection for a whole run, on both engines.
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"].pop("CONN_HEALTH_CHECKS", None)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# Nothing is woken: what would have been is called.
WAKE = False
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
