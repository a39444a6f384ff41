"""Every page of hers: quiet titles, short sentences, light, right to left (safety.md 8, 19, 28, 31, 32)."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import translation

from groups.services import answers, leader_late, pages, partings
from tests.pages import Page
from tests.sensitive import words_in
from tests.test_public_pages import NEVER, sentences, syllables

from .conftest import herself

pytestmark = pytest.mark.django_db
OUTSIDE = ["/you/", "/you/phrase/", "/you/phrase/choose/"]
INSIDE = [
    "/you/",
    "/you/reach/",
    "/you/needs/",
    "/you/who/",
    "/you/stop/",
    "/you/clear/",
    "/you/kept/",
]
PUBLIC = ["/groups/", "ref"]


def shown(where: list[str], fixture: str):
    return [pytest.param(fixture, url, id=f"{fixture}{url}") for url in where]


PAGES = [
    *shown(OUTSIDE, "ada_client"),
    *shown(INSIDE, "ada_inside"),
    *shown(PUBLIC, "stranger"),
]
each_page = pytest.mark.parametrize(("fixture", "url"), PAGES)


@pytest.fixture
def page(request, fixture, url, group, ada, adas_place, session, by_ruth, beas_place):
    """The page at its fullest: she is late, so is ruth, and both wishes wait."""
    client = request.getfixturevalue(fixture)
    answers.say(session, adas_place, "late", minutes=10, way="page", by=herself(ada))
    leader_late.tell(session, 10, by=by_ruth)
    if url == "/you/phrase/choose/":
        pages.let_her_choose(ada, by=by_ruth)
    if url == "/you/":
        for what in ("leave", "forget"):
            partings.ask(ada, what, by=herself(ada))
    response = client.get(f"/groups/{group.ref}/" if url == "ref" else url)
    assert response.status_code == 200
    return Page(response.content.decode())


@each_page
def test_its_title_says_nothing(page, url, group, ada) -> None:
    assert not words_in(page.title, names=[group.name, group.venue_name, ada.name])
    assert not words_in(url)
    if url.startswith("/you/"):
        assert page.title == "Your page"


@each_page
def test_the_way_out_and_help_are_first(page) -> None:
    links = [attrs["href"] for attrs in page.all("a")]
    assert links[:3] == ["#main", "/help-now/", "/leave/"]


@each_page
def test_it_is_light_and_all_ours(page) -> None:
    files = [attrs["href"] for attrs in page.all("link") if "href" in attrs]
    files += [attrs["src"] for tag in ("script", "img") for attrs in page.all(tag)]
    assert all(name.startswith(settings.STATIC_URL) for name in files)
    assert 1 + len(files) <= 6
    sizes = []
    for name in files:
        with open(finders.find(name.removeprefix(settings.STATIC_URL)), "rb") as file:
            sizes.append(len(file.read()))
    assert len(page.html.encode()) + sum(sizes) <= 60_000


@each_page
def test_one_heading_and_no_id_twice(page) -> None:
    assert len(page.all("h1")) == 1
    assert len(page.ids) == len(set(page.ids))


@each_page
def test_sentences_are_short_and_easy(page, group) -> None:
    said = sentences(page)
    for sentence in said:
        assert len(sentence) <= 20, " ".join(sentence)
    spoken = [word for sentence in said for word in sentence]
    per_sentence = len(spoken) / len(said)
    grade = 0.39 * per_sentence + 11.8 * sum(map(syllables, spoken)) / len(spoken) - 15.59
    assert grade <= 6, grade
    assert not NEVER.search(" ".join(spoken))


@each_page
def test_names_stand_by_themselves(page, fixture, url, ruth, group) -> None:
    """A name in another script must not turn the sentence around it: it stands in its own bdi."""
    for name in (group.name, group.venue_name):
        for found in re.finditer(re.escape(name), page.html):
            assert page.html[: found.start()].endswith("<bdi>"), name


@each_page
def test_it_turns_round_for_languages_from_the_right(
    request, fixture, url, group, session, ada
) -> None:
    client = request.getfixturevalue(fixture)
    with translation.override("ar"):
        html = client.get(f"/groups/{group.ref}/" if url == "ref" else url).content.decode()
    assert '<html lang="ar" dir="rtl"' in html
