"""The web server's way in. In production it refuses to start while something is not safe."""

import os

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peersupport.settings")
application = get_wsgi_application()

if not settings.DEBUG:
    try:
        call_command("check", deploy=True, databases=["default"], fail_level="ERROR", verbosity=0)
    except SystemCheckError as wrong:
        raise SystemExit(f"This is not safe to start yet.\n{wrong}") from None
