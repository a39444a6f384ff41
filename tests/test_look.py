"""The look: colours that can be read, one small style sheet, templates that keep quiet."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from tests.sensitive import words_in

CSS = settings.BASE_DIR / "static/css/site.css"
STAFF = settings.BASE_DIR / "static/css/staff.css"
SCRIPT = settings.BASE_DIR / "static/js/site.js"


def templates() -> list[Path]:
    folders = [folder for folder in settings.TEMPLATES[0]["DIRS"] if folder.exists()]
    folders += [
        settings.BASE_DIR / room / "templates" for room in ("groups", "agreements", "outreach")
    ]
    return [
        path for folder in folders if folder.exists() for path in sorted(folder.rglob("*.html"))
    ]


every_template = pytest.mark.parametrize(
    "path", templates(), ids=lambda path: str(path.relative_to(settings.BASE_DIR))
)


def css() -> str:
    both = CSS.read_text(encoding="utf-8") + STAFF.read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", both, flags=re.S)


def declarations() -> list[tuple[str, str]]:
    return re.findall(r"([-\w]+)\s*:\s*([^;{}]+)[;}]", re.sub(r"@media[^{]+\{", "", css()))


def test_style_and_script_are_small():
    assert len(CSS.read_bytes()) < 20_000
    assert len(SCRIPT.read_bytes()) < 8_000


def test_only_staff_and_partners_load_the_second_sheet():
    assert "staff.css" in (settings.BASE_DIR / "templates/layouts/staff.html").read_text()
    assert "staff.css" not in render_to_string("layouts/woman.html", {"EXIT_URL": "/"})


def test_the_style_sheet_knows_no_left_and_right():
    physical = re.compile(
        r"^((margin|padding|border|scroll-margin|scroll-padding)-(left|right|top|bottom)(-\w+)?"
        r"|left|right|top|bottom|float|clear|(min-|max-)?(width|height))$"
    )
    wrong = [f"{name}: {value}" for name, value in declarations() if physical.match(name)]
    wrong += [
        f"{name}: {value}"
        for name, value in declarations()
        if name in ("text-align", "float") and re.search(r"left|right", value)
    ]
    assert wrong == []


def test_no_shorthand_tells_left_from_right():
    for name, value in declarations():
        if name in ("margin", "padding", "border-width", "inset", "scroll-padding"):
            sides = re.findall(r"(?:[^\s(]|\([^()]*(?:\([^()]*\)[^()]*)*\))+", value)
            assert len(sides) < 4 or sides[1] == sides[3], f"{name}: {value}"


def test_nothing_comes_from_elsewhere_or_moves_by_itself():
    assert not re.search(r"url\(|@import|@font-face|@keyframes|animation", css())
    moving = css().split("prefers-reduced-motion: no-preference")
    assert "transition" not in moving[0]


def palette(scheme: str) -> dict[str, str]:
    light, dark = re.findall(r":root\s*\{(.*?)\}", css(), re.S)[:2]
    found = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", light))
    return (
        found
        if scheme == "light"
        else found | dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", dark))
    )


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = [
            p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
        ]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dim = sorted([light(one), light(other)], reverse=True)
    return (bright + 0.05) / (dim + 0.05)


GROUNDS = ["paper", "surface", "sunk", "sage", "honey", "lilac", "clay"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", ["ink", "soft", "link", "error"])
def test_words_can_be_read_on_every_ground(scheme, ground, ink):
    colours = palette(scheme)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_buttons_edges_and_focus_can_be_seen(scheme):
    colours = palette(scheme)
    assert contrast(colours["on-primary"], colours["primary"]) >= 4.5
    assert contrast(colours["on-primary"], colours["primary-deep"]) >= 4.5
    assert contrast(colours["paper"], colours["ink"]) >= 4.5
    for ground in GROUNDS:
        assert contrast(colours["edge"], colours[ground]) >= 3, ground
        assert contrast(colours["focus"], colours[ground]) >= 3, ground


def test_contrast_is_measured_as_wcag_does():
    assert round(contrast("#000000", "#ffffff"), 1) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


# -- templates ----------------------------------------------------------------------------------


@every_template
def test_a_template_has_no_style_or_script_of_its_own(path):
    html = path.read_text(encoding="utf-8")
    if "mail" not in path.parts:
        assert not re.search(r"\sstyle=|<style", html)
    assert not re.search(r"<[^>]*\son\w+\s*=", html), "a handler in the page"
    for attrs in re.findall(r"<script([^>]*)>", html):
        assert "src=" in attrs or "application/json" in attrs, "a script in the page"


@every_template
def test_a_template_asks_nothing_of_anybody_else(path):
    html = path.read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|href|action|content)=["'](?:https?:)?//""", html)


@every_template
def test_a_title_says_nothing(path):
    html = path.read_text(encoding="utf-8")
    women_only = not re.search(
        r"""extends ["'](layouts/(staff|portal)|mfa|account|usersessions)""", html
    )
    for words in re.findall(r"\{% block (?:head_)?title %\}(.*?)\{% endblock", html, re.S):
        plain = re.sub(r"\{[{%].*?[%}]\}", " ", words)
        assert not (women_only and words_in(plain)), plain


def test_files_have_names_that_say_nothing():
    for path in (settings.BASE_DIR / "static").rglob("*"):
        assert not words_in(path.relative_to(settings.BASE_DIR / "static").as_posix())
