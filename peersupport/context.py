"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

# Label and URL name of each room's front page; the templates link upward by name.
STAFF_NAV = [
    ("Today", "dashboard", "staff"),
    ("Sessions", "groups:session-list", "staff"),
    ("Women", "groups:woman-list", "staff"),
    ("Introductions", "outreach:introduction-list", "staff"),
    ("Agreements", "agreements:list", "staff"),
    ("Groups", "groups:group-list", "staff"),
    ("Outreach", "outreach:outreach", "staff"),
    ("People", "people", "coordinator"),
]
# Pages whose address does not begin with that of the entry they belong to.
BELONGS_TO = {
    "/dashboard/organisations/": "outreach:outreach",
    "/dashboard/holds/": "outreach:introduction-list",
}


def everywhere(request: HttpRequest) -> dict:
    """The Exit address, whether this is DEBUG, and the staff's menu."""
    return {"EXIT_URL": settings.EXIT_URL, "DEBUG": settings.DEBUG, "nav": _nav(request)}


def _nav(request: HttpRequest) -> list[dict]:
    actor = getattr(request, "actor", None)
    if actor is None or actor.user is None or not actor.user.is_staff:
        return []
    entries = []
    for label, name, needs in STAFF_NAV:
        if needs == "coordinator" and not actor.is_coordinator:
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        entries.append({"url": url, "label": label, "here": _is_here(request.path, name, url)})
    return entries


def _is_here(path: str, name: str, url: str) -> bool:
    begins = [url] if url != "/dashboard/" else []
    begins += [place for place, entry in BELONGS_TO.items() if entry == name]
    return path == url or path.startswith(tuple(begins))
