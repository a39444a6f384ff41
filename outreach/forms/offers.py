"""How a person tells a woman of an offer, and which other group it is."""

from typing import Any

from django import forms

from peersupport.forms import HouseForm

LINK = ("link", "Send her a link to her page now. The time begins when it can reach her safely.")
OTHERS = [
    ("spoke", "I tell her myself, by phone or when we meet."),
    ("text", "I write to her by hand."),
]


class OfferForm(HouseForm):
    """A place, kept for her. Nothing is typed about her."""

    way = forms.ChoiceField(
        label="How will she hear of it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how she hears of it."},
    )

    def __init__(self, *args: Any, may_link: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = [LINK, *OTHERS] if may_link else OTHERS  # type: ignore[attr-defined]


class AnotherForm(OfferForm):
    """Another group that she may like better. She decides."""

    group = forms.ChoiceField(
        label="Which group?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose the group.",
            "invalid_choice": "That group is not open any more. Choose another.",
        },
    )
    field_order = ("group", "way")

    def __init__(self, *args: Any, groups: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [  # type: ignore[attr-defined]
            (group.ref, f"{group.name}, {group.area}") for group in groups
        ]
