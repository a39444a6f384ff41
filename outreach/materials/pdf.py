"""A sheet as PDF: tagged, made from our own page and style sheet, with no network.

WeasyPrint needs Pango, a library of the system. Where it is missing the print page does the job.
"""

import hashlib
import logging
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.core.exceptions import SuspiciousFileOperation

from .papers import TIGHTEST

log = logging.getLogger(__name__)
KEPT_SECONDS = 12 * 3600
LIBRARY = "weasyprint"


class NotHere(RuntimeError):
    """This machine cannot make PDFs."""


@lru_cache
def _library() -> Any:
    # It tells each step of each sheet; only what went wrong is worth a line.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    try:
        return import_module(LIBRARY)
    except (ImportError, OSError) as missing:
        # OSError is how Pango's absence shows.
        log.warning("no PDFs: %s", type(missing).__name__)
        return None


def is_here() -> bool:
    """Whether this machine can make PDFs."""
    return _library() is not None


def key_of(html: str) -> str:
    """Where the PDF of exactly this page is kept. Nobody's data is in it."""
    styles = (settings.BASE_DIR / "static" / "css" / "print.css").read_bytes()
    return f"paper:{hashlib.sha256(html.encode() + styles).hexdigest()}"


def kept(key: str) -> bytes | None:
    """The PDF, if it was made lately."""
    return cache.get(key)


def make(draw: Callable[[int], str], *, key: str, pages: int) -> bytes:
    """Draw the sheet in the largest type in which it fills ``pages`` pages, and keep it under
    ``key``. Nothing is ever cut. Raises ``NotHere``."""
    library = _library()
    if library is None:
        raise NotHere
    for tight in range(TIGHTEST + 1):
        html = draw(tight)
        base = settings.SITE_URL + "/"
        laid = library.HTML(string=html, base_url=base, url_fetcher=_ours(library)).render(
            pdf_variant="pdf/ua-1"
        )
        if len(laid.pages) <= pages:
            break
    made = laid.write_pdf(pdf_variant="pdf/ua-1")
    cache.set(key, made, KEPT_SECONDS)
    return made


def _ours(library: Any) -> Any:
    """A fetcher that opens our static files and refuses all else."""
    urls = import_module(f"{library.__name__}.urls")

    class OurFiles(urls.URLFetcher):  # type: ignore[name-defined]
        def fetch(self, url: str, headers: Any = None) -> Any:
            path = static_file(url)
            if path is None:
                raise ValueError("not one of our static files")
            kind = {".css": "text/css", ".svg": "image/svg+xml"}.get(path.suffix, "")
            said = {"Content-Type": kind} if kind else {}
            return urls.URLFetcherResponse(url, path.read_bytes(), said)

    return OurFiles(allowed_protocols=())


def static_file(url: str) -> Path | None:
    """The file behind an address under our static addresses, or None."""
    root = settings.SITE_URL + settings.STATIC_URL
    if not url.startswith(root):
        return None
    name = url.removeprefix(root).partition("?")[0].partition("#")[0]
    try:
        found = finders.find(name) or staticfiles_storage.path(name)
    except SuspiciousFileOperation:
        return None
    path = Path(str(found))
    return path if path.is_file() else None
