"""How a peer leader hears that somebody is running late."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from peersupport.permissions import allow
from peersupport.presenters import phone_as_said

from ..forms.groups import NoticesForm
from ..models import Leadership
from ..services import notices as services
from .sessions import form_page


@form_page
@allow("staff")
def notices(request: HttpRequest) -> HttpResponse:
    """Her own number, and a way for each group she leads."""
    user = request.actor.user
    places = Leadership.objects.visible_to(request.actor).filter(user=user, ended_at=None)
    mine = list(places.select_related("group").order_by("group__name", "pk"))
    card = user.card
    initial = {"phone": phone_as_said(card.phone) if card else ""}
    form = NoticesForm(request.POST or None, places=mine, initial=initial)
    if request.method == "POST" and form.is_valid():
        phone = form.cleaned_data["phone"]
        services.choose(user, phone=phone, ways=form.ways(), by=request.actor)
        messages.success(request, "Saved.")
        return redirect("groups:notices")
    return render(request, "groups/notices.html", {"form": form, "places": mine})
