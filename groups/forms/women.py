"""Finding a woman, opening her card with a reason, and changing how she may be reached."""

from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms

from peersupport.forms import HouseForm, OnceForm, PickUpFields, ReachFields
from peersupport.models import ContactCard
from peersupport.presenters import masked_email, masked_phone

from .shown import ShownForm

# Never put into a page unasked: an empty field keeps what we have.
KEPT = ("phone", "email", "safe_word")
TAKE_AWAY = {"phone": "Her number", "email": "Her e-mail address", "safe_word": "The word"}


class FindForm(HouseForm):
    """Her whole name: names lie sealed, so a part of one finds nothing."""

    name = forms.CharField(
        label="Find a woman by her whole name",
        help_text="Just as she gave it. A part of a name finds nothing.",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Write her whole name."},
    )


class ReachForm(ReachFields, PickUpFields, ShownForm, OnceForm):
    """The safe-contact questions, asked again in person. Her number and address are not shown:
    left empty, they stay as they are."""

    take_away = forms.MultipleChoiceField(
        label="Take away what she no longer wants us to have",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, card: ContactCard, stopped: bool, **kwargs: Any) -> None:
        asked = {**ReachFields.base_fields, **PickUpFields.base_fields}
        shown = [name for name in asked if name not in KEPT]
        initial = {name: getattr(card, name) for name in shown}
        # A yes lifts her STOP: it must be said again, and not merely be left standing.
        initial |= {"text": ""} if stopped else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.card = card
        held = [name for name in KEPT if getattr(card, name)]
        self.fields["take_away"].choices = [  # type: ignore[attr-defined]
            (name, TAKE_AWAY[name]) for name in held
        ]
        if not held:
            del self.fields["take_away"]
        for name, said in self._hints(card).items():
            self.fields[name].help_text = said
        self.fields[
            "own_contact"
        ].label = "She will get in touch herself. Do not contact her first."

    @staticmethod
    def _hints(card: ContactCard) -> dict[str, str]:
        keep = "Leave it empty to keep it."
        hints = {}
        if card.phone:
            hints["phone"] = f"We have {masked_phone(card)}. {keep}"
        if card.email:
            hints["email"] = f"We have {masked_email(card)}. {keep}"
        if card.safe_word:
            hints["safe_word"] = f"She has chosen one. {keep}"
        return hints

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.mark_optional = False
        away = ["take_away"] if "take_away" in self.fields else []
        by_phone = [InlineRadios(name) for name in ("call", "voicemail", "text", "say_who")]
        safe = ("plainness", "safe_windows", "unsafe_times")
        helper.layout = Layout(
            Fieldset("Phone", "phone", *by_phone),
            Fieldset("When you ring", "pick_up", "pick_up_words", "line_drop"),
            Fieldset("E-mail", "email", InlineRadios("mail")),
            Fieldset("What is safe", InlineRadios("links_safe"), *safe),
            Fieldset("A word, and who speaks first", "safe_word", "own_contact", *away),
            "once",
            "shown",
        )
        return helper

    def answers(self) -> dict[str, Any]:
        return super().answers() | self.on_the_line()

    def _kept(self, name: str, typed: str) -> str:
        away = self.data.getlist("take_away") if hasattr(self.data, "getlist") else []
        return typed or ("" if name in away else getattr(self.card, name))

    def clean_phone(self) -> str:
        return self._kept("phone", super().clean_phone())

    def clean_email(self) -> str:
        return self._kept("email", super().clean_email())

    def clean_safe_word(self) -> str:
        return self._kept("safe_word", self.cleaned_data["safe_word"])


class OneTap(OnceForm):
    """A button that must count once: no fields but its own key."""

    def key(self, deed: str) -> str:
        """The key of this deed: one page's buttons do not use up each other's."""
        return f"{deed}:{self.cleaned_data['once']}"[:64]
