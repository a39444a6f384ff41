"""Planning and moving a session."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms

from peersupport.forms import HouseForm, OnceForm

from ..models import Group, Session

LENGTHS = {
    60: "1 hour",
    90: "1½ hours",
    120: "2 hours",
    150: "2½ hours",
    180: "3 hours",
    240: "4 hours",
}
LATE_MINUTES = {5: "5 minutes", 10: "10 minutes", 20: "20 minutes"}


def day_field() -> forms.DateField:
    return forms.DateField(
        label="Which day?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Choose the day.",
            "invalid": "That is not a day we can read. Write it like 03/12/2026.",
        },
    )


def time_field() -> forms.TimeField:
    return forms.TimeField(
        label="When does it begin?",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": "Say when it begins.",
            "invalid": "That is not a time we can read. Write it like 10:30.",
        },
    )


def length_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="How long is it?",
        choices=list(LENGTHS.items()),
        coerce=int,
        initial=120,
        error_messages={"required": "Say how long it is."},
    )


class MoveForm(HouseForm):
    """Another day or time for a session."""

    day = day_field()
    time = time_field()
    minutes = length_field()

    @classmethod
    def of(cls, session: Session, data: Any = None) -> "MoveForm":
        """The form with the session's present time in it."""
        now = {
            "day": session.wall_date,
            "time": session.wall_time,
            "minutes": session.minutes,
        }
        form = cls(data, initial=now)
        lengths = sorted({*LENGTHS, session.minutes})
        form.fields["minutes"].choices = [  # type: ignore[attr-defined]
            (length, LENGTHS.get(length, f"{length} minutes")) for length in lengths
        ]
        return form

    def when(self) -> dict[str, Any]:
        """As ``services.sessions`` spells it."""
        said = self.cleaned_data
        return {"day": said["day"], "wall": said["time"], "minutes": said["minutes"]}


class PlanForm(OnceForm, MoveForm):
    """A new session of one of her groups."""

    group = forms.ModelChoiceField(
        Group.objects.none(),
        label="Which group?",
        empty_label=None,
        error_messages={
            "required": "Choose the group.",
            "invalid_choice": "Choose one of your groups.",
        },
    )
    venue_name = forms.CharField(label="Name of the place", max_length=120, required=False)
    venue_address = forms.CharField(label="Its address", max_length=250, required=False)
    field_order = ["group", "day", "time", "minutes"]

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        elsewhere = Fieldset("Somewhere else this time?", "venue_name", "venue_address")
        helper.layout = Layout("group", "day", "time", "minutes", elsewhere, "once")
        return helper

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("venue_address") and not said.get("venue_name"):
            self.add_error("venue_name", "Give the place a name, so that it can be found.")
        return said


class LateForm(forms.Form):
    """A peer leader is late herself: one tap."""

    minutes = forms.TypedChoiceField(choices=list(LATE_MINUTES.items()), coerce=int)
    back = forms.ChoiceField(choices=[("door", "door"), ("session", "session")], required=False)


class DoorForm(forms.Form):
    """One tap beside her name: what she told us, here, or taken back."""

    deed = forms.ChoiceField(
        choices=[(name, name) for name in ("coming", "late", "not_this_time", "here")]
        + [("undo", "undo"), ("undo-here", "undo-here")]
    )


class TextForm(forms.Form):
    """One tap beside a text: seen to, or whose answer it is ("12:coming")."""

    deed = forms.RegexField(r"^(seen|[0-9]{1,18}:(coming|late|not_this_time))$")

    def answer(self) -> tuple[int, str] | None:
        """(membership id, choice), or None where it is only seen to."""
        place, _, choice = self.cleaned_data["deed"].partition(":")
        return (int(place), choice) if choice else None


class RegisterForm(forms.Form):
    """Ticks for every woman of a session, read in one go: ``state_12``, ``late_12``, ``early_12``."""

    rest = forms.BooleanField(required=False)
    STATES = ("came", "apologies", "not_heard")

    def __init__(self, data: Any, *, places: list[int]) -> None:
        super().__init__(data)
        self.places = places

    def ticks(self) -> dict[int, tuple[str, bool, bool]]:
        """What was ticked, by membership id; "the rest" are not heard from."""
        rest = "not_heard" if self.data.get("rest") else ""
        found = {}
        for pk in self.places:
            state = self.data.get(f"state_{pk}", "")
            state = state if state in self.STATES else rest
            if state:
                found[pk] = (state, f"late_{pk}" in self.data, f"early_{pk}" in self.data)
        return found
