"""A file of partners and contacts."""

from typing import Any

from django import forms

from peersupport.forms import HouseForm

from ..contact_file.sheet import MOST_BYTES


class ImportForm(HouseForm):
    file = forms.FileField(
        label="Your file",
        help_text="CSV, up to 5,000 rows and 1 MB. Nothing is written yet: you look first.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty.",
            "missing": "Choose a file.",
            "invalid": "Choose a file.",
            "max_length": "The name of the file is too long. Give it a shorter one.",
        },
        max_length=200,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("The file is larger than 1 MB. Cut it in two.")
        return file
