"""A name, kept exactly as it was given."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST = 60


def no_control_characters(name: str) -> None:
    """Refuse line breaks and the like, which no keyboard puts into a name. Joiners and direction
    marks, which names in many scripts need, are not control characters."""
    if any(unicodedata.category(letter) == "Cc" for letter in name):
        raise ValidationError(_("Use letters, signs and spaces only."))


class NameField(forms.CharField):
    """Never altered: any script, any case, with signs and pictures (safety.md 15)."""

    def __init__(self, *, required_words: Any, **kwargs: Any) -> None:
        super().__init__(
            max_length=LONGEST,
            validators=[no_control_characters],
            error_messages={
                "required": required_words,
                "max_length": _("That is more than 60 letters. Use a shorter name."),
            },
            widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
            **kwargs,
        )
