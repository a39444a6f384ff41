"""``/portal/``: what a partner worker can do, and what she can never learn (safety.md 10, 40)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outreach import periods
from outreach.models import Introduction, Slip, SourceCode, Worker
from outreach.services import decisions, forgetting, introductions, organisations
from peersupport import clock
from peersupport.actors import SYSTEM
from tests import builders
from tests.outreach.conftest import BY_PHONE
from tests.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_work(pat, client_for):
    """Pat's browser."""
    return client_for(pat)


@pytest.fixture
def form(group) -> dict:
    """A whole, right form."""
    return BY_PHONE | {
        "once": "key-1",
        "she_knows": "on",
        "name": "Zuzanna",
        "group": group.ref,
        "keep": "on",
    }


def send(client, said):
    return client.post("/portal/introduce/", said)


def words(client) -> list[str]:
    """The state of each slip, as the page says it."""
    page = client.get("/portal/").content.decode()
    return [part.partition("</span>")[0] for part in page.split('class="tag')[1:]]


def states(client) -> list[str]:
    return [word.partition(">")[2] for word in words(client)]


# -- introducing --------------------------------------------------------------------------------------


def test_40_an_introduction_arrives_with_her_consent(at_work, form, worker, group) -> None:
    assert send(at_work, form)["Location"] == "/portal/"
    row = Introduction.objects.select_related("card").get()
    assert (row.came_by, row.worker, row.organisation) == ("partner", worker, worker.organisation)
    assert (row.she_knows, row.worker_may_know) == (True, False)
    assert (row.consent_text_version, row.consent_way) == ("worker-1", "worker")
    assert (row.name, row.card.phone, row.group) == ("Zuzanna", "+447700900321", group)


@pytest.mark.parametrize("missing", ["she_knows", "keep", "name", "group"])
def test_40_nothing_is_taken_without(at_work, form, missing) -> None:
    shown = send(at_work, {k: v for k, v in form.items() if k != missing})
    assert shown.status_code == 200
    assert "There is a problem" in shown.content.decode()
    assert "07700 900321" in shown.content.decode(), "what was typed is kept"
    assert not Introduction.objects.exists()


@pytest.mark.parametrize("group_said", ["zzzzz", "1", "", "choose "])
def test_a_forged_group_is_refused(at_work, form, group_said) -> None:
    assert send(at_work, form | {"group": group_said}).status_code in {200, 302}
    assert not Introduction.objects.exclude(group=None).exists()


def test_help_her_choose(at_work, form) -> None:
    send(at_work, form | {"group": "choose"})
    assert Introduction.objects.get().wants_help_choosing


def test_10_nothing_is_sent_to_her(at_work, form, nothing_sent, drain_all) -> None:
    send(at_work, form | {"email": "z@woman.example", "mail": "yes"})
    drain_all()
    assert nothing_sent()


def test_a_second_press_makes_one_row_and_says_the_same(at_work, form) -> None:
    send(at_work, form)
    first = at_work.get("/portal/").content.decode()
    send(at_work, form)
    second = at_work.get("/portal/").content.decode()
    word = Slip.objects.get().word
    assert Introduction.objects.count() == 1
    assert f"Your reference is {word}" in first
    assert f"Your reference is {word}" in second


def test_40_there_is_no_place_for_words_about_her(at_work) -> None:
    page = Page(at_work.get("/portal/introduce/").content.decode())
    assert page.all("textarea") == []
    names = {a["name"] for tag, a in page.tags if tag == "input" and a.get("name")}
    for word in ("reason", "note", "diagnosis", "risk", "about", "need", "suit", "history"):
        assert not [name for name in names if word in name]


def test_11_her_channels_are_all_empty_at_first(at_work) -> None:
    page = Page(at_work.get("/portal/introduce/").content.decode())
    assert [a for tag, a in page.tags if tag == "input" and "checked" in a] == []


