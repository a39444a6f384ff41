"""What peer leaders and coordinators write down at the door. No free text about a woman."""

from typing import Any

from django import forms

from peersupport.forms import HouseForm, OnceForm

from ..models.organisation import SECTORS

HEARD = {
    "yes": "Yes. She would like to join.",
    "no": "No. Not for her.",
    "no_room": "Not yet. There is no room.",
}


class HeardForm(HouseForm):
    """What the woman said. Her words decide; nobody else's do."""

    said = forms.ChoiceField(
        label="What did she say?",
        help_text="She wants to think about it? Then leave this, and press “I spoke with her”.",
        choices=list(HEARD.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what she said."},
    )

    def words(self) -> tuple[str, str]:
        """(said, reason) as the service wants them."""
        said = self.cleaned_data["said"]
        return (said, "") if said in {"yes", "no"} else ("not_yet", said)


class AssignForm(HouseForm):
    group = forms.ChoiceField(
        label="Which group would she like?",
        help_text="Ask her first. She chooses.",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the group that she would like."},
    )

    def __init__(self, *args: Any, groups: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [  # type: ignore[attr-defined]
            (group.ref, f"{group.name}, {group.area}") for group in groups
        ]


class OrganisationForm(OnceForm):
    name = forms.CharField(
        label="Name of the organisation",
        max_length=120,
        error_messages={"required": "Write the name of the organisation."},
    )
    sector = forms.ChoiceField(
        label="What sort is it?",
        choices=SECTORS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what sort of organisation it is."},
    )


class WorkerForm(OnceForm):
    name = forms.CharField(
        label="The worker’s name", max_length=80, error_messages={"required": "Write a name."}
    )
    email = forms.EmailField(
        label="Work e-mail address",
        max_length=254,
        error_messages={
            "required": "Write the e-mail address.",
            "invalid": "That does not look like an e-mail address. It needs an @.",
        },
    )


class CodeForm(OnceForm):
    label = forms.CharField(
        label="Where will it be seen?",
        help_text="For you only, such as “Library poster”. Never the name of a woman.",
        max_length=80,
        error_messages={"required": "Say where the code will be seen."},
    )
