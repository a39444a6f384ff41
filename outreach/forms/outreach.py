"""What is written down about partners: who they are, what was done, who is there."""

import datetime as dt
from typing import Any

from django import forms

from peersupport import clock
from peersupport.forms import HouseForm, OnceForm

from ..models.contact_entry import HOW, KINDS, MOST_REACHED
from ..models.favour import DIRECTIONS
from ..models.organisation import EVERY_WEEKS
from .names import no_control_characters
from .staff import OrganisationForm

NO_WOMAN = "No name of a woman, ever."
# Nobody writes up what is further back, and a wrong year is found here.
OLDEST = dt.timedelta(days=3 * 366)
FURTHEST = dt.timedelta(days=2 * 366)


class DayField(forms.DateField):
    """A day, picked or typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={
                "invalid": "That is not a day we can read. Write it like 24/11/2026.",
                "required": "Say on which day.",
            },
            input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y"],
            **kwargs,
        )


def line(label: str, most: int, help_text: str = "", *, required: bool = False) -> forms.CharField:
    """One line of text, with nothing in it that no keyboard types."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=most,
        required=required,
        validators=[no_control_characters],
    )


def past(day: dt.date | None) -> dt.date | None:
    """A day on which something can have happened. Raises ``ValidationError``."""
    today = clock.today()
    if day and day > today:
        raise forms.ValidationError("That day is still to come. Write down what has happened.")
    if day and day < today - OLDEST:
        raise forms.ValidationError("That is more than three years ago. Check the year.")
    return day


def ahead(day: dt.date | None) -> dt.date | None:
    """A day on which something can be planned. Raises ``ValidationError``."""
    today = clock.today()
    if day and day < today:
        raise forms.ValidationError("That day is over. Choose today or later.")
    if day and day > today + FURTHEST:
        raise forms.ValidationError("That is more than two years away. Check the year.")
    return day


class AboutForm(OrganisationForm):
    """What we know of a partner, and how often we like to be in touch."""

    area = line("Which part of town?", 80)
    website = forms.URLField(
        label="Its website",
        max_length=200,
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": "That is not an address we can read. Write it like https://example.org"
        },
    )
    every_weeks = forms.TypedChoiceField(
        label="How often do we like to be in touch?",
        choices=[("", "No fixed time"), *EVERY_WEEKS],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    next_contact_on = DayField(
        label="Next contact on",
        help_text="Today shows it when the day comes. It is for whoever has time.",
        required=False,
    )
    how_things_stand = forms.CharField(
        label="How do things stand?",
        help_text=f"A sentence or two for whoever rings next. {NO_WOMAN}",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_next_contact_on(self) -> dt.date | None:
        day = self.cleaned_data["next_contact_on"]
        # What was due before stays due: only a new day must lie ahead.
        return day if day == self.initial.get("next_contact_on") else ahead(day)


class EntryForm(OnceForm):
    """What we did with a partner. It is about partners, and never about a woman."""

    kind = forms.ChoiceField(
        label="What was it?",
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it was."},
    )
    happened_on = DayField(label="On which day?")
    contact = forms.ChoiceField(label="With whom?", required=False)
    how = forms.ChoiceField(
        label="Did they talk it through, or only hand out paper?",
        help_text="What they do with women who come to them, as far as you heard.",
        choices=[("", "I do not know"), *HOW],
        widget=forms.RadioSelect,
        required=False,
    )
    said = forms.CharField(
        label="What was said about the groups being open to all?",
        help_text=f"The woman decides if a group is for her; nobody picks for her. {NO_WOMAN}",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "That is more than 500 letters. Say it shorter."},
    )
    reached = forms.IntegerField(
        label="How many people heard it?",
        help_text="Of their staff, or in the room. A guess is fine.",
        min_value=1,
        max_value=MOST_REACHED,
        required=False,
        error_messages={"invalid": "Write a number, such as 12."},
    )
    next_contact_on = DayField(
        label="Next contact on",
        help_text="Leave it empty, and we count on from how often you like to be in touch.",
        required=False,
    )

    def __init__(self, *args: Any, contacts: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contacts = {str(contact.pk): contact for contact in contacts}
        self.fields["contact"].choices = [  # type: ignore[attr-defined]
            ("", "Nobody by name"),
            *((pk, contact.said_name) for pk, contact in self.contacts.items()),
        ]

    def clean_happened_on(self) -> dt.date | None:
        return past(self.cleaned_data["happened_on"])

    def clean_next_contact_on(self) -> dt.date | None:
        day = self.cleaned_data["next_contact_on"]
        return day if day == self.initial.get("next_contact_on") else ahead(day)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        happened, after = data.get("happened_on"), data.get("next_contact_on")
        if happened and after and after < happened:
            self.add_error("next_contact_on", "The next contact comes after this one.")
        return data

    def facts(self) -> dict[str, Any]:
        """Keyed as ``contact_log.write`` wants them."""
        said = {name: self.cleaned_data[name] for name in self.base_fields if name != "once"}
        return said | {"contact": self.contacts.get(said["contact"])}


class FavourForm(OnceForm):
    direction = forms.ChoiceField(
        label="Who did it for whom?",
        choices=DIRECTIONS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who did it for whom."},
    )
    happened_on = DayField(label="On which day?")
    what = line("What was it?", 200, f"Such as “lent us their room”. {NO_WOMAN}", required=True)

    def clean_happened_on(self) -> dt.date | None:
        return past(self.cleaned_data["happened_on"])

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("direction", "happened_on", "what")}


WHY_EXPORT = {
    "report": "For a report to a funder or the trustees",
    "copy": "To keep a copy of our own",
    "move": "To move to another system",
    "asked": "Somebody at a partner asked what we hold",
}


class ExportForm(HouseForm):
    what = forms.ChoiceField(
        label="What do you need?",
        choices=[
            ("partners", "Partners and the people we know there"),
            ("log", "The contact log"),
            ("favours", "Give and take"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you need."},
    )
    reason = forms.ChoiceField(
        label="What is it for?",
        choices=list(WHY_EXPORT.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Say what it is for. It is written down with your name."},
    )
