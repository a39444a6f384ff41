"""What can be said on the page of figures."""

from django import forms

from peersupport.forms import HouseForm

from ..services.where import REASONS


class ShareForm(HouseForm):
    share = forms.IntegerField(
        label="Tell us when one way in brings more than so many of 100 women",
        min_value=20,
        max_value=95,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Write a number from 20 to 95."
        ),
    )


class ExportForm(HouseForm):
    reason = forms.ChoiceField(
        label="What are they for?",
        help_text="We write down that you took them, and why.",
        choices=list(REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the figures are for."},
    )
