"""A group's facts, its reminders, and how a peer leader hears of news."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms

from peersupport.forms import HouseForm, OnceForm
from peersupport.services.cards import NotAPhone, clean_phone, is_uk_mobile

from ..models import Group, Leadership
from ..models.group import NATIONS
from ..services.groups import FIELDS

REMINDERS = ("day_before_at", "hours_before")
HOURS = [("", "No reminder on the day")] + [
    (hours, f"{hours} hour{'s' if hours > 1 else ''} before") for hours in (1, 2, 3, 4, 6, 12)
]


def clock_field(label: str, help_text: str = "") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "That is not a time we can read. Write it like 10:00."},
    )


def few(label: str, help_text: str, most: int, *, required: bool = True) -> forms.IntegerField:
    between = f"Write a number from 1 to {most}."
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=1,
        max_value=most,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), between),
    )


def _phone(typed: str) -> str:
    try:
        return clean_phone(typed)
    except NotAPhone as wrong:
        raise forms.ValidationError(
            "That does not look like a phone number. Check it, or leave it empty."
        ) from wrong


class GroupForm(OnceForm):
    """Everything about a group that somebody reads or that times a message."""

    name = forms.CharField(
        label="Name of the group",
        help_text="Women see it. A text or an e-mail says it only to those who said it may.",
        max_length=80,
        error_messages={"required": "Give the group a name."},
    )
    who_for = forms.CharField(
        label="Who is it for?",
        help_text="One sentence. Each woman decides herself if it fits her: nobody checks.",
        max_length=200,
        error_messages={"required": "Say in one sentence who it is for."},
    )
    about = forms.CharField(
        label="What is it like?",
        help_text="What happens when you meet, in plain words.",
        max_length=1500,
        required=False,
        widget=forms.Textarea,
    )
    area = forms.CharField(
        label="Which part of town?",
        help_text="Anybody can read this. The place itself is only for women who have joined.",
        max_length=80,
        error_messages={"required": "Say which part of town, so that a woman knows if it is near."},
    )
    nation = forms.ChoiceField(
        label="Which nation?",
        help_text="Its numbers come first on Help now.",
        choices=NATIONS,
    )
    venue_name = forms.CharField(label="Name of the place", max_length=120, required=False)
    venue_address = forms.CharField(label="Its address", max_length=250, required=False)
    how_to_find = forms.CharField(
        label="How to find it",
        help_text="The bus, the side door, the bell, the lift.",
        max_length=600,
        required=False,
        widget=forms.Textarea,
    )
    door_looks = forms.CharField(
        label="What does the door look like?",
        help_text="For somebody who comes for the first time and is not sure.",
        max_length=250,
        required=False,
    )
    reply_days = few(
        "Within how many working days do you answer?", "Said to every woman who asks to join.", 10
    )
    rings_from = forms.CharField(
        label="Which number does she see when you ring?",
        help_text="She reads it after she asks to join, so that she knows it is you. Leave it "
        "empty if your phone shows no number.",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "inputmode": "tel"}),
    )
    welcome_per_week = few("How many new women can you welcome in a week?", "Two is usual.", 20)
    places = few(
        "How many women can have a place?",
        "Leave it empty for no limit. A lower number sends nobody away.",
        200,
        required=False,
    )
    offer_hours = forms.TypedChoiceField(
        label="When a place comes free, how long do you keep it for the woman you offer it to?",
        help_text="She keeps her turn if she needs longer.",
        choices=[(24, "1 day"), (48, "2 days"), (72, "3 days"), (168, "1 week")],
        coerce=int,
        widget=forms.RadioSelect,
    )
    safe_contact_days = forms.TypedChoiceField(
        label="How often do you check that the ways to reach her are still safe?",
        choices=[(90, "Every 90 days"), (30, "Every 30 days")],
        coerce=int,
        widget=forms.RadioSelect,
    )
    day_before_at = clock_field(
        "On the day before, at", "Leave it empty for no reminder on the day before."
    )
    hours_before = forms.TypedChoiceField(
        label="On the day itself", choices=HOURS, coerce=int, empty_value=None, required=False
    )
    quiet_from = clock_field("Quiet from", "No messages from then on. Usual is 9pm.")
    quiet_until = clock_field("Quiet until", "Usual is 8am. Leave both empty for no quiet hours.")

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        place = ("venue_name", "venue_address", "how_to_find", "door_looks")
        helper.layout = Layout(
            Fieldset("What anybody can read", "name", "who_for", "about", "area", "nation"),
            Fieldset("The place, for women who have joined", *place),
            Fieldset(
                "Welcoming",
                *(
                    "reply_days",
                    "rings_from",
                    "welcome_per_week",
                    "places",
                    "offer_hours",
                    "safe_contact_days",
                ),
            ),
            Fieldset("Reminders", *REMINDERS),
            Fieldset("Quiet hours", "quiet_from", "quiet_until"),
            "once",
        )
        return helper

    @staticmethod
    def about_group(group: Group | None) -> dict[str, Any]:
        """What the form begins with: the group's own facts, or the usual ones."""
        facts = {name: getattr(group or Group(), name) for name in FIELDS}
        steps = list(group.reminder_steps.all()) if group else []
        if group is None:
            return facts | {"day_before_at": "10:00", "hours_before": 2}
        return facts | {
            "day_before_at": next((step.at for step in steps if step.at), None),
            "hours_before": next((step.hours_before for step in steps if step.hours_before), None),
        }

    def clean_rings_from(self) -> str:
        return _phone(self.cleaned_data["rings_from"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        begins, ends = said.get("quiet_from"), said.get("quiet_until")
        if (begins is None) is not (ends is None) and not self.errors.keys() & {
            "quiet_from",
            "quiet_until",
        }:
            missing = "quiet_from" if begins is None else "quiet_until"
            self.add_error(
                missing, "Quiet hours need both ends. Fill in both, or leave both empty."
            )
        return said

    def facts(self) -> dict[str, Any]:
        """The group's own fields, as ``services.groups.edit`` takes them."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    def reminders(self) -> dict[str, Any]:
        """As ``services.groups.set_reminders`` takes them."""
        return {name: self.cleaned_data[name] for name in REMINDERS}


class NoticesForm(HouseForm):
    """Her own number, and for each group how she hears that somebody is on her way."""

    phone = forms.CharField(
        label="Your own mobile",
        help_text="Only for messages to you. No woman sees it.",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, *args: Any, places: list[Leadership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        for place in places:
            self.fields[f"way_{place.pk}"] = forms.ChoiceField(
                label=f"{place.group.name}: when somebody is running late, tell me by",
                choices=Leadership.NOTICES,
                initial=place.late_notices,
                widget=forms.RadioSelect,
                error_messages={"required": "Choose how you would like to hear."},
            )

    def clean_phone(self) -> str:
        phone = _phone(self.cleaned_data["phone"])
        if phone and not is_uk_mobile(phone):
            raise forms.ValidationError("Texts go to UK mobiles only. Leave it empty for none.")
        return phone

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        wants = any(said.get(f"way_{place.pk}") == "text" for place in self.places)
        if wants and not said.get("phone") and "phone" not in self.errors:
            self.add_error("phone", "You chose a text. Tell us your number.")
        return said

    def ways(self) -> dict[int, str]:
        """By leadership id, as ``services.notices.choose`` takes them."""
        return {place.pk: self.cleaned_data[f"way_{place.pk}"] for place in self.places}
