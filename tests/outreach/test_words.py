"""What a woman reads at the door: short, plain, and nothing that tells (safety.md 1, 8, 28, 31)."""

import pytest

from outreach.models import Introduction
from peersupport.sensitive import words_in
from tests.outreach.conftest import BY_PHONE
from tests.pages import Page
from tests.test_public_pages import sentences, syllables

pytestmark = pytest.mark.django_db
PATHS = [
    "/join/",
    *[f"/join/q/{step}/" for step in ("name", "group", "reach", "keep", "more", "check")],
]
STATES = ["fresh", "wrong", "sent", "own"]


@pytest.fixture
def shown(walk, group, request):
    """Every woman page of the door, in every state, as (path, page)."""

    def pages() -> dict[str, Page]:
        found = {"/join/": walk.client.get("/join/")}
        for step in ("name", "group", "reach", "keep"):
            wrong = {"name": "", "group": "zzzzz", "phone": "1", "mail": "yes"}
            walk.to_check(group=group.ref)
            found[f"{step} wrong"] = walk.put(step, **wrong)
        walk.to_check(group=group.ref, **BY_PHONE, safe_word="bluebell")
        found |= {path: walk.client.get(path) for path in PATHS[1:]}
        found["more wrong"] = walk.put("more", pick_up="words", easier="x" * 301)
        walk.put("more", easier="A lift")
        found["not kept"] = walk.client.get("/join/q/check/")
        found["again"] = walk.send(website="x")
        walk.send()
        found["sent"] = walk.client.get("/join/q/sent/")
        walk.to_check(own_contact="on").send()
        walk.client.post("/join/q/told/", {"answer": "yes"})
        found["thanked"] = walk.client.get("/join/q/sent/")
        walk.to_check()
        found["later"] = walk.client.get("/join/q/later/")
        found["kept"] = walk.put("later")
        walk.to_check(own_contact="on").send()
        found["own"] = walk.client.get("/join/q/sent/")
        return {name: Page(response.content.decode()) for name, response in found.items()}

    return pages


def test_1_29_the_way_out_and_help_now_are_on_every_page(shown) -> None:
    for name, page in shown().items():
        assert page.all("a", href="/leave/"), name
        assert page.all("a", href="/help-now/"), name


def test_8_no_title_and_no_address_tells(shown, group, ruth) -> None:
    names = [group.name, group.venue_name, "Zuzanna", "Ruth"]
    for name, page in shown().items():
        assert words_in(page.title, names=names) == [], name
    assert [path for path in PATHS if words_in(path, names=names)] == []


def test_23_one_h1_and_no_id_twice(shown) -> None:
    for name, page in shown().items():
        assert len(page.all("h1")) == 1, name
        assert len(page.ids) == len(set(page.ids)), name


def test_28_sentences_are_short_and_easy(shown) -> None:
    for name, page in shown().items():
        said = sentences(page)
        too_long = [" ".join(sentence) for sentence in said if len(sentence) > 20]
        assert too_long == [], name
        words = [word for sentence in said for word in sentence]
        parts = sum(map(syllables, words))
        grade = 0.39 * len(words) / len(said) + 11.8 * parts / len(words) - 15.59
        assert grade <= 6, (name, round(grade, 1))


def test_45_the_pages_hold_no_inline_script_or_style(shown) -> None:
    for name, page in shown().items():
        assert "style=" not in page.html, name
        assert "onclick" not in page.html, name
        assert page.html.count("<script") == 1, name


def test_46_an_exception_while_a_form_is_handled_leaves_nothing(
    walk, group, monkeypatch, caplog
) -> None:
    """The page for a broken server, and the log, hold none of what she typed."""
    walk.to_check(name="Zuzanna", group=group.ref, **BY_PHONE, safe_word="bluebell")

    def broken(**said):
        raise RuntimeError(f"could not keep {said}")

    monkeypatch.setattr("outreach.services.introductions._keep", broken)
    walk.client.raise_request_exception = False
    response = walk.send()
    assert response.status_code == 500
    for hers in ("Zuzanna", "900321", "bluebell"):
        assert hers not in response.content.decode()
    assert not Introduction.objects.exists()
    monkeypatch.undo()
    walk.send()
    assert Introduction.objects.count() == 1, "and nothing was lost: she can press again"
