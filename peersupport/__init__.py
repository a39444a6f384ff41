"""The ground: settings, accounts, permissions, audit, the message outbox, private links."""

from .celery import app as celery_app

__all__ = ["celery_app"]
