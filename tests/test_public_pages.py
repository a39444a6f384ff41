"""Pages for anyone: a way out, help now, plain words, and leaving (safety.md 1, 2, 7, 8, 28, 31)."""

import re

import pytest
from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.test import Client
from django.utils import translation

from tests.pages import Page
from tests.sensitive import words_in

PUBLIC = ["/", "/help-now/", "/staying-private/", "/privacy/", "/l/" + "x" * 22 + "/"]
ERRORS = ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"]
NEVER = re.compile(
    r"\b(no-show|DNA|non-compliant|failed to attend|victim|service user|suitable)\b", re.I
)


def fetch(where: str) -> Page:
    if where.endswith(".html"):
        return Page(render_to_string(where, {"EXIT_URL": settings.EXIT_URL}))
    response = Client().get(where)
    assert response.status_code == 200
    return Page(response.content.decode())


woman_page = pytest.mark.parametrize("where", [*PUBLIC, *ERRORS])


@woman_page
def test_the_way_out_and_help_are_on_every_page(where):
    page = fetch(where)
    html = page.all("html")[0]
    assert html["data-exit"] == settings.EXIT_URL
    assert html["data-leave"] == "/leave/"
    assert (html["lang"], html["dir"]) == ("en-gb", "ltr")
    links = [attrs["href"] for attrs in page.all("a")]
    assert links[:3] == ["#main", "/help-now/", "/leave/"]
    assert not words_in(page.title)


@woman_page
def test_a_page_is_light_and_all_ours(where):
    page = fetch(where)
    files = [attrs["href"] for attrs in page.all("link") if "href" in attrs]
    files += [
        attrs["src"] for tag in ("script", "img") for attrs in page.all(tag) if "src" in attrs
    ]
    assert all(name.startswith("/static/") for name in files)
    assert 1 + len(files) <= 6
    sizes = [(settings.BASE_DIR / name.lstrip("/")).stat().st_size for name in files]
    assert len(page.html.encode()) + sum(sizes) <= 60_000


@woman_page
def test_a_page_has_one_heading_and_no_id_twice(where):
    page = fetch(where)
    assert len(page.all("h1")) == 1
    assert len(page.ids) == len(set(page.ids))
    assert [attrs["id"] for attrs in page.all("main")] == ["main"]


def syllables(word: str) -> int:
    pyphen = pytest.importorskip("pyphen")
    return len(pyphen.Pyphen(lang="en_GB").inserted(word).split("-"))


def sentences(page: Page) -> list[list[str]]:
    found = []
    for block in page.words:
        for sentence in re.split(r"[.?!:]+(?:\s|$)|\n\n", block):
            words = re.findall(r"[A-Za-zÀ-ž’'-]+|\d+", sentence)
            if words:
                found.append(words)
    return found


@woman_page
def test_sentences_are_short_and_easy(where):
    page = fetch(where)
    said = sentences(page)
    for words in said:
        assert len(words) <= 20, " ".join(words)
    words = [word for sentence in said for word in sentence]
    grade = 0.39 * len(words) / len(said) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    assert grade <= 6, grade
    assert not NEVER.search(" ".join(words))


def test_the_reading_grade_can_fail():
    hard = "Organisational representatives facilitate multidisciplinary communication."
    words = re.findall(r"\w+", hard)
    assert 0.39 * len(words) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59 > 6


def test_the_page_for_a_broken_server_needs_nothing():
    html = get_template("500.html").render()
    assert "/leave/" in html
    assert "/help-now/" in html


def test_right_to_left_follows_the_language():
    with translation.override("ar"):
        html = render_to_string("layouts/woman.html", {"EXIT_URL": settings.EXIT_URL})
    assert '<html lang="ar" dir="rtl"' in html


# -- leaving ------------------------------------------------------------------------------------


def test_leaving_by_link_takes_every_cookie_and_goes_away():
    client = Client()
    client.cookies["c"] = "old"
    client.cookies["draft"] = "words"
    answer = client.get("/leave/")
    assert (answer.status_code, answer["Location"]) == (302, settings.EXIT_URL)
    for name in ("c", "draft", settings.SESSION_COOKIE_NAME):
        assert answer.cookies[name]["max-age"] == 0, name
    assert "Clear-Site-Data" not in answer
    assert answer["Referrer-Policy"] == "same-origin"


def test_leaving_changes_a_cookie_even_when_she_had_none():
    first, second = Client().get("/leave/"), Client().get("/leave/")
    assert first.cookies["v"].value != second.cookies["v"].value
    assert first.cookies["v"]["max-age"] == 1


def test_the_beacon_needs_no_key():
    answer = Client(enforce_csrf_checks=True).post("/leave/")
    assert (answer.status_code, answer.content) == (204, b"")


def test_nothing_else_leaves():
    assert Client().put("/leave/").status_code == 405


@pytest.mark.parametrize(
    "cookie", ["foo[bar]=1", "version=1", "path=/", "alone", "a b=1", "caf\xe9=1", "=1"]
)
def test_leaving_works_whatever_cookies_the_browser_brings(cookie):
    """Another site on the same domain may set names that Python's cookies refuse."""
    for answer in (
        Client().get("/leave/", headers={"cookie": f"{cookie}; s=old"}),
        Client().post("/leave/", headers={"cookie": f"{cookie}; s=old"}),
    ):
        assert answer.status_code in {302, 204}
        assert answer.cookies["s"]["max-age"] == 0


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["/nope/", "/you/", "/groups/zzzzz/"])
@pytest.mark.parametrize("debug", [True, False])
def test_what_is_not_here_is_our_own_page_with_a_way_out(where, debug, settings, client):
    settings.DEBUG = debug
    response = client.get(where)
    assert response.status_code == 404
    page = response.content.decode()
    assert "This page is not here" in page
    assert "/leave/" in page
    assert "/help-now/" in page