def test_47_a_tripped_limit_loses_nothing_and_shows_help(at_work, form, monkeypatch) -> None:
    monkeypatch.setattr("outreach.views.introducing.INTRODUCTIONS", 1)
    send(at_work, form)
    slow = send(at_work, form | {"once": "key-2", "name": "Beatrice"})
    assert slow.status_code == 429
    assert "Beatrice" in slow.content.decode()
    assert "/help-now/" in slow.content.decode()
    assert Introduction.objects.count() == 1


# -- reading back ---------------------------------------------------------------------------------------


def test_40_after_sending_neither_name_nor_number_is_read_back(at_work, form) -> None:
    send(at_work, form | {"safe_word": "bluebell"})
    for path in ("/portal/", "/portal/introduce/"):
        page = at_work.get(path).content.decode()
        for hers in ("Zuzanna", "900321", "bluebell"):
            assert hers not in page


OUTCOMES = ["waiting", "spoke", "yes", "no", "not_yet", "forgotten", "purged"]


def bring(row: Introduction, outcome: str, by) -> None:
    """Let this become of her."""
    if outcome == "spoke":
        introductions.note_contact(row, "spoke", by=by)
    elif outcome in {"yes", "no"}:
        decisions.record(row, outcome, by=by)
    elif outcome == "not_yet":
        decisions.record(row, "not_yet", "no_room", by=by)
    elif outcome == "forgotten":
        forgetting.erase(row.subject)
    elif outcome == "purged":
        introductions.note_contact(row, "tried", by=by)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_40_the_page_is_the_same_whatever_became_of_her(
    at_work, introduced, by_ruth, frozen, outcome
) -> None:
    """Received; after 28 days closed; gone after 84: on the same day for every woman."""
    row = introduced("Zuzanna", may_know=False)
    assert states(at_work) == ["received"]
    bring(row, outcome, by_ruth)
    assert states(at_work) == ["received"]
    frozen.tick(days=27, hours=23)
    forgetting.purge(clock.now())
    assert states(at_work) == ["received"]
    frozen.tick(hours=1)
    forgetting.purge(clock.now())
    assert states(at_work) == ["closed"]
    frozen.tick(days=55, hours=23)
    forgetting.purge(clock.now())
    assert states(at_work) == ["closed"]
    frozen.tick(hours=1, seconds=1)
    forgetting.purge(clock.now())
    assert states(at_work) == []


@pytest.mark.parametrize("outcome", ["spoke", "yes", "no", "not_yet"])
def test_40_in_touch_shows_only_where_she_allowed_this_worker(
    at_work, introduced, by_ruth, frozen, outcome
) -> None:
    row = introduced("Zuzanna", may_know=True)
    bring(row, outcome, by_ruth)
    assert states(at_work) == ["in touch"]
    frozen.tick(days=28)
    assert states(at_work) == ["closed"], "the same for every woman"


@pytest.mark.parametrize("outcome", ["waiting", "purged", "forgotten"])
def test_40_a_try_is_not_in_touch(at_work, introduced, by_ruth, outcome) -> None:
    bring(introduced("Zuzanna", may_know=True), outcome, by_ruth)
    assert states(at_work) == ["received"]


def test_40_waiting_for_her_own_call_is_not_in_touch(at_work, introduced) -> None:
    introduced("Zuzanna", may_know=True, own_contact=True)
    assert states(at_work) == ["received"]


def test_40_a_colleague_reads_received_where_the_worker_reads_in_touch(
    at_work, introduced, by_ruth, organisation, client_for
) -> None:
    bring(introduced("Zuzanna", may_know=True), "spoke", by_ruth)
    colleague = builders.user("Col League", "partner_worker")
    Worker.objects.create(user=colleague, organisation=organisation)
    assert states(client_for(colleague)) == ["received"]
    assert "from a colleague" in client_for(colleague).get("/portal/").content.decode()


