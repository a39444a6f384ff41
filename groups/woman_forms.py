"""What she can send from her own page. Input only."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from peersupport.crypto import fold
from peersupport.forms import HouseForm, OnceForm, PickUpFields, ReachFields

from .forms.shown import ShownForm
from .models.session import CHOICES
from .services.answers import MINUTES
from .services.needs import CONSENTS, NEEDS, ON_HER_PAGE
from .services.pages import SHORTEST_PHRASE


class AnswerForm(HouseForm):
    """One of three buttons, and about how long where she is on her way."""

    choice = forms.ChoiceField(choices=CHOICES)
    minutes = forms.TypedChoiceField(
        choices=[(minutes, str(minutes)) for minutes in MINUTES],
        coerce=int,
        empty_value=None,
        required=False,
    )


class NotKept(forms.TextInput):
    """Plain text, for a password field makes browsers offer to keep it on this phone; and what
    was typed is not shown again."""

    def format_value(self, value: Any) -> None:
        return None


def _phrase_field(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=200,
        widget=NotKept(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type your phrase.")},
    )


class PhraseForm(HouseForm):
    """Giving the phrase."""

    phrase = _phrase_field(_("Your phrase"), _("Big or small letters are the same here."))


class ChoosePhraseForm(HouseForm):
    """Choosing it."""

    phrase = _phrase_field(
        _("A phrase only you know"),
        _("Three small words work well. Not a name or a birthday. Others can see what you type."),
    )

    def clean_phrase(self) -> str:
        phrase = fold(self.cleaned_data["phrase"])
        if len(phrase) < SHORTEST_PHRASE:
            short = _("That is a bit short. Use %(least)s letters or more.")
            raise ValidationError(short, params={"least": SHORTEST_PHRASE})
        try:
            CommonPasswordValidator().validate(phrase)
        except ValidationError as common:
            easy = _("That is easy to guess. Use three small words.")
            raise ValidationError(easy) from common
        return phrase


class ReachForm(ReachFields, PickUpFields, ShownForm, OnceForm):
    """The safe-contact questions, with what she said before."""

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout(
            Fieldset(_("By phone"), "phone", "call", "voicemail", "text"),
            Fieldset(_("When we ring"), "pick_up", "pick_up_words", "line_drop"),
            Fieldset(_("By e-mail"), "email", "mail"),
            Fieldset(_("Keeping it safe"), "links_safe", "say_who", "plainness", "safe_word"),
            Fieldset(_("When"), "safe_windows", "unsafe_times", "own_contact"),
            "once",
            "shown",
        )
        return helper

    def answers(self) -> dict[str, Any]:
        return super().answers() | self.on_the_line()


class NeedsForm(HouseForm):
    """What would make coming easier. Without her tick nothing of it is kept."""

    needs = forms.MultipleChoiceField(
        label=_("What would help you come?"),
        choices=list(NEEDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    language = forms.CharField(
        label=_("Which language, if you need an interpreter?"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    easier = forms.CharField(
        label=_("Anything else that would make coming easier"),
        help_text=_("A few words are enough. We need no story."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    keep = forms.BooleanField(
        label=CONSENTS[ON_HER_PAGE],
        help_text=_("Take the tick away, and we keep none of it."),
        required=False,
    )


class PartingForm(HouseForm):
    """Saying that she wants it, or taking that back."""

    do = forms.ChoiceField(choices=[("ask", "ask"), ("undo", "undo")])
