"""Chromium for tests marked ``browser``: ``tabs(site + "/")`` opens a page in a profile of its own.

A test module asks for it by ``pytest_plugins = ["tests.browsing"]`` and wants
``pytest.mark.django_db(transaction=True)``: the live server has its own connection.
"""

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
