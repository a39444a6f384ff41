"""The numbers behind Help now: known good, in one file, looked up lately (safety.md 29)."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings

from peersupport import helplines

KNOWN_GOOD = {
    "999",
    "111",
    "116 123",
    "85258",
    "0808 2000 247",
    "0808 80 10 800",
    "0800 027 1234",
    "0808 802 1414",
}
# 07700 900000 to 900999 belong to nobody: they are kept for drama, and so for demo and tests.
DRAMA = re.compile(r"07700\s?9[\d•]{2}\s?[\d•]{3}")
# What a woman could take for a number to ring: long ones, and the short codes of three digits.
LONG = re.compile(r"(?<![\w#&.-])(?:\+44|0)[\d\s]{8,14}\d(?![\w-])")
SHORT = re.compile(
    r"(?<![\w#&.:/-])(?:116\s?\d{3}|\d{5}|999|111|112|101|119)(?!\w|%|[.:/-]\d|\s?px)"
)


def numbers_in(words: str) -> set[str]:
    words = DRAMA.sub(" ", words)
    found = LONG.findall(words) + SHORT.findall(LONG.sub(" ", words))
    return {re.sub(r"\s", "", number) for number in found}


def known() -> set[str]:
    return {re.sub(r"\s", "", line.number) for line in helplines.all_lines()}


def every_template() -> list[Path]:
    found = [path for folder in settings.TEMPLATES[0]["DIRS"] for path in folder.rglob("*")]
    for room in ("groups", "agreements", "outreach", "peersupport"):
        found += (settings.BASE_DIR / room / "templates").rglob("*")
    return [path for path in found if path.suffix in {".html", ".txt"}]


def test_no_number_is_shipped_that_is_not_known_to_be_good():
    assert {line.number for line in helplines.all_lines()} == KNOWN_GOOD


def test_each_line_says_whose_it_is_where_and_when_it_answers():
    for line in helplines.all_lines():
        assert line.owner, line.key
        assert line.name, line.key
        assert line.hours, line.key
        assert line.words, line.key
        assert set(line.nations) <= set(helplines.NATIONS), line.key
        assert line.dial == re.sub(r"\s", "", line.number), line.key
        assert line.link == ("sms:" if line.way == "text" else "tel:") + line.dial


def test_the_search_for_numbers_finds_them():
    words = "Ring 0808 999 9999 or 112, text 88888. Ask Ruth on 07700 900123 in room 12 at 10:30."
    assert numbers_in(words) == {"08089999999", "112", "88888"}


@pytest.mark.parametrize("path", every_template(), ids=lambda path: path.name)
def test_no_page_gives_a_number_that_is_not_in_the_file(path):
    words = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", path.read_text(encoding="utf-8"))
    words = re.sub(r"<svg.*?</svg>", " ", words, flags=re.S)
    assert numbers_in(words) <= known()


@pytest.mark.parametrize(
    ("nation", "first"),
    [
        ("england", {"nhs", "england-abuse"}),
        ("wales", {"nhs", "wales-abuse"}),
        ("scotland", {"scotland-abuse"}),
        ("northern-ireland", {"northern-ireland-abuse"}),
    ],
)
def test_the_numbers_of_her_nation_come_first(nation, first):
    lines = helplines.for_nation(nation)
    assert {line.key for line in lines[: len(first)]} == first
    assert set(lines) == set(helplines.all_lines())


def test_a_nation_nobody_knows_leaves_none_out():
    assert set(helplines.for_nation("atlantis")) == set(helplines.all_lines())


def test_a_check_older_than_180_days_is_reported():
    checked = min(line.checked for line in helplines.all_lines())
    assert helplines.stale(checked + dt.timedelta(days=180)) == []
    late = helplines.stale(checked + dt.timedelta(days=181))
    assert [line for line in late if line.checked == checked]


def test_help_now_shows_her_nation_first_and_hides_none(client):
    page = client.get("/help-now/", {"nation": "wales"}).content.decode()
    order = [page.index(number) for number in ("0808 80 10 800", "116 123", "0808 2000 247")]
    assert order == sorted(order)
    for number in KNOWN_GOOD:
        assert f'<bdi dir="ltr">{number}</bdi>' in page


def test_help_now_says_what_a_call_may_show_and_what_is_an_emergency(client):
    page = client.get("/help-now/").content.decode()
    assert "Calls and texts may show on your phone or bill" in page
    assert "postpartum psychosis" in page
    assert "It is an emergency" in page
    assert "Press 55 when asked" in page


def test_help_now_takes_no_odd_nation(client):
    page = client.get("/help-now/", {"nation": '"><script>'})
    assert page.status_code == 200
    assert b"<script>" not in page.content
