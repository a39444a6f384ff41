"""What a woman does from her own page: she says that she agrees."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups import queries as groups
from peersupport.actors import Actor
from peersupport.permissions import allow

from ..models import Version
from ..services import acceptances
from ..services.refusals import NotPossible


@require_POST
@allow("woman_phrase")
def accept(request: HttpRequest, version_id: int) -> HttpResponse:
    """Her tap. She acts as herself, also where a peer leader is signed in on the same phone."""
    herself = Actor.of_link(request.woman_subject)
    version = get_object_or_404(Version.objects.visible_to(herself), pk=version_id)
    try:
        acceptances.tap(version, groups.woman_of(herself.subject), by=herself)
        messages.success(request, _("Thank you. We wrote down that you agree."))
    except NotPossible:
        messages.error(request, _("There are newer words now. Please read those first."))
    return redirect("groups:you")
