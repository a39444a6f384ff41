"""A scripted slow phone does the whole form in under three minutes (issue: asking to join).

Nothing here looks at a clock. The browser is slowed as an old phone on a bad line is, and every
page must still work; the time is worked out from what it fetched and what there was to read and do,
at the speeds below, so that a busy machine cannot change the answer.
"""

import re
from dataclasses import dataclass, field

import pytest

from outreach.models import Introduction

pytest_plugins = ["tests.browsing"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# A slow 3G line, there and back, and a processor at a quarter of this machine's.
ROUND_TRIP, BYTES_A_SECOND, SLOWER = 0.4, 400_000 / 8, 4
# Seconds: for a page to be drawn, a letter on glass, and a tap with the looking for it.
DRAWN, LETTER, TAP = 0.5, 0.4, 1.5
# Slow reading: 200 words a minute, of each question and all that is said with it. The answers
# under it are looked over and not read out, and what is folded away is not opened.
WORD, GLANCE = 60 / 200, 0.3
MINUTES = 3
REQUESTS, KILOBYTES = 32, 160
LOOKED_AT = """() => {
  const page = document.querySelector("main").cloneNode(true);
  const answers = page.querySelectorAll(".choice").length;
  page.querySelectorAll(".choices .choice, details, .unseen, [hidden]").forEach(e => e.remove());
  return [page.textContent, answers];
}"""


@dataclass
class Phone:
    """What went over the line, and what her eyes and her thumb had to do."""

    requests: int = 0
    bytes: int = 0
    words: int = 0
    answers: int = 0
    letters: int = 0
    taps: int = 0
    screens: list[str] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """As if no two requests ever went side by side."""
        line = self.requests * ROUND_TRIP + self.bytes / BYTES_A_SECOND
        hands = self.letters * LETTER + self.taps * TAP
        eyes = self.words * WORD + self.answers * GLANCE
        return line + len(self.screens) * DRAWN + eyes + hands


@pytest.fixture
def phone(tabs, site) -> tuple:
    """A tab on a slow line, with the counts of it."""
    tab, counts = tabs(viewport={"width": 390, "height": 700}), Phone()
    line = tab.context.new_cdp_session(tab)
    line.send("Network.enable")
    speed = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": ROUND_TRIP * 1000, **speed},
    )
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def asked(event) -> None:
        # A redirect is one more way there and back.
        counts.requests += 1

    def came(event) -> None:
        counts.bytes += int(event["encodedDataLength"])

    line.on("Network.requestWillBeSent", asked)
    line.on("Network.loadingFinished", came)
    return tab, counts


def look(tab, counts: Phone, step: str) -> None:
    """She reads all that is on the screen."""
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390, step
    counts.screens.append(step)
    text, answers = tab.evaluate(LOOKED_AT)
    counts.words += len(re.findall(r"\w[\w’'-]*", text))
    counts.answers += answers


def tap(tab, counts: Phone, target: str) -> None:
    counts.taps += 1
    tab.click(target)


def types(tab, counts: Phone, target: str, words: str) -> None:
    counts.taps, counts.letters = counts.taps + 1, counts.letters + len(words)
    tab.fill(target, words)


def goes_on(tab, counts: Phone, after: str) -> None:
    tap(tab, counts, "main button[type=submit]")
    tab.wait_for_url(f"**/join/q/{after}/")


def test_a_slow_phone_does_the_whole_form_in_under_three_minutes(phone, site, group, ruth) -> None:
    tab, counts = phone
    tab.goto(f"{site}/join/q/name/")
    look(tab, counts, "name")
    types(tab, counts, "#id_name", "Zuzanna")
    goes_on(tab, counts, "group")
    look(tab, counts, "group")
    tap(tab, counts, "label[for=id_group_0]")
    goes_on(tab, counts, "reach")
    look(tab, counts, "reach")
    types(tab, counts, "#id_phone", "07700900321")
    for answer in ("call_0", "voicemail_1", "text_0", "say_who_1", "links_safe_1"):
        tap(tab, counts, f"label[for=id_{answer}]")
    goes_on(tab, counts, "keep")
    look(tab, counts, "keep")
    tap(tab, counts, "label[for=id_keep]")
    goes_on(tab, counts, "check")
    look(tab, counts, "check")
    goes_on(tab, counts, "sent")
    tab.wait_for_load_state("networkidle")
    counts.screens.append("sent")
    row = Introduction.objects.select_related("card").get()
    assert (row.name, row.card.text, row.card.voicemail) == ("Zuzanna", "yes", "no")
    assert counts.screens == ["name", "group", "reach", "keep", "check", "sent"]
    assert 12 <= counts.requests <= REQUESTS
    assert 5_000 < counts.bytes <= KILOBYTES * 1000
    assert counts.seconds < MINUTES * 60, counts


def test_the_sum_can_come_out_too_long() -> None:
    """Twice the words to read, and it is three minutes no longer."""
    usual = Phone(requests=20, bytes=90_000, words=330, letters=18, taps=16, screens=["x"] * 6)
    assert usual.seconds < MINUTES * 60
    wordy = Phone(requests=20, bytes=90_000, words=660, letters=18, taps=16, screens=["x"] * 6)
    assert wordy.seconds > MINUTES * 60
