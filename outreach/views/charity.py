"""Who runs the groups: a coordinator says it once, and directories read it."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from peersupport.permissions import allow

from .. import queries
from ..forms.charity import CharityForm
from ..services import charity as charities


@allow("coordinator")
@require_http_methods(["GET", "HEAD", "POST"])
def charity(request: HttpRequest) -> HttpResponse:
    """Say who runs the groups."""
    now = queries.charity()
    initial = {name: getattr(now, name) for name in charities.FIELDS} if now else None
    form = CharityForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        charities.describe(facts=form.cleaned_data, by=request.actor)
        messages.success(request, "Saved. Directories read it within ten minutes.")
        return redirect("outreach:charity")
    feed_url = f"{settings.SITE_URL}{reverse('outreach:feed')}"
    return render(request, "outreach/charity.html", {"form": form, "feed_url": feed_url})
