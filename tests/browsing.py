"""Chromium for tests marked ``browser``: ``tabs(site + "/")`` opens a page in a profile of its own.

A test module asks for it by ``pytest_plugins = ["tests.browsing"]`` and wants
``pytest.mark.django_db(transaction=True)``: the live server has its own connection.
"""

import http.server
import threading
from collections.abc import Callable, Iterator

import pytest

from .machine import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator:
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread, and Django would take it for our own async code.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=[
                "--no-sandbox",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
            # Playwright switches the memory of pages off, which is what must be tested.
            ignore_default_args=["--disable-back-forward-cache"],
        )
        yield browser
        browser.close()


@pytest.fixture
def tabs(browser) -> Iterator[Callable]:
    """Opens tabs, each in a profile of its own, and closes them after the test."""
    opened = []

    def open_tab(*addresses: str, **options):
        opened.append(browser.new_context(**options))
        tab = opened[-1].new_page()
        for address in addresses:
            tab.goto(address)
        return tab

    yield open_tab
    for context in opened:
        context.close()


@pytest.fixture
def site(live_server) -> str:
    return live_server.url.replace("127.0.0.1", "localhost")


class Neutral(http.server.BaseHTTPRequestHandler):
    """A site that has nothing to do with us; it can be told to hang."""

    answers = threading.Event()
    referers: list[str | None] = []

    def do_GET(self) -> None:
        self.answers.wait(10)
        if self.path == "/":
            self.referers.append(self.headers.get("Referer"))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>Weather</title><p>Rain later.")

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def neutral(settings) -> Iterator[type[Neutral]]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Neutral)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Neutral.answers.set()
    Neutral.referers.clear()
    settings.EXIT_URL = f"http://127.0.0.1:{server.server_port}/"
    yield Neutral
    Neutral.answers.set()
    server.shutdown()
    server.server_close()
