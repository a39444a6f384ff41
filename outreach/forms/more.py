"""“Tell us more now”: each question optional, none about what she has or has lived through."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.services.needs import AT_THE_DOOR, CONSENTS, NEEDS
from peersupport.forms import HouseForm, PickUpFields

from ..models import Question
from ..models.introduction import HEARD, TALKED_THROUGH
from ..models.question import LONGEST_ANSWER

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def own_field(question: Question) -> forms.Field:
    """A field for a group's own question, which can be left empty."""
    label, hint = question.words, f"{question.why} {question.get_who_sees_display()}"
    if question.kind == "text":
        long = _("That is more than 200 letters. Use fewer words.")
        return forms.CharField(
            label=label,
            help_text=hint,
            max_length=LONGEST_ANSWER,
            required=False,
            error_messages={"max_length": long},
        )
    choices = [(one, one) for one in question.choices] or YES_NO
    return forms.ChoiceField(
        label=label, help_text=hint, choices=choices, widget=forms.RadioSelect, required=False
    )


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

    def __init__(self, *args: Any, own: Sequence[Question] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = [str(question.pk) for question in own]
        for question in own:
            self.fields[f"own_{question.pk}"] = own_field(question)

    def answers(self) -> dict[str, Any]:
        """What she said, without what she left empty: it travels in a small cookie."""
        said = {name: self.cleaned_data[name] for name in MoreForm.base_fields}
        said["keep"] = AT_THE_DOOR if said.pop("keep_more") else ""
        own = {pk: self.cleaned_data[f"own_{pk}"] for pk in self.own}
        said["own"] = {pk: answer for pk, answer in own.items() if answer}
        return {name: value for name, value in said.items() if value}


class SpokenForm(MoreForm):
    """The same questions, for whoever asks them aloud. The group's own are for her to answer on
    the form: only some may read those."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keep_more"].label = "I read that to her, and she said yes."

    @property
    def says_what_needs_a_yes(self) -> bool:
        """Whether something was typed that is kept only on her yes."""
        return any(self.cleaned_data.get(name) for name in ("needs", "language", "easier"))
