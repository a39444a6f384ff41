"""Forms the rooms share: a form that counts once, and the safe-contact questions."""

import secrets
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from .models.contact import LINE_DROP, PICK_UP, PLAINNESS, WINDOW_WORDS
from .services.cards import NotAPhone, clean_phone, is_uk_mobile


class HouseForm(forms.Form):
    """A plain form rendered by the house's own template pack."""

    use_required_attribute = False  # our own words, in our own place, without script

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # "This field is required" says nothing in a summary at the top of the page.
            if (
                field.error_messages.get("required")
                == forms.Field.default_error_messages["required"]
            ):
                choose = isinstance(field, forms.ChoiceField)
                field.error_messages["required"] = (
                    f"{'Choose' if choose else 'Fill in'}: {str(field.label or '').rstrip('?')}"
                )

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        return helper


class OnceForm(HouseForm):
    """Carries a key of its own, so that a second press of Send makes no second row."""

    once = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = secrets.token_urlsafe(18)

    def clean_once(self) -> str:
        # A form sent without its key (an old page, a script) still counts, by itself.
        return self.cleaned_data["once"] or secrets.token_urlsafe(18)


YES_NO_UNSAID = [("yes", "Yes"), ("no", "No")]


def yes_no_field(label: str, help_text: str = "") -> forms.ChoiceField:
    """A question with nothing ticked at the start; not answered means no (safety.md 11)."""
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=YES_NO_UNSAID,
        widget=forms.RadioSelect,
        required=False,
    )


class ReachFields(forms.Form):
    """How she may be reached, and how never: each channel on its own, all empty at first."""

    phone = forms.CharField(
        label="Phone number",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "inputmode": "tel"}),
    )
    call = yes_no_field("May we ring this number?")
    voicemail = yes_no_field("May we leave a voicemail?")
    text = yes_no_field("May we send texts?", "UK mobiles only.")
    email = forms.CharField(
        label="E-mail address",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    mail = yes_no_field("May we send e-mails?")
    links_safe = yes_no_field(
        "Is it safe to send you a link?", "Somebody who looks at your phone could open it."
    )
    say_who = yes_no_field("If someone else answers, may we say who we are?")
    safe_windows = forms.MultipleChoiceField(
        label="When is it safe?",
        help_text="Leave this empty if any day is fine, from 8 in the morning to 9 at night.",
        choices=list(WINDOW_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    unsafe_times = forms.CharField(
        label="Are there times we must never try?", max_length=300, required=False
    )
    plainness = forms.ChoiceField(
        label="What may our messages say?",
        choices=PLAINNESS,
        initial="plain",
        widget=forms.RadioSelect,
        required=False,
    )
    safe_word = forms.CharField(
        label="A word only we know",
        help_text="We say it when we ring, so that you know it is really us.",
        max_length=60,
        required=False,
    )
    own_contact = forms.BooleanField(
        label="I will get in touch myself. Please do not contact me first.", required=False
    )

    def clean_phone(self) -> str:
        try:
            return clean_phone(self.cleaned_data["phone"])
        except NotAPhone as wrong:
            raise forms.ValidationError(
                "That does not look like a phone number. Check it, or leave it empty."
            ) from wrong

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip()
        if email:
            forms.EmailField(
                error_messages={
                    "invalid": "That does not look like an e-mail address. "
                    "It needs an @, like name@example.org."
                }
            ).clean(email)
        return email

    def clean_plainness(self) -> str:
        return self.cleaned_data["plainness"] or "plain"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        wants_phone = "yes" in (data.get("call"), data.get("voicemail"), data.get("text"))
        if wants_phone and not data.get("phone") and "phone" not in self.errors:
            self.add_error("phone", "You said we may ring or text. Tell us the number.")
        if data.get("text") == "yes" and data.get("phone") and not is_uk_mobile(data["phone"]):
            # A yes that nobody can keep would leave her waiting for a text.
            self.add_error(
                "text", "We can text UK mobiles only. Say no to texts, or change the number."
            )
        if data.get("mail") == "yes" and not data.get("email") and "email" not in self.errors:
            self.add_error("email", "You said we may e-mail. Tell us the address.")
        return data

    def answers(self) -> dict[str, Any]:
        """The cleaned answers, keyed as ``services.cards.make`` wants them."""
        return {name: self.cleaned_data[name] for name in ReachFields.base_fields}


class PickUpFields(forms.Form):
    """What to do while the phone rings or when the line drops. All empty at first; they belong
    to her card, as the safe-contact answers do."""

    pick_up = forms.ChoiceField(
        label="If someone else picks up",
        choices=PICK_UP,
        widget=forms.RadioSelect,
        required=False,
    )
    pick_up_words = forms.CharField(
        label="Words to say if someone else picks up",
        help_text="Such as “I am ringing about the library book”.",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    line_drop = forms.ChoiceField(
        label="If the line drops",
        choices=LINE_DROP,
        widget=forms.RadioSelect,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        words = data.get("pick_up_words")
        if data.get("pick_up") == "words" and not words and "pick_up_words" not in self.errors:
            self.add_error("pick_up_words", "Write the words, or choose something else.")
        if words and not data.get("pick_up"):
            data["pick_up"] = "words"
        return data

    def on_the_line(self) -> dict[str, str]:
        """The cleaned answers, keyed as ``services.cards`` wants them."""
        return {name: self.cleaned_data[name] for name in PickUpFields.base_fields}


WHY_OPEN = {
    "ring": "To ring her",
    "text": "To text her by hand",
    "write": "To write her an e-mail",
    "check": "To check with her that it is still right",
}


class RevealForm(HouseForm):
    """Why a card is opened. Only reasons that her own answers leave open can be chosen."""

    reason = forms.ChoiceField(
        label="Why do you need to see it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say why. It is written down with your name."},
    )

    def __init__(self, *args: Any, reasons: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            (code, WHY_OPEN[code]) for code in reasons
        ]
