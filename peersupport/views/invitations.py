"""Taking up an invitation: a name and a password, once."""

from django import forms
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ..forms import HouseForm
from ..models import User
from ..permissions import allow
from ..services import people

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def open_invitation(request: HttpRequest, link) -> HttpResponse:
    """What an invitation's link opens: the page that makes the account."""
    request.session.flush()
    request.session["invitation"] = int(link.subject.partition(":")[2])
    return redirect("accept-invitation")


class AcceptForm(HouseForm):
    name = forms.CharField(
        label="Your name", max_length=80, help_text="Messages are signed with your first name."
    )
    password = forms.CharField(
        label="Choose a password",
        help_text="15 characters or more. A few words you will remember work well.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, email: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        try:
            validate_password(password, User(email=self.email, name=self.data.get("name", "")))
        except ValidationError as wrong:
            raise forms.ValidationError(wrong.messages) from wrong
        return password


@allow("link")
def accept_invitation(request: HttpRequest) -> HttpResponse:
    """The invited person names herself and is signed in; staff go on to the second step."""
    invitation = people.open_invitation(request.session.get("invitation", 0))
    if invitation is None:
        return render(request, "peersupport/link_gone.html", status=404)
    form = AcceptForm(
        request.POST or None, email=invitation.email, initial={"name": invitation.name}
    )
    if request.method == "POST" and form.is_valid():
        try:
            user = people.accept(
                invitation,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"],
            )
        except people.AlreadyHere:
            return render(request, "peersupport/link_gone.html", status=404)
        login(request, user, backend=BACKEND)
        return redirect("home-for-me")
    return render(
        request, "peersupport/accept_invitation.html", {"form": form, "invitation": invitation}
    )
