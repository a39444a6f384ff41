"""“Tell us more now”: each question optional, none about what she has or has lived through."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.services.needs import AT_THE_DOOR, CONSENTS, NEEDS
from peersupport.forms import HouseForm, PickUpFields

from ..models.introduction import HEARD, TALKED_THROUGH

NEEDS_CONSENT = ("needs", "language", "easier")


class MoreForm(HouseForm, PickUpFields):
    """All of it can be left empty. What needs a consent of its own is kept only with it."""

    heard = forms.ChoiceField(
        label=_("How did you hear of us?"), choices=HEARD, widget=forms.RadioSelect, required=False
    )
    talked_through = forms.ChoiceField(
        label=_("Did someone tell you about it, or hand you a leaflet?"),
        choices=TALKED_THROUGH,
        widget=forms.RadioSelect,
        required=False,
    )
    needs = forms.MultipleChoiceField(
        label=_("What would help you come?"),
        choices=list(NEEDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    language = forms.CharField(
        label=_("Which language, if you need an interpreter?"), max_length=40, required=False
    )
    easier = forms.CharField(
        label=_("Anything else that would make coming easier?"),
        help_text=_("A few words are enough. We need no story."),
        max_length=300,
        required=False,
        widget=forms.Textarea,
        error_messages={"max_length": _("That is more than 300 letters. Use fewer words.")},
    )
    keep_more = forms.BooleanField(label=CONSENTS[AT_THE_DOOR], required=False)

    def answers(self) -> dict[str, Any]:
        """What she said, without what she left empty: it travels in a small cookie."""
        said = {name: self.cleaned_data[name] for name in MoreForm.base_fields}
        said["keep"] = AT_THE_DOOR if said.pop("keep_more") else ""
        return {name: value for name, value in said.items() if value}
