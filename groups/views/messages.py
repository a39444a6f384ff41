"""Messages that did not get through, and texts that wait to be read by a person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from peersupport import clock
from peersupport.messaging import inbound, settle_by_hand
from peersupport.models import InboundText, Message
from peersupport.permissions import allow

from ..presenters import messages as present


@require_safe
@allow("staff")
def message_list(request: HttpRequest) -> HttpResponse:
    """What needs a person, newest first; each settled in one tap."""
    now = clock.now()
    texts = present.unread(request.actor, request.GET.get("texts", ""))
    missed = present.missed(request.actor, now, request.GET.get("after", ""))
    context = {
        "texts": present.unread_rows(texts.rows, request.actor, now),
        "more_texts": texts.more,
        "missed": present.missed_rows(missed.rows, now),
        "more_missed": missed.more,
    }
    return render(request, "groups/message_list.html", context)


@require_POST
@allow("staff")
def message_told(request: HttpRequest, message_id: int) -> HttpResponse:
    """I told her myself."""
    message = get_object_or_404(Message.objects.visible_to(request.actor), pk=message_id)
    settle_by_hand.told(message, by=request.actor)
    messages.success(request, "Thank you. It is off the list.")
    return redirect("groups:message-list")


@require_POST
@allow("staff")
def text_seen(request: HttpRequest, text_id: int) -> HttpResponse:
    """Somebody has read it and done what was needed."""
    text = get_object_or_404(InboundText.objects.visible_to(request.actor), pk=text_id)
    inbound.seen_to(text, by=request.actor)
    messages.success(request, "Thank you. It is off the list.")
    return redirect("groups:message-list")
