"""People who need no browser of their own to be told about: the line's journeys in plain words."""

from collections.abc import Callable

from django.test import Client

from outreach.models import Introduction, PlaceOffer
from peersupport.models import Message, OutboxCopy
from tests.outreach.conftest import BY_PHONE, Walk
from tests.pages import Page


class Reader:
    """Somebody with pages in front of her."""

    def __init__(self, client: Client) -> None:
        self.client, self.page = client, ""

    def goes_to(self, path: str) -> "Reader":
        return self._sees(self.client.get(path, follow=True))

    def presses(self, path: str, **said: str) -> "Reader":
        return self._sees(self.client.post(path, said, follow=True))

    def _sees(self, response) -> "Reader":
        page = Page(response.content.decode())
        self.page = " ".join(" ".join(page.words).split())
        return self

    def reads(self, *words: str) -> None:
        for said in words:
            assert said in self.page, f"{said!r} is not in: {self.page}"

    def does_not_read(self, *words: str) -> None:
        for said in words:
            assert said not in self.page, f"{said!r} is in: {self.page}"


class Leader(Reader):
    """She runs the group."""

    AT = "/dashboard/introductions/"

    def opens(self, row: Introduction) -> None:
        self.goes_to(f"{self.AT}{row.pk}/")

    def writes_down(self, row: Introduction, said: str) -> None:
        self.presses(f"{self.AT}{row.pk}/decide/", said=said)

    def offers(self, row: Introduction, way: str) -> PlaceOffer:
        self.presses(f"{self.AT}{row.pk}/offer/", way=way)
        return row.offers.order_by("-pk")[0]


class Woman(Reader):
    """She has a phone and no account."""

    def asks(self, name: str, ref: str) -> Introduction:
        walk = Walk(self.client)
        walk.to_check(name=name, group=ref, **BY_PHONE)
        self.goes_to("/join/q/check/")
        walk.send()
        self.goes_to("/join/q/sent/")
        return Introduction.objects.latest("pk")

    def opens_what_was_texted(self, drain_all: Callable[[], int]) -> str:
        """The words of the text; her page is open after it."""
        drain_all()
        message = Message.objects.filter(kind="door-link", state="accepted").latest("pk")
        body = OutboxCopy.objects.get(message=message).body
        token = body.split("/l/")[1].split("/")[0]
        self.goes_to(f"/l/{token}/")
        self.reads("Nothing has changed yet")
        self.presses(f"/l/{token}/")
        return body

    def taps(self, do: str, offer: PlaceOffer | None = None) -> None:
        self.presses("/your-place/answer/", do=do, **({"offer": str(offer.pk)} if offer else {}))
