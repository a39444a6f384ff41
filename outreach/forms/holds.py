"""What could happen, and what she was told. No field asks what she is like, and none for a name."""

from typing import Any

from django import forms

from peersupport.forms import HouseForm

from ..models.hold import TOLD, WILL_HEAR

MOST = 500


class HoldForm(HouseForm):
    could_happen = forms.CharField(
        label="What could happen?",
        help_text="Say what could happen and to whom it would, without a name. Like this: "
        "“Somebody she fears comes to the same building on that evening.” "
        "Not like this: “She is aggressive.” What she is like is never a reason.",
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": MOST}),
        error_messages={
            "required": "Write what could happen. Without it there is nothing to wait for.",
            "max_length": f"Keep it to {MOST} characters. What could happen is enough.",
        },
    )
    told = forms.ChoiceField(
        label="What was she told?",
        help_text="She is told as much as is safe.",
        choices=TOLD,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what she was told."},
    )
    will_hear = forms.ChoiceField(
        label="How will she hear the rest?",
        help_text="Leave this where she was told all of it.",
        choices=WILL_HEAR,
        widget=forms.RadioSelect,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("told") == "all":
            data["will_hear"] = ""
        elif data.get("told") and not data.get("will_hear"):
            self.add_error("will_hear", "Choose how she will hear the rest, and when.")
        return data
