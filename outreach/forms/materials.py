"""Choosing what to print, and wording it in another language."""

from typing import Any

from django import forms

from peersupport.forms import HouseForm
from peersupport.sensitive import words_in

from ..languages import ALL, Language
from ..materials import EVERY_GROUP, Choice, Offer
from ..models import SourceCode


class ChooseForm(HouseForm):
    """Three lists. What comes back is looked up in what was offered, never trusted."""

    group = forms.ChoiceField(label="Which group?")
    code = forms.ChoiceField(label="Which code?")
    language = forms.ChoiceField(label="Which language?")

    def __init__(self, *args: Any, offer: Offer, choice: Choice, **kwargs: Any) -> None:
        super().__init__(*args, initial=choice.query, **kwargs)
        shown = [(row.ref, row.name) for row in offer.hers]
        self.fields["group"].choices = [  # type: ignore[attr-defined]
            (EVERY_GROUP, "All our groups"),
            *shown,
        ]
        self.fields["code"].choices = [  # type: ignore[attr-defined]
            (row.code, code_label(row)) for row in offer.codes
        ]
        offered = {row.language for row in offer.wordings}
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (code, each.label if code in offered else each.name)
            for code, each in ALL.items()
            if code in offered or code == "en"
        ]


def code_label(row: SourceCode) -> str:
    """Library poster (k7m2x); Harbour Lane Advice: Everyday code (k7m2x)."""
    owner = f"{row.organisation.name}: " if row.organisation else ""
    return f"{owner}{row.label} ({row.code})"


class WordingForm(HouseForm):
    """A group's words in one language, written by somebody who knows it."""

    title = forms.CharField(
        label="What stands on top",
        max_length=80,
        error_messages={"required": "Write what stands on top."},
    )
    lines = forms.CharField(
        label="What it says below",
        help_text="One thought a line: she decides; nobody screens her; no doctor’s letter; any "
        "name will do; the part of town, the day and the time. Never the house or the street.",
        max_length=700,
        widget=forms.Textarea,
        error_messages={"required": "Write at least one line."},
    )
    paused = forms.CharField(
        label="What it says while the group has a pause",
        help_text="“Paused just now. No new women for a while.”",
        max_length=120,
        error_messages={"required": "Write this too: paper must not promise what is not there."},
    )
    full = forms.CharField(
        label="What it says while the group is full",
        help_text="“Full just now. There is a waiting list.”",
        max_length=120,
        error_messages={"required": "Write this too: paper must not promise what is not there."},
    )
    scan = forms.CharField(
        label="Beside the code",
        help_text="“Scan this with a phone, or type”",
        max_length=80,
        required=False,
    )
    card = forms.CharField(
        label="On the card for a purse",
        help_text="“Time for you. You decide.” Somebody else may find it: give nothing away. Left "
        "empty, the card shows the code alone.",
        max_length=60,
        required=False,
    )
    card_wait = forms.CharField(
        label="On the card during a pause, or while the group is full",
        help_text="“Having a pause just now. Look again soon.” Left empty, the card shows the code "
        "alone.",
        max_length=60,
        required=False,
    )

    def __init__(self, *args: Any, language: Language, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        for field in self.fields.values():
            field.widget.attrs |= {"lang": language.code, "dir": language.direction}

    def clean_card(self) -> str:
        return self._gives_nothing_away("card")

    def clean_card_wait(self) -> str:
        return self._gives_nothing_away("card_wait")

    def _gives_nothing_away(self, name: str) -> str:
        """Not a word that tells (safety.md, list W), and no name of the data."""
        said = self.cleaned_data[name]
        if words_in(said, names=self.names, in_texts=True):
            raise forms.ValidationError(
                "Whoever finds this card could tell what it is for. Say it without that word."
            )
        return said
