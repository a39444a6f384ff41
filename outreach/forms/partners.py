"""What a partner worker writes beside introductions: a colleague, and who asked about a woman."""

from typing import Any

from django import forms

from peersupport.forms import HouseForm, OnceForm

from ..models.asking import WHO
from .names import no_control_characters


class ColleagueForm(OnceForm):
    """Somebody at the same organisation who could tell women too."""

    name = forms.CharField(
        label="Your colleague’s name",
        max_length=80,
        validators=[no_control_characters],
        error_messages={"required": "Write your colleague’s name."},
    )
    email = forms.EmailField(
        label="Her work e-mail address",
        help_text="Not a private one. Our office looks at it first, then invites her.",
        max_length=254,
        error_messages={
            "required": "Write her work e-mail address.",
            "invalid": "That does not look like an e-mail address. It needs an @.",
        },
    )


class AskedForm(OnceForm):
    """One tap says it all; what the caller left for our office may stand beside it."""

    who = forms.ChoiceField(choices=WHO, widget=forms.HiddenInput)
    caller_name = forms.CharField(
        label="The caller’s name",
        help_text="Only what they gave you for our office. Never the name of a woman.",
        max_length=80,
        required=False,
        validators=[no_control_characters],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    caller_phone = forms.CharField(
        label="The caller’s number",
        max_length=40,
        required=False,
        validators=[no_control_characters],
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, who: str, **kwargs: Any) -> None:
        # Seven of them stand on one page: each has ids of its own.
        super().__init__(*args, auto_id=f"{who}-%s", initial={"who": who}, **kwargs)


class FormLinkForm(HouseForm):
    """Where the link to the form goes: to a work address that we know, or nowhere."""

    email = forms.EmailField(
        label="Your work e-mail address",
        help_text="The one by which our office knows you.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Write your work e-mail address.",
            "invalid": "That does not look like an e-mail address. It needs an @.",
        },
    )
