"""The bare app's rows: what pages, forms and loops of nobody's are measured with."""

import datetime as dt

from django.db import models


class BareRow(models.Model):
    """A line of a list."""

    name = models.CharField(max_length=80)
    place = models.CharField(max_length=80)
    at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "bench"

    def __str__(self) -> str:
        return self.name


class BareAsk(models.Model):
    """What a form of the same fields as ours stores, plainly, in one row."""

    said = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        app_label = "bench"

    def __str__(self) -> str:
        return f"ask {self.pk}"


class BareMessage(models.Model):
    """A message with nothing but an address, words and a state."""

    to = models.CharField(max_length=20)
    body = models.CharField(max_length=160)
    state = models.CharField(max_length=8, default="due")

    class Meta:
        app_label = "bench"
        indexes = [
            models.Index(fields=["id"], condition=models.Q(state="due"), name="bare_message_due")
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"


ROWS, MESSAGES_BODY = (
    25,
    "Reminder: Thursday at 10am. Reply 1 coming, 2 late, 3 not this time. Ruth",
)


def some_rows() -> None:
    """Enough rows that the list's index has something to choose from."""
    began = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    BareRow.objects.bulk_create(
        BareRow(name=f"Name {n}", place=f"Place {n % 12}", at=began + dt.timedelta(hours=n))
        for n in range(ROWS * 40)
    )
