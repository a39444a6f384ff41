"""``/outbox/`` (DEBUG only): what would have left, as it would look, and answering as she would."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from ..messaging import inbound
from ..messaging.transports.mail import as_html
from ..models import InboundText, OutboxCopy
from ..permissions import allow
from ..presenters import phone_as_said

SHOWN = 60
MAILS_OWN_CSP = {
    "style-src": ["'unsafe-inline'"],
    "script-src": ["'none'"],
    "sandbox": ["allow-popups"],
}


@allow("debug")
def outbox(request: HttpRequest) -> HttpResponse:
    """Phones with their texts, and a mailbox; the newest first."""
    copies = list(OutboxCopy.objects.order_by("-at", "-pk")[:SHOWN])
    phones: dict[str, dict] = {}
    for copy in copies:
        if copy.channel == "text":
            phone = phones.setdefault(copy.to, {"number": phone_as_said(copy.to), "lines": []})
            phone.setdefault("copy", copy)
            phone["lines"].append({"at": copy.at, "body": copy.body, "hers": False})
    for text in InboundText.objects.filter(provider="outbox").order_by("-pk")[:SHOWN]:
        if text.sender in phones:
            line = {"at": text.received_at, "body": text.body, "hers": True}
            phones[text.sender]["lines"].append(line)
    for phone in phones.values():
        phone["lines"].sort(key=lambda line: line["at"])
    mails = [copy for copy in copies if copy.channel == "mail"]
    return render(
        request, "peersupport/outbox.html", {"phones": list(phones.values()), "mails": mails}
    )


@allow("debug")
@require_POST
def outbox_answer(request: HttpRequest, copy_id: int) -> HttpResponse:
    """Answer a text as she would, through the same code as a real provider's."""
    copy = get_object_or_404(OutboxCopy, pk=copy_id, channel="text")
    inbound.receive(
        sender=copy.to,
        body=request.POST.get("body", "")[:2000],
        provider="outbox",
        provider_id=secrets.token_hex(12),
    )
    # Back to the same phone: on a small screen the others stand before it.
    return redirect(f"{reverse('outbox')}#phone-{copy.pk}")


@allow("debug")
def outbox_mail(request: HttpRequest, copy_id: int) -> HttpResponse:
    """One mail's envelope, with a link to the mail as its reader sees it."""
    copy = get_object_or_404(OutboxCopy, pk=copy_id, channel="mail")
    return render(request, "peersupport/outbox_mail.html", {"mail": copy})


@allow("debug")
def outbox_mail_html(request: HttpRequest, copy_id: int) -> HttpResponse:
    """The mail itself: a mail carries its own style, so this page has its own CSP."""
    copy = get_object_or_404(OutboxCopy, pk=copy_id, channel="mail")
    response = HttpResponse(as_html(copy.subject, copy.body))
    setattr(response, "_csp_replace", MAILS_OWN_CSP)  # noqa: B010  (what the middleware reads)
    return response


@allow("debug")
def parts(request: HttpRequest) -> HttpResponse:
    """The living page of the design's parts."""
    from .parts import context

    return render(request, "parts/parts.html", context(request))
