"""Proposing a question for the library, and reviewing one."""

from django import forms

from peersupport.forms import HouseForm, OnceForm

from ..models.question import KINDS

FEWEST, MOST, LONGEST = 2, 6, 60


class ProposeForm(OnceForm):
    words = forms.CharField(
        label="The question",
        help_text="As you would say it to her. One thing only.",
        max_length=140,
        error_messages={"required": "Write the question."},
    )
    why = forms.CharField(
        label="Why do you ask?",
        help_text="She reads this beside it.",
        max_length=200,
        error_messages={"required": "Say why. She reads it beside the question."},
    )
    kind = forms.ChoiceField(
        label="What can she answer?",
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what she can answer."},
    )
    choices = forms.CharField(
        label="The answers she can choose from",
        help_text=f"One on each line, {FEWEST} to {MOST}. Only for “one of a few answers”.",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    who_sees = forms.ChoiceField(
        label="Who may read her answer?",
        help_text="She is told, and nobody else can.",
        choices=[
            ("leaders", "Only the peer leaders of the group that asks"),
            ("coordinator", "Only the coordinator"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who may read her answer."},
    )

    def clean_choices(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["choices"].splitlines()]
        lines = list(dict.fromkeys(line for line in lines if line))
        if any(len(line) > LONGEST for line in lines):
            raise forms.ValidationError(f"Keep each answer to {LONGEST} letters.")
        if self.data.get("kind") == "choice" and not FEWEST <= len(lines) <= MOST:
            raise forms.ValidationError(f"Write {FEWEST} to {MOST} answers, one on each line.")
        return lines


class ReviewForm(HouseForm):
    checked = forms.BooleanField(
        label="I have looked: it asks none of these, and a woman can leave it empty.",
        error_messages={"required": "Look at the list first, then tick."},
    )
