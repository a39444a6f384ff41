"""Database fields that keep what is hers sealed."""

from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import Exact

from . import crypto


class SealedTextField(models.TextField):
    """Text that lies encrypted in the database and reads as text in Python (safety.md 38).

    Nothing can be searched in it: keep a ``lookup_hash`` beside it where equality is needed.
    "" stays "", so that "is there anything?" needs no key. ``max_length`` counts what was typed.
    """

    description = "encrypted text"

    @property
    def place(self) -> str:
        """The dotted name a value is bound to."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def from_db_value(self, value: str | None, *args: Any) -> str | None:
        return crypto.unseal(value, place=self.place) if value else value

    def get_prep_value(self, value: Any) -> str | None:
        text = super().get_prep_value(value)
        return crypto.seal(text, place=self.place) if text else text

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "exact":
            return IsNothing
        if lookup_name != "isnull":
            raise FieldError(f"{self.place} is sealed: no {lookup_name} look-up can work")
        return super().get_lookup(lookup_name)


class IsNothing(Exact):
    """``filter(phone="")``. Any other value would be sealed anew and quietly match no row."""

    def get_prep_lookup(self) -> Any:
        if self.rhs != "":
            raise FieldError(f"{self.lhs.output_field.place} is sealed: compare its hash instead")
        return super().get_prep_lookup()
