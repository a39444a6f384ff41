"""What holds on every page of hers, in every state (safety.md 1, 8, 23, 28, 29, 31, 32, 45)."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import translation

from tests.pages import Page
from tests.sensitive import words_in
from tests.test_public_pages import NEVER, sentences, syllables

from . import pseudo
from .pages import every

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(world) -> dict:
    """Every page: its name, the ``Shown`` it came from, and the page itself."""
    return {one.name: (one, one.fetch()) for one in every(world)}


@pytest.fixture
def pages(shown) -> dict[str, Page]:
    return {name: Page(answer.content.decode()) for name, (_, answer) in shown.items()}


def test_1_29_help_now_and_the_way_out_come_first(pages) -> None:
    for name, page in pages.items():
        links = [attrs.get("href") for attrs in page.all("a")]
        assert links[:3] == ["#main", "/help-now/", "/leave/"], name
        html = page.all("html")[0]
        assert html["data-leave"] == "/leave/", name
        [way_out] = page.all("a", href="/leave/")
        assert "data-leave-now" in way_out, name


def test_8_titles_addresses_and_what_a_browser_keeps_say_nothing(shown, pages, world) -> None:
    for name, page in pages.items():
        kept = [page.title, shown[name][0].url]
        kept += [attrs.get("content", "") for attrs in page.all("meta")]
        kept += [attrs.get("href", "") for attrs in page.all("link")]
        for words in kept:
            assert not words_in(words, names=world.names), (name, words)
        assert not [a for a in page.all("meta") if a.get("name") == "description"], name
        assert not [a for a in page.all("link") if a.get("rel") in ("manifest", "prefetch")], name


def test_8_an_address_that_tells_would_be_found(world) -> None:
    assert words_in("/groups/kettle-on-the-hob/", names=world.names)
    assert words_in("Page of Ada", names=world.names)


def test_23_one_heading_and_no_id_twice(pages) -> None:
    for name, page in pages.items():
        assert len(page.all("h1")) == 1, name
        assert len(page.ids) == len(set(page.ids)), name
        assert [attrs["id"] for attrs in page.all("main")] == ["main"], name


def test_28_sentences_are_short_and_easy(pages) -> None:
    found = []
    for name, page in pages.items():
        said = sentences(page)
        found += [(name, " ".join(words)) for words in said if len(words) > 20]
        words = [word for sentence in said for word in sentence]
        parts = sum(map(syllables, words))
        grade = 0.39 * len(words) / len(said) + 11.8 * parts / len(words) - 15.59
        found += [(name, f"reading grade {grade:.1f}")] if grade > 6 else []
        found += [(name, word) for word in NEVER.findall(" ".join(words))]
    assert found == []


def test_31_each_is_light_and_all_ours(pages) -> None:
    for name, page in pages.items():
        files = [a["href"] for a in page.all("link") if "href" in a]
        files += [a["src"] for tag in ("script", "img", "source") for a in page.all(tag)]
        assert all(file.startswith(settings.STATIC_URL) for file in files), name
        assert 1 + len(files) <= 6, name
        places = [finders.find(file.removeprefix(settings.STATIC_URL)) for file in files]
        weight = len(page.html.encode()) + sum(len(open(p, "rb").read()) for p in places)  # noqa: SIM115
        assert weight <= 60_000, (name, weight)


def test_what_only_staff_need_is_on_none_of_them(pages) -> None:
    """static/css/staff.css is not loaded here: a part that it draws would stand there bare."""
    sheets = {
        sheet: set(
            re.findall(
                r"\.([a-z][\w-]*)", (settings.BASE_DIR / f"static/css/{sheet}.css").read_text()
            )
        )
        for sheet in ("site", "staff")
    }
    only_staff = sheets["staff"] - sheets["site"]
    for name, page in pages.items():
        used = {word for _, attrs in page.tags for word in (attrs.get("class") or "").split()}
        assert not used & only_staff, name
        assert "staff.css" not in page.html, name


def test_7_the_browser_is_asked_to_remember_nothing(shown, pages) -> None:
    """Nothing to fill in by itself next time, no copy on the disk, no file in the download bar."""
    for name, page in pages.items():
        answer = shown[name][1]
        assert "no-store" in answer["Cache-Control"], name
        assert "Content-Disposition" not in answer, name
        assert page.all("html")[0]["spellcheck"] == "false", name
        forms = {attrs.get("autocomplete") for attrs in page.all("form")}
        for tag in ("input", "textarea", "select"):
            for attrs in page.all(tag):
                quiet = attrs.get("type") in ("hidden", "radio", "checkbox", "submit")
                off = attrs.get("autocomplete") == "off" or forms == {"off"}
                assert quiet or off, (name, attrs)


def test_5_45_no_referer_leaves_and_nothing_stands_in_the_page(shown, pages) -> None:
    for name, page in pages.items():
        assert shown[name][1]["Referrer-Policy"] == "same-origin", name
        assert page.html.count("<script") == 1, name
        assert not re.search(r"\bstyle=|\son\w+=|<style", page.html), name
        assert not re.search(r"serviceWorker|rel=.manifest|autoplay|<marquee|<blink", page.html)


def test_33_nothing_moves_on_by_itself(pages) -> None:
    for name, page in pages.items():
        assert not page.all("meta", **{"http-equiv": "refresh"}), name
        assert not [tag for tag, _ in page.tags if tag in ("video", "audio", "iframe")], name


def test_32_each_turns_round_in_a_language_from_the_right(world) -> None:
    with pseudo.spoken(), translation.override(pseudo.CODE):
        for one in every(world):
            html = one.fetch().content.decode()
            assert f'<html lang="{pseudo.CODE}" dir="rtl"' in html, one.name


def test_32_phone_numbers_stay_left_to_right(pages) -> None:
    number = re.compile(r"(?<![\w-])(?:\+?\d[\d ]{4,}\d|999|111)(?![\w-])")
    for name, page in pages.items():
        if "you-export" in name:
            continue  # a value stands in a bdi of its own, which finds its way by itself
        body = re.sub(r'<bdi dir="ltr">.*?</bdi>', "", page.html.split("<main", 1)[1], flags=re.S)
        body = re.sub(r"<[^>]+>", " ", body)
        long_ones = [found for found in number.findall(body) if len(found) > 3]
        assert not long_ones, (name, long_ones)


GROUND = ["home", "help-now", "staying-private", "privacy", "private-link", "/nowhere/"]


def test_32_what_the_ground_says_can_all_be_said_in_another_language(world) -> None:
    """No word of its pages stays as it was: proper names (h3, strong, bdi) and addresses apart."""
    with pseudo.spoken(), translation.override(pseudo.CODE):
        ours = [one for one in every(world) if one.name in GROUND or one.name.startswith("error")]
        assert len(ours) == len(GROUND) + 6
        for one in ours:
            main = one.fetch().content.decode().split("</header>")[1].split("</main>")[0]
            main = re.sub(
                r"<(h3|strong|bdi)\b.*?</\1>|<svg.*?</svg>|<[^>]+>", " ", main, flags=re.S
            )
            assert re.findall(r"[A-Za-z]{3,}", main.replace("&amp;", "")) == [], one.name
