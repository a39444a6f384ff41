"""Every page of hers in a real browser, on three screens, from the left and from the right (safety.md
1, 5, 8, 30 to 33). One browser, one tab: a new page costs a third of a second here."""

import pytest

from . import pseudo
from .pages import Shown, every

pytest_plugins = ["tests.browsing"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# A small phone, the same at 400 % of a laptop's width, a tablet, a laptop.
SIZES = [(320, 568), (320, 256), (768, 1024), (1280, 720)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LIGHT, MOST_BYTES, MOST_FILES = "light", 60_000, 6

LOOK = """() => {
    const found = [], html = document.documentElement, wide = innerWidth, high = innerHeight;
    const say = (what, at) => found.push(what + (at ? ": " + at.outerHTML.slice(0, 90) : ""));
    const box = (at) => at.getBoundingClientRect();
    const seen = (at) => at.checkVisibility({ visibilityProperty: true }) && box(at).width > 1;
    if (html.scrollWidth > wide) say(`runs off the side, ${html.scrollWidth} px`);
    for (const where of [0, html.scrollHeight]) {
        scrollTo(0, where);
        for (const name of [".bar-leave", ".bar-help"]) {
            const b = box(document.querySelector(name));
            const inside = b.top >= 0 && b.bottom <= high && b.left >= 0 && b.right <= wide;
            if (!inside) say(`${name} is out of sight at ${where}`);
            if (Math.min(b.width, b.height) < 44) say(`${name} is small`);
            const on = document.elementFromPoint(b.left + b.width / 2, b.top + b.height / 2);
            if (!on || !on.closest(name)) say(`${name} is covered`);
        }
    }
    for (const button of document.querySelectorAll(".btn")) {
        const b = box(button);
        if (seen(button) && Math.min(b.width, b.height) < 44) say("less than 44 by 44", button);
    }
    for (const at of document.querySelectorAll("a, button, input, select, textarea, summary")) {
        if (!seen(at) || at.closest(".skip, [hidden]")) continue;
        const b = box(at), inline = getComputedStyle(at).display === "inline";
        if (!inline && Math.min(b.width, b.height) < 24) say("less than 24 by 24", at);
    }
    const bar = document.querySelector(".bar");
    document.activeElement.blur(); // what has the focus already is not scrolled to
    const all = [...document.querySelectorAll("main :is(a, button, input, select, textarea, summary), footer a")];
    for (const at of [...all, ...all.reverse()]) {
        if (!seen(at)) continue;
        at.focus();
        if (document.activeElement === at && box(at).top < box(bar).bottom - 1) say("focus is under the bar", at);
    }
    scrollTo(0, 0);
    return found;
}"""

FILES = """() => performance.getEntriesByType("navigation")
    .concat(performance.getEntriesByType("resource").filter((file) => !file.name.endsWith("/leave/")))
    .map((file) => [file.name, file.encodedBodySize])"""

BACKWARDS = """() => {
    const found = [], html = document.documentElement;
    const main = getComputedStyle(document.querySelector("main"));
    if (main.direction !== "rtl") found.push("the page reads from the left");
    for (const at of document.querySelectorAll("bdi[dir=ltr]"))
        if (getComputedStyle(at).direction !== "ltr") found.push("a number turned round: " + at.textContent);
    const back = document.querySelector(".back");
    if (back && !getComputedStyle(back, "::before").content.includes("→")) found.push("Back points the wrong way");
    const leave = document.querySelector(".bar-leave").getBoundingClientRect();
    if (leave.left > innerWidth / 2) found.push("the way out did not change sides");
    return found;
}"""


# Her reader's setting says "less motion" here: then nothing fades either.
STILL = """() => document.getAnimations().map(() => "moves by itself").concat(
    [...document.querySelectorAll("body *")]
        .filter((at) => parseFloat(getComputedStyle(at).transitionDuration) > 0)
        .map((at) => "fades: " + at.outerHTML.slice(0, 90)))"""


def visit(tab, site: str, one: Shown) -> None:
    """Open this page with the cookies it is seen with."""
    tab.context.clear_cookies()
    held = [(name, cookie.value) for name, cookie in one.client.cookies.items() if cookie.value]
    tab.context.add_cookies([{"name": n, "value": v, "url": site} for n, v in held])
    answer = tab.goto(site + one.url)
    assert answer.status == one.status, one.name


def looks(tab, one: Shown) -> list[tuple]:
    """What is wrong with this page on each screen."""
    found: list[tuple] = []
    for width, height in SIZES:
        tab.set_viewport_size({"width": width, "height": height})
        found += [(one.name, width, height, wrong) for wrong in tab.evaluate(LOOK)]
    return found


def test_1_30_31_33_every_page_on_every_screen(tabs, site, world) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe, found, strangers = Axe(), [], []
    tab = tabs(viewport={"width": 390, "height": 700}, reduced_motion="reduce")
    tab.on("request", lambda asked: asked.url.startswith(site) or strangers.append(asked.url))
    for one in every(world):
        tab.emulate_media(color_scheme=LIGHT)
        visit(tab, site, one)
        files = tab.evaluate(FILES)
        weight = sum(size for _, size in files)
        if len(files) > MOST_FILES or weight > MOST_BYTES:
            found.append((one.name, "heavy", len(files), weight))
        found += looks(tab, one)
        found += [(one.name, wrong) for wrong in tab.evaluate(STILL)]
        for scheme, only in ((LIGHT, RULES), ("dark", None)):
            tab.emulate_media(color_scheme=scheme)
            run = {"runOnly": only or {"type": "rule", "values": ["color-contrast"]}}
            broken = axe.run(tab, options=run).response["violations"]
            found += [(one.name, scheme, b["id"], b["nodes"][0]["html"][:120]) for b in broken]
    assert not found, "\n".join(map(str, found))
    assert strangers == [], "third parties"
    assert tab.context.service_workers == []


def test_32_every_page_from_the_right(tabs, site, world, settings) -> None:
    settings.LANGUAGE_CODE = pseudo.CODE
    found: list[tuple] = []
    tab = tabs(reduced_motion="reduce")
    with pseudo.spoken():
        for one in every(world):
            visit(tab, site, one)
            found += [(one.name, wrong) for wrong in tab.evaluate(BACKWARDS)]
            found += looks(tab, one)
    assert not found, "\n".join(map(str, found))


def test_33_a_reader_who_likes_motion_gets_a_gentle_fade(tabs, site) -> None:
    """First make sure that there is something which her setting switches off."""
    tab = tabs(site + "/", reduced_motion="no-preference")
    assert tab.evaluate(STILL)
