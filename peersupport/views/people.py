"""People who sign in: a coordinator invites them and ends their roles."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from .. import clock
from ..forms import OnceForm
from ..models import Invitation, User
from ..permissions import allow
from ..registry import registry
from ..services import people
from ..services.once import first_time
from . import duties


def _places() -> list[tuple[str, str]]:
    """ "role|subject" for each thing somebody can be invited to."""
    found = [("coordinator|", "Coordinator of the whole programme")]
    for role, places in registry.places.items():
        found += [(f"{role}|{subject}", label) for subject, label in places()]
    return found


class InviteForm(OnceForm):
    name = forms.CharField(label="Her name", max_length=80)
    email = forms.EmailField(label="Her e-mail address", max_length=254)
    place = forms.ChoiceField(label="What for", widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = _places()


@allow("coordinator")
def people_list(request: HttpRequest) -> HttpResponse:
    """Who has an account, who was asked, and the form to ask somebody."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _invite(request, form):
        return redirect("people")
    here = User.objects.filter(role__in=["peer_leader", "coordinator"], role_ended_at=None)
    asked = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    return render(
        request,
        "peersupport/people.html",
        {
            "form": form,
            "people": here.order_by("name", "pk"),
            "invitations": asked.exclude(role="partner_worker").order_by("-invited_at"),
            "ran_out": clock.now() - people.INVITATION_HOLDS,
            "duties": duties.shown(),
        },
    )


def _invite(request: HttpRequest, form: InviteForm) -> bool:
    role, _, subject = form.cleaned_data["place"].partition("|")
    try:
        with transaction.atomic():
            # A second press of the same form is told what the first one was told.
            if first_time(form.cleaned_data["once"]):
                people.invite(
                    email=form.cleaned_data["email"],
                    name=form.cleaned_data["name"],
                    role=role,
                    subject=subject,
                    by=request.actor,
                )
    except people.AlreadyHere:
        form.add_error("email", "She has an account or an open invitation already.")
        return False
    messages.success(request, "The invitation is on its way. Her link works once, for 7 days.")
    return True


@allow("coordinator")
@require_POST
def person_end(request: HttpRequest, user_id: int) -> HttpResponse:
    """End a role: her sessions are refused from the next request on."""
    person = get_object_or_404(User, pk=user_id, role__in=["peer_leader", "coordinator"])
    if person.pk == request.user.pk:
        messages.error(request, "You cannot end your own role. Ask another coordinator.")
    else:
        people.end_role(person, by=request.actor)
        messages.success(request, f"{person.name} can no longer sign in.")
    return redirect("people")


@allow("coordinator")
@require_POST
def invitation_withdraw(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(Invitation, pk=invitation_id, accepted_at=None)
    people.withdraw(invitation, by=request.actor)
    messages.success(request, "The invitation is withdrawn. Its link no longer works.")
    return redirect("people")
