"""The questions of ``/join/``. Pages write these fields out by hand, for speed; labels, choices
and checks come from here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peersupport.forms import HouseForm, ReachFields

from .names import NameField

HELP_ME_CHOOSE = "choose"


class NameForm(HouseForm):
    name = NameField(
        label=_("What shall we call you?"),
        help_text=_("Any name you like. It need not be your real one."),
        required_words=_("Tell us what to call you. Any name will do."),
    )


class GroupForm(HouseForm):
    """Not answered means that she would like help to choose."""

    group = forms.ChoiceField(
        label=_("Which group would you like?"), widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args: Any, refs: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [  # type: ignore[attr-defined]
            *[(ref, ref) for ref in refs],
            (HELP_ME_CHOOSE, _("Help me choose")),
        ]
        self.fields["group"].error_messages["invalid_choice"] = _(
            "That group is not on the list any more. Choose another, or let us help."
        )

    def clean_group(self) -> str:
        return self.cleaned_data["group"] or HELP_ME_CHOOSE


class ReachForm(HouseForm, ReachFields):
    """The safe-contact questions, all empty at first."""


class KeepForm(HouseForm):
    keep = forms.BooleanField(
        error_messages={
            "required": _("We can only send this if we may keep it. Tick the box if you agree.")
        }
    )
