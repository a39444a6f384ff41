"""Hours are said in one way on every page: 10.30am and noon, never 10:30."""

import datetime as dt

import pytest
from django.conf import settings
from django.template import Context, Template

from peersupport import wording
from peersupport.clock import LONDON


@pytest.mark.parametrize(
    ("wall", "said"),
    [
        ((0, 0), "12am"),
        ((8, 5), "8.05am"),
        ((12, 0), "noon"),
        ((12, 30), "12.30pm"),
        ((22, 15), "10.15pm"),
    ],
)
def test_an_hour_as_people_say_it(wall: tuple[int, int], said: str) -> None:
    moment = dt.datetime(2026, 7, 7, *wall, tzinfo=LONDON).astimezone(dt.UTC)
    assert wording.hour(moment) == said
    assert wording.day_and_hour(moment) == f"Tuesday 7 July, {said}"


def test_a_template_says_it_the_same_way() -> None:
    moment = dt.datetime(2026, 1, 6, 22, 15, tzinfo=dt.UTC)
    page = Template("{% load moments %}{{ at|hour }}; {{ at|day_and_hour }}")
    assert page.render(Context({"at": moment})) == "10.15pm; Tuesday 6 January, 10.15pm"


def test_no_template_has_a_clock_face_of_its_own() -> None:
    pages = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
    assert pages
    assert [page.name for page in pages if "H:i" in page.read_text()] == []
