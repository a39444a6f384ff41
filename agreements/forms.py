"""What a peer leader types about an agreement. Input only: nothing is written here."""

import datetime as dt
from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.html import escape

from peersupport import clock
from peersupport.forms import HouseForm, OnceForm

from .models import ClauseText, Version

HALF_A_YEAR = dt.timedelta(days=182)


def day_field(label: str, **more: Any) -> forms.DateField:
    """A day, picked or typed."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Say which day.",
            "invalid": "Write the day as 31/12/2027, or pick it.",
        },
        **more,
    )


class RoomForm(HouseForm):
    """The template gives the token; and a box to tick is not "(optional)": the label says it
    where it is so."""

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.disable_csrf = True
        helper.mark_optional = False
        return helper


class ClauseForm(OnceForm, RoomForm):
    """One clause: the promise, what is meant by it, and whether it can ever lead to a step."""

    words = forms.CharField(
        label="The promise, in one line",
        help_text="Short enough to be read from across the room. No names.",
        max_length=ClauseText._meta.get_field("words").max_length,
        error_messages={"required": "Write the promise in one line."},
    )
    meaning = forms.CharField(
        label="What we mean by this (optional)",
        help_text="In the group's own words. It stands under the promise here and on each "
        "woman's own page, not on the wall.",
        max_length=ClauseText._meta.get_field("meaning").max_length,
        widget=forms.Textarea,
        required=False,
    )
    never_strike = forms.BooleanField(
        label="This can never lead to a step",
        help_text="A step is what follows when a promise is broken again and again.",
        required=False,
    )
    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, time_keeping: bool = False, promise: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if promise:
            # Nothing that a partner does or leaves out leads to a step of anybody's.
            del self.fields["never_strike"]
            self.fields["words"].help_text = "Short enough to be read in a breath. No names."
            self.fields["meaning"].help_text = "It stands under the promise in every portal."
        if time_keeping:
            box = self.fields["never_strike"]
            box.disabled, box.initial = True, True
            box.help_text = "Coming late is never held against anyone. This cannot be changed."

    def said(self) -> dict[str, Any]:
        """What the services want."""
        said = {name: self.cleaned_data[name] for name in ("words", "meaning")}
        return said | {"never_strike": self.cleaned_data.get("never_strike", False)}


class DiscussedForm(RoomForm):
    """How a draft came about."""

    discussed_with = forms.CharField(
        label="Who talked about it?",
        help_text="How many, and where. For example: nine women, at our Tuesday session. No names.",
        max_length=Version._meta.get_field("discussed_with").max_length,
        error_messages={"required": "Say who talked about it, without names."},
    )
    discussed_on = day_field("When?")
    changes = forms.CharField(
        label="What is new, in a few words?",
        help_text="For women who know the version before.",
        max_length=Version._meta.get_field("changes").max_length,
        widget=forms.Textarea,
        error_messages={"required": "Say in a few words what is new."},
    )

    def __init__(self, *args: Any, first: bool, promise: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if promise:
            self.fields[
                "discussed_with"
            ].help_text = (
                "How many, and where. For example: three partners and the office. No names."
            )
            self.fields["changes"].help_text = "For partners who know the version before."
        if first:
            del self.fields["changes"]


class PublishForm(RoomForm):
    """The last look: what she read, and when the group will look again."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    review_on = day_field("When will you look at it together again? (optional)", required=False)
    nobody_is_named = forms.BooleanField(
        label="None of these words is about a woman in the group", required=False
    )

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.error_summary = False  # the page shows it above the words
        return helper

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["review_on"].initial = clock.today() + HALF_A_YEAR
        if names:
            # Hints may hold markup, and names are typed by anyone.
            self.fields["nobody_is_named"].help_text = f"We found: {escape(', '.join(names))}."
        else:
            del self.fields["nobody_is_named"]

    def clean_review_on(self) -> dt.date | None:
        review_on = self.cleaned_data["review_on"]
        if review_on and review_on <= clock.today():
            raise forms.ValidationError("Choose a day that is still to come, or leave it empty.")
        return review_on


class AgreedForm(RoomForm):
    """Who agreed in the room; nobody is ticked at the start."""

    women = forms.MultipleChoiceField(
        label="Who agreed?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick at least one woman.",
            "invalid_choice": "One of them has no place in the group any more. Look again.",
        },
    )
    way = forms.ChoiceField(
        label="How?",
        choices=[("aloud", "Aloud, in the room"), ("paper", "On paper")],
        initial="aloud",
        widget=forms.RadioSelect,
        error_messages={"required": "Say if it was aloud or on paper."},
    )
    on = day_field("On which day?")

    def __init__(self, *args: Any, women: dict[int, Any], agreed: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.women_here = women
        # Whoever agreed since the page was opened still counts as a valid tick.
        field = cast(forms.MultipleChoiceField, self.fields["women"])
        field.choices = [(str(pk), woman.name) for pk, woman in women.items()]
        box = cast(forms.CheckboxSelectMultiple, field.widget)
        box.choices = [choice for choice in box.choices if int(choice[0]) not in agreed]
        self.fields["on"].initial = clock.today()

    def ticked(self) -> list[Any]:
        """The women themselves."""
        return [self.women_here[int(pk)] for pk in self.cleaned_data["women"]]
