"""One question after Send, which nobody has to answer."""

from django import forms

from peersupport.forms import HouseForm

from ..models.told import ANSWERS, SAID_BY


class ToldForm(HouseForm):
    """Who only says by whom has said yes with it."""

    answer = forms.ChoiceField(choices=ANSWERS, required=False)
    said_by = forms.ChoiceField(choices=SAID_BY, required=False)

    def words(self) -> tuple[str, str]:
        """(answer, said by), both "" where she said nothing."""
        said = self.cleaned_data
        return said["answer"] or ("yes" if said["said_by"] else ""), said["said_by"]
