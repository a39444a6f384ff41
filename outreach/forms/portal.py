"""Introducing a woman: one page, nothing clinical, nothing about what she is like."""

from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.datastructures import MultiValueDict

from peersupport.forms import OnceForm, ReachFields
from peersupport.models.contact import PLAINNESS

from .. import consents
from .join import HELP_ME_CHOOSE
from .names import NameField

# What may stand between a worker and an introduction, and never between a woman and a group.
ASKS = ("still_here", "promise", "promise_version")

# More groups than that stand in a list to open: a page of round buttons would never end.
MOST_BUTTONS = 8


class IntroduceForm(OnceForm, ReachFields):
    """Her own answers, given to a worker who sits with her. Never a word about her."""

    she_knows = forms.BooleanField(
        label="She knows that I am writing this, and she agreed.",
        error_messages={
            "required": "We can only take this if she knows and agreed. If she is not with you, "
            "give her your code instead."
        },
    )
    name = NameField(
        label="What would she like to be called?",
        help_text="Any name she likes. We do not need her real one.",
        required_words="Tell us what to call her. Any name will do.",
    )
    group = forms.ChoiceField(
        label="Which group would she like?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a group, or “Help her choose”.",
            "invalid_choice": "That group is not on the list any more. Choose another.",
        },
    )
    keep = forms.BooleanField(
        label=str(consents.KEEP["worker"][consents.in_force("worker")]),
        help_text="Read this to her. She can take it back at any time.",
        error_messages={"required": "We can only keep this if she said yes."},
    )
    worker_may_know = forms.BooleanField(
        label="She said that you may tell me when you are in touch with her.",
        help_text="Ask her. If you leave it empty, you will only see “received”.",
        required=False,
    )

    still_here = forms.BooleanField(
        label="My name and organisation are right, and I still work there.",
        error_messages={"required": "Tick this if you still work there. Then we can take it."},
    )

    promise = forms.BooleanField(
        label="I have read the promise, and I agree to it.",
        error_messages={"required": "Read the promise and tick this. Then we can take it."},
    )
    # Which words she read: she agrees to no others.
    promise_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        groups: list[Any],
        asks: set[str] | None = None,
        version: Any = None,
        **kwargs: Any,
    ) -> None:
        """``asks``: what she must say before we take it, "still_here" and "promise"; the latter
        is about ``version``."""
        asks = asks or set()
        self.asks = [name for name in ASKS if name.removesuffix("_version") in asks]
        self.version = version
        super().__init__(*args, **kwargs)
        for name in set(ASKS) - set(self.asks):
            del self.fields[name]
        if "promise" in asks:
            self.fields["promise_version"].initial = version.pk
        self.fields["group"].choices = [  # type: ignore[attr-defined]
            *([("", "Choose one")] if len(groups) > MOST_BUTTONS else []),
            *[(group.ref, f"{group.name}, {group.area}") for group in groups],
            (HELP_ME_CHOOSE, "Help her choose"),
        ]
        if len(groups) > MOST_BUTTONS:
            self.fields["group"].widget = forms.Select(choices=self.fields["group"].choices)  # type: ignore[attr-defined]
            self.fields["group"].help_text = "Not on this list? Choose “Help her choose”."
        self.fields["plainness"].initial = None
        self.fields["plainness"].choices = [  # type: ignore[attr-defined]
            *PLAINNESS[:2],
            ("page", "Send nothing: she will look at her page"),
        ]
        self.fields["plainness"].help_text = "If she does not choose, we give nothing away."
        self.fields[
            "own_contact"
        ].label = "She will get in touch herself. Do not contact her first."
        self.fields["links_safe"].label = "Is it safe to send her a link?"
        self.fields["links_safe"].help_text = "Somebody who looks at her phone could open it."

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("promise") and data.get("promise_version") != self.version.pk:
            self.add_error("promise", "There are newer words now. Read them, then tick this.")
        return data

    def agreed_to(self) -> int | None:
        """The version that she ticked, if one was asked for."""
        return self.cleaned_data.get("promise_version")

    def ask_anew(self) -> None:
        """On a form that comes back: the tick is for the words that stand on the page now."""
        if "promise_version" in self.fields and "promise" in self.errors:
            said = {name: value for name, value in self.data.lists() if name != "promise"}  # type: ignore[attr-defined]
            self.data = MultiValueDict(said | {"promise_version": [str(self.version.pk)]})

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        first = Fieldset("First, about you", *self.asks)
        helper.layout = Layout(
            "once",
            *([first] if self.asks else []),
            "she_knows",
            "name",
            "group",
            Fieldset("How we may reach her", "own_contact", css_class="stack"),
            Fieldset(
                "By phone", "phone", *map(InlineRadios, ("call", "voicemail", "text", "say_who"))
            ),
            Fieldset("By e-mail", "email", InlineRadios("mail")),
            Fieldset(
                "To keep her safe",
                InlineRadios("links_safe"),
                "safe_windows",
                "unsafe_times",
                "plainness",
                "safe_word",
            ),
            Fieldset("What she agreed to", "keep", "worker_may_know"),
        )
        return helper
