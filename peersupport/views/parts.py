"""What /parts/ shows, for whoever builds a page."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.http import HttpRequest


class SampleForm(forms.Form):
    """One of each field that pages use."""

    called = forms.CharField(
        label="What shall we call you?",
        help_text="Any name you like.",
        error_messages={"required": "Tell us what to call you. Any name will do."},
    )
    phone = forms.CharField(
        label="Phone number", required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    way = forms.ChoiceField(
        label="How shall we answer?",
        help_text="Choose one.",
        choices=[
            ("text", "By text"),
            ("call", "By a call"),
            ("none", "I will get in touch myself"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how we shall answer."},
    )
    times = forms.MultipleChoiceField(
        label="When is it safe?",
        choices=[("am", "Mornings"), ("pm", "Afternoons"), ("eve", "Evenings")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = forms.CharField(label="Anything else?", widget=forms.Textarea, required=False)
    place = forms.ChoiceField(label="Where?", choices=[("n", "North side"), ("s", "South side")])
    on = forms.DateField(label="Which day?", widget=forms.DateInput(attrs={"type": "date"}))
    keep = forms.BooleanField(
        label="You may keep what I wrote here.",
        help_text="We delete it 28 days after we last spoke.",
        error_messages={"required": "We can only go on if we may keep this."},
    )

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        reach = Fieldset("How to reach you", "phone", "way", "times")
        helper.layout = Layout("called", reach, "words", "place", "on", "keep")
        return helper


def context(request: HttpRequest) -> dict[str, Any]:
    """What the page of parts shows: the form with errors, and the same form fresh."""
    wrong = SampleForm({"wrong-phone": "07700 900", "wrong-times": ["am"]}, prefix="wrong")
    return {"form": wrong, "fresh": SampleForm()}
