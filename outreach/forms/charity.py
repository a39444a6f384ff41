"""Who runs the groups: what directories and posters say of it."""

from django import forms

from peersupport.forms import HouseForm
from peersupport.services.cards import NotAPhone, clean_phone


class CharityForm(HouseForm):
    """The charity's own name, page and number. Nobody's own."""

    name = forms.CharField(
        label="Name of the charity",
        max_length=120,
        error_messages={"required": "Write the name of the charity."},
    )
    about = forms.CharField(
        label="What does it do?",
        help_text="Two or three sentences that anybody may read.",
        max_length=600,
        required=False,
        widget=forms.Textarea,
    )
    website = forms.URLField(
        label="Its website",
        max_length=200,
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": "That is not an address we can read. Write it like https://example.org"
        },
    )
    number = forms.RegexField(
        label="Its charity number",
        help_text="Such as 1123456, SC012345 or NIC101234.",
        regex=r"^(?:\d{6,7}(?:-\d{1,2})?|SC\d{6}|NIC\d{6})$",
        strip=True,
        required=False,
        error_messages={
            "invalid": "A charity number is 6 or 7 digits, or SC or NIC with 6 digits."
        },
    )
    phone = forms.CharField(
        label="A number anybody may ring",
        help_text="The office’s. Never a woman’s, and never a peer leader’s own.",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
    )

    def clean_phone(self) -> str:
        try:
            return clean_phone(self.cleaned_data["phone"])
        except NotAPhone as wrong:
            raise forms.ValidationError(
                "That does not look like a phone number. Check it, or leave it empty."
            ) from wrong
