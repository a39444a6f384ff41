"""Somebody asked on the open page for the link to the introduction form."""

from django.db import models

from peersupport import clock
from peersupport.fields import SealedTextField
from peersupport.futures import fates


class FormRequest(models.Model):
    """What was typed, whoever typed it, until the next minute: the page writes this one row for
    every address, so that neither its words nor its time say whether the address is known."""

    row_kept = "until the next minute, and never over a day"
    fate = fates(PLUMBING="id asked_at", OURS_SEALED="email")

    email = SealedTextField(max_length=254)
    asked_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return f"form request {self.pk}"