def test_40_another_organisation_sees_none_of_it(introduced, client_for) -> None:
    introduced("Zuzanna")
    other = organisations.open_organisation(name="Elm Road", sector="statutory", by=SYSTEM)
    stranger = builders.user("Else Where", "partner_worker")
    Worker.objects.create(user=stranger, organisation=other)
    assert states(client_for(stranger)) == []


def test_40_no_address_under_the_portal_takes_a_womans_id(at_work, introduced) -> None:
    row = introduced("Zuzanna")
    for path in (
        f"/portal/{row.pk}/",
        f"/dashboard/introductions/{row.pk}/",
        f"/dashboard/introductions/{row.pk}/decide/",
        f"/dashboard/introductions/{row.pk}/reveal/",
    ):
        assert at_work.get(path).status_code in {403, 404, 405}
        assert at_work.post(path, {"said": "no"}).status_code in {403, 404}
    row.refresh_from_db()
    assert row.said == ""


# -- her own code -----------------------------------------------------------------------------------------


def test_her_code_is_drawn_here_and_says_nothing(at_work, organisation) -> None:
    code = SourceCode.objects.create(organisation=organisation, label="Everyday code")
    page = at_work.get("/portal/").content.decode()
    assert f"testserver/c/{code.code}/" in page
    assert "<svg" in page
    assert "style=" not in page, "the strict policy would drop it"


def test_18_the_partner_never_learns_who_used_a_code_nor_how_often(
    at_work, organisation, asked
) -> None:
    code = SourceCode.objects.create(organisation=organisation, label="Everyday code")
    seen = lambda: Page(at_work.get("/portal/").content.decode()).words  # noqa: E731
    before = seen()
    asked("Bea", code=code.code)
    assert seen() == before


def test_the_promise_stands_on_the_page(at_work) -> None:
    said = at_work.get("/portal/").content.decode()
    assert "I tell every woman about the groups, and I judge nobody" in said


# -- ended ------------------------------------------------------------------------------------------------


def test_41_an_ended_worker_is_out_at_her_next_request(at_work, worker) -> None:
    assert at_work.get("/portal/").status_code == 200
    organisations.end_worker(worker, by=SYSTEM)
    assert at_work.get("/portal/")["Location"].startswith("/accounts/login/")


def test_41_a_place_that_ended_without_the_role_opens_nothing(at_work, worker) -> None:
    Worker.objects.filter(pk=worker.pk).update(ended_at=clock.now())
    assert at_work.get("/portal/").status_code == 403
    assert at_work.post("/portal/introduce/", {}).status_code == 403


def test_40_ending_a_partner_touches_no_woman(introduced, worker) -> None:
    row = introduced("Zuzanna")
    organisations.end_organisation(worker.organisation, by=SYSTEM)
    row.refresh_from_db()
    assert (row.state, row.name) == ("waiting", "Zuzanna")


# -- speed ------------------------------------------------------------------------------------------------


def test_the_portal_costs_the_same_with_one_slip_and_with_three(at_work, introduced) -> None:
    costs = []
    for name in ("Bea", "Cleo", "Dot"):
        introduced(name)
        with CaptureQueriesContext(connection) as queries:
            at_work.get("/portal/")
        costs.append(len(queries))
    assert len(set(costs)) == 1
    assert costs[0] <= 6


def test_more_than_a_page_of_slips_is_turned_by_key(at_work, worker, frozen) -> None:
    for _ in range(27):
        Slip.objects.create(worker=worker, organisation=worker.organisation)
        frozen.tick(minutes=1)
    first = at_work.get("/portal/")
    assert len(first.context["slips"]) == 10
    second = at_work.get("/portal/", {"after": first.context["after"]})
    assert len(second.context["slips"]) == 10
    third = at_work.get("/portal/", {"after": second.context["after"]})
    assert len(third.context["slips"]) == 7
    assert third.context["after"] == ""
    assert periods.SLIP_KEPT > periods.SLIP_CLOSES
