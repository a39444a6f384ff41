"""The people at partners: who they are, and who comes after them."""

import datetime as dt
from typing import Any

from django import forms

from peersupport.forms import HouseForm, OnceForm
from peersupport.services.cards import NotAPhone, clean_phone

from ..models.contact import TALKS
from .outreach import DayField, ahead, line


class ContactForm(OnceForm):
    """Somebody at a partner, as she is known at work."""

    name = line("Name", 80, required=True)
    job = line("Her job", 80, "As on her badge, such as “health visitor”.")
    email = forms.EmailField(
        label="Work e-mail address",
        max_length=254,
        required=False,
        error_messages={"invalid": "That does not look like an e-mail address. It needs an @."},
    )
    phone = forms.CharField(
        label="Work phone number",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
    )
    talks = forms.ChoiceField(
        label="When she tells women of the groups, what does she do?",
        help_text="So that you know where there is still something to explain.",
        choices=TALKS,
        initial="not_known",
        widget=forms.RadioSelect,
        required=False,
    )
    worker = forms.ChoiceField(
        label="Her account here", required=False, help_text="If she signs in to the portal."
    )

    def __init__(self, *args: Any, workers: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = {str(worker.pk): worker for worker in workers}
        self.fields["worker"].choices = [  # type: ignore[attr-defined]
            ("", "None"),
            *((pk, worker.user.name) for pk, worker in self.workers.items()),
        ]
        if not workers:
            del self.fields["worker"]

    def clean_phone(self) -> str:
        try:
            return clean_phone(self.cleaned_data["phone"])
        except NotAPhone as wrong:
            raise forms.ValidationError(
                "That does not look like a phone number. Check it, or leave it empty."
            ) from wrong

    def facts(self) -> dict[str, Any]:
        """Keyed as ``contacts.add`` wants them."""
        said = self.cleaned_data
        return {
            "name": said["name"],
            "job": said["job"],
            "email": said["email"],
            "phone": said["phone"],
            "talks": said["talks"] or "not_known",
            "worker": self.workers.get(said.get("worker", "")),
        }


class HandOverForm(HouseForm):
    """Who is there from now on, and when we say hello."""

    to = forms.ChoiceField(
        label="Who is there for us from now on?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who is there from now on, or “Nobody yet”."},
    )
    name = line("Her name, if she is new", 80)
    job = line("Her job", 80)
    email = forms.EmailField(
        label="Work e-mail address",
        max_length=254,
        required=False,
        error_messages={"invalid": "That does not look like an e-mail address. It needs an @."},
    )
    next_contact_on = DayField(
        label="When do we say hello?",
        help_text="The next contact moves to this day.",
        required=False,
    )

    def __init__(self, *args: Any, others: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {str(other.pk): other for other in others}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            *((pk, other.name) for pk, other in self.others.items()),
            ("new", "Somebody new"),
            ("nobody", "Nobody yet"),
        ]

    def clean_next_contact_on(self) -> dt.date | None:
        day = self.cleaned_data["next_contact_on"]
        return day if day == self.initial.get("next_contact_on") else ahead(day)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("to") == "new" and not data.get("name") and "name" not in self.errors:
            self.add_error("name", "Write the name of whoever is new.")
        return data

    def heir(self) -> Any:
        """Somebody known, the facts of somebody new, or None."""
        said = self.cleaned_data
        if said["to"] != "new":
            return self.others.get(said["to"])
        new = {name: said[name] for name in ("name", "job", "email")}
        return new | {"phone": "", "talks": "not_known", "worker": None}
