"""A visitor without a browser: reads a page's forms as they are and sends them as a person would."""

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.test import Client

Field = tuple[str, str]


class Form:
    """One form of a page: where it goes, what stands in it, which buttons it has."""

    def __init__(self, action: str, method: str) -> None:
        self.action, self.method = action, method
        self.fields: list[Field] = []
        self.names: set[str] = set()
        self.buttons: list[tuple[str, str, str]] = []


class Forms(HTMLParser):
    """Collects a page's forms and links, and the text a person reads in its main part."""

    def __init__(self, html: str, url: str) -> None:
        super().__init__()
        self.url = url
        self.forms: list[Form] = []
        self.links: list[Field] = []
        self.text, self._select, self._option, self._href = "", "", "", ""
        self._said: list[str] = []
        self._button: tuple[str, str] | None = None
        self._area: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        has = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.forms.append(
                Form(urljoin(self.url, has.get("action", "")), has.get("method", "get"))
            )
        elif tag == "a" and "href" in has:
            self._href, self._said = has["href"], []
        elif self.forms and has.get("name"):
            self._field(tag, has)
        elif tag == "option" and self._select:
            self._keep_option(has)
        elif tag == "button":
            self._button, self._said = ("", ""), []

    def _field(self, tag: str, has: dict[str, str]) -> None:
        form, name = self.forms[-1], has["name"]
        form.names.add(name)
        if tag == "button":
            self._button, self._said = (name, has.get("value", "")), []
        elif tag == "select":
            self._select = name
        elif tag == "textarea":
            self._area, self._said = name, []
        elif tag == "input" and has.get("type") in {"radio", "checkbox"}:
            if "checked" in has:
                form.fields.append((name, has.get("value", "on")))
        elif tag == "input":
            form.fields.append((name, has.get("value", "")))

    def _keep_option(self, has: dict[str, str]) -> None:
        if "selected" in has:
            self.forms[-1].fields.append((self._select, has.get("value", "")))

    def handle_data(self, data: str) -> None:
        self.text += data
        self._said.append(data)

    def handle_endtag(self, tag: str) -> None:
        words = " ".join("".join(self._said).split())
        if tag == "button" and self._button is not None:
            if self.forms:
                self.forms[-1].buttons.append((words, *self._button))
            self._button = None
        elif tag == "a" and self._href:
            self.links.append((words, self._href))
            self._href = ""
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._area is not None:
            self.forms[-1].fields.append((self._area, "".join(self._said).lstrip("\n")))
            self._area = None


class Visitor:
    """``goes_to`` a page, ``follows`` a link, ``presses`` a button with some answers given."""

    def __init__(self, client: Client) -> None:
        self.client, self.page, self.status = client, Forms("", "/"), 200

    def _arrives(self, response: Any) -> None:
        while response.status_code in {301, 302}:
            response = self.client.get(urljoin(self.page.url, response["Location"]))
        self.status = response.status_code
        self.page = Forms(response.content.decode(), response.request["PATH_INFO"])

    def goes_to(self, path: str) -> None:
        self._arrives(self.client.get(path))

    def follows(self, words: str) -> None:
        found = [href for said, href in self.page.links if words in said]
        assert found, f"no link {words!r} on {self.page.url}: {self.page.links}"
        self.goes_to(urljoin(self.page.url, found[0]).partition("#")[0])

    def presses(self, words: str, /, **answers: Any) -> None:
        form, button = self._button(words, set(answers))
        given = [(name, value) for name, value in form.fields if name not in answers]
        given += [(button[1], button[2])] if button[1] else []
        data: dict[str, Any] = {}
        for name, value in given:
            data.setdefault(name, []).append(value)
        send = self.client.post if form.method.lower() == "post" else self.client.get
        self._arrives(send(form.action, data | answers))

    def _button(self, words: str, needed: set[str]) -> tuple[Form, tuple[str, str, str]]:
        for form in self.page.forms:
            for button in form.buttons:
                if button[0].startswith(words) and needed <= form.names:
                    return form, button
        there = [button[0] for form in self.page.forms for button in form.buttons]
        raise AssertionError(f"no button {words!r} with {needed} on {self.page.url}: {there}")

    def reads(self, *words: str) -> None:
        text = " ".join(self.page.text.split())
        for some in words:
            assert some in text, f"{some!r} is not on {self.page.url}:\n{text}"

    def does_not_read(self, *words: str) -> None:
        for some in words:
            assert some not in self.page.text, f"{some!r} is on {self.page.url}"
