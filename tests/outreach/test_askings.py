"""Someone asks about her: words, one tap to the safeguarding lead, and no answer (safety.md 52)."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from outreach.cards import partners as partner_cards
from outreach.models import Asking
from outreach.models.asking import WHO
from outreach.presenters import asked as asked_words
from outreach.services import askings
from peersupport import clock
from peersupport.actors import SYSTEM, Actor
from peersupport.models import Message, OutboxCopy
from peersupport.services import duties
from tests import builders
from tests.sensitive import words_in

pytestmark = pytest.mark.django_db
CALLER = "Detective Larch"


@pytest.fixture
def at_work(pat, client_for):
    """Pat's browser."""
    return client_for(pat)


@pytest.fixture
def lead(ruth):
    """Ruth is the safeguarding lead."""
    duties.give(ruth, "safeguarding_lead", by=SYSTEM)
    return ruth


def tap(client, who: str = "police", path: str = "/portal/asked/", **more: str):
    return client.post(path, {"who": who, "once": "tap-1"} | more, follow=True)


def body(response) -> str:
    return response.content.decode()


# -- the words --------------------------------------------------------------------------------------


def test_52_everybody_who_may_ask_has_words(at_work, nadia, client_for) -> None:
    assert [asker.code for asker in asked_words.ASKERS] == [code for code, _ in WHO]
    for client, path in ((at_work, "/portal/asked/"), (client_for(nadia), "/dashboard/asked/")):
        page = body(client.get(path))
        assert page.count("<summary>") >= len(WHO)
        assert asked_words.SAY in page
        for asker in asked_words.ASKERS:
            assert asked_words.SAY in asker.say


def shown(client, path: str) -> str:
    """The page without what is new on each one: keys of forms and of the session."""
    import re

    return re.sub(
        r'(name="(once|csrfmiddlewaretoken)" value=")[^"]*|value="[^"]{20,}"',
        "",
        body(client.get(path)),
    )


@pytest.mark.parametrize("path", ["/portal/asked/", "/dashboard/asked/"])
def test_52_no_page_and_no_timing_answers(path, pat, other_ruth, client_for, group) -> None:
    """The same words by the same queries, whether she comes or not; nothing can be looked up."""
    client = client_for(pat if path.startswith("/portal") else other_ruth)
    costs, pages = [], []
    for coming in (False, True):
        if coming:
            builders.place(group, CALLER)
        with CaptureQueriesContext(connection) as queries:
            pages.append(shown(client, path))
        costs.append([query["sql"].split(" WHERE ")[0][:200] for query in queries.captured_queries])
    assert pages[0] == pages[1]
    assert costs[0] == costs[1]
    for table in ("groups_woman", "groups_membership", "outreach_introduction"):
        assert not [sql for sql in costs[1] if table in sql]
    assert 'type="search"' not in pages[0]


def test_52_a_search_term_in_the_address_changes_nothing(at_work, adas_place) -> None:
    assert shown(at_work, "/portal/asked/") == shown(at_work, "/portal/asked/?q=Ada&name=Ada")


def test_52_the_row_has_no_place_for_a_woman() -> None:
    names = {field.name for field in Asking._meta.get_fields()}
    assert names == {
        "id", "who", "told_at", "told_by", "worker", "caller_name", "caller_phone", "rung_at", "rung_by",
    }  # fmt: skip


# -- one tap ----------------------------------------------------------------------------------------


def test_52_one_tap_reaches_the_lead(at_work, lead, worker, nadia) -> None:
    page = body(tap(at_work))
    assert "Ruth Leader knows. She will ring you back." in page
    asking = Asking.objects.get()
    assert (asking.who, asking.told_by, asking.worker) == ("police", worker.user, worker)
    mail = Message.objects.get()
    assert (mail.kind, mail.lane, mail.audience) == ("asked", "urgent", "staff")
    lead.refresh_from_db()
    assert mail.card == lead.card


def test_52_without_a_lead_every_coordinator_is_told_and_the_page_says_so(at_work, nadia) -> None:
    builders.user("Olu Other", "coordinator")
    assert "no safeguarding lead yet" in body(at_work.get("/portal/asked/"))
    assert "no safeguarding lead yet" in body(tap(at_work))
    assert Message.objects.filter(kind="asked").count() == 2


def test_52_pressed_twice_it_is_one_row(at_work, lead) -> None:
    first, second = tap(at_work), tap(at_work)
    assert "knows" in body(first)
    assert "knows" in body(second)
    assert Asking.objects.count() == Message.objects.count() == 1


def test_52_what_the_caller_left_is_sealed_and_in_no_mail(at_work, lead, drain_all) -> None:
    tap(at_work, caller_name=CALLER, caller_phone="07700 900777")
    with connection.cursor() as cursor:
        cursor.execute("SELECT caller_name, caller_phone FROM outreach_asking")
        assert not [value for value in cursor.fetchone() if "Larch" in value or "777" in value]
    assert drain_all() == 1
    mail = OutboxCopy.objects.get()
    assert "Pat Partner" in mail.body
    for hidden in (CALLER, "777", "olice"):
        assert hidden not in mail.subject + mail.body
    assert words_in(mail.subject, in_texts=True) == []


def test_52_a_line_too_long_is_said_and_kept(at_work, lead) -> None:
    page = body(tap(at_work, caller_name="x" * 81))
    assert "80 letters" in page or "80 characters" in page
    assert "x" * 81 in page
    assert not Asking.objects.exists()


@pytest.mark.parametrize("who", ["", "her", "police "])
def test_52_a_forged_caller_is_refused(at_work, lead, who) -> None:
    assert tap(at_work, who).status_code == 200
    assert Asking.objects.filter(who__in=["", "her"]).count() == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Asking.objects.create(who="her", told_by=lead)


def test_47_many_taps_are_slowed_and_lose_nothing(at_work, lead, monkeypatch) -> None:
    monkeypatch.setattr("outreach.views.asked.TAPS", 1)
    tap(at_work)
    slow = tap(at_work, once="tap-2", caller_name=CALLER)
    assert slow.status_code == 429
    assert CALLER in body(slow)
    assert "/help-now/" in body(slow)
    assert Asking.objects.count() == 1


# -- ringing back -----------------------------------------------------------------------------------


@pytest.fixture
def told(pat, worker):
    return askings.tell("family", caller_name=CALLER, worker=worker, by=Actor.of_user(pat))


def test_52_the_lead_has_a_card_and_reads_whom_to_ring(lead, told, client_for) -> None:
    card = partner_cards.today(lead, clock.now())[0]
    assert card.title == "Somebody asked about a woman"
    assert CALLER not in card.title + card.text
    client = client_for(lead)
    page = body(client.get("/dashboard/asked/"))
    for words in ("Pat Partner", "Bridge Street Advice", "Her mother or family", CALLER):
        assert words in page
    client.post(f"/dashboard/asked/{told.pk}/rung/")
    told.refresh_from_db()
    assert told.rung_by == lead
    assert partner_cards.today(lead, clock.now()) == []
    assert CALLER not in body(client.get("/dashboard/asked/"))


def test_52_nobody_else_reads_it(told, lead, other_ruth, nadia, pat, client_for) -> None:
    for person in (other_ruth, nadia):
        assert partner_cards.today(person, clock.now()) == []
        client = client_for(person)
        assert CALLER not in body(client.get("/dashboard/asked/"))
        assert client.post(f"/dashboard/asked/{told.pk}/rung/").status_code == 403
    assert CALLER not in body(client_for(pat).get("/portal/asked/"))
    told.refresh_from_db()
    assert told.rung_at is None


def test_51_the_deputy_reads_it_too(told, lead, other_ruth, client_for) -> None:
    duties.give(other_ruth, "safeguarding_deputy", by=SYSTEM)
    assert CALLER in body(client_for(other_ruth).get("/dashboard/asked/"))
    assert client_for(other_ruth).post(f"/dashboard/asked/{told.pk}/rung/").status_code == 302


def test_rung_back_before_the_mail_went_it_goes_no_more(nadia, told, drain_all) -> None:
    askings.rang_back(told, by=Actor.of_user(nadia))
    assert drain_all() == 0
    assert Message.objects.get(kind="asked").state == "cancelled"


def test_the_first_who_rang_back_stands(told, nadia, ruth) -> None:
    askings.rang_back(told, by=Actor.of_user(nadia))
    askings.rang_back(told, by=Actor.of_user(ruth))
    told.refresh_from_db()
    assert told.rung_by == nadia


def test_a_leader_can_tap_too(ruth, nadia, client_for) -> None:
    page = body(tap(client_for(ruth), "journalist", "/dashboard/asked/"))
    assert "will ring you back" in page
    assert Asking.objects.get().worker is None


def test_35_it_goes_after_28_days(told, frozen) -> None:
    Asking.objects.update(told_at=frozen.at)
    assert askings.purge(frozen.tick(days=28)) == 0
    assert askings.purge(frozen.tick(seconds=1)) == 1


def test_the_leads_page_costs_the_same_with_one_and_with_three(
    lead, pat, worker, client_for
) -> None:
    client, costs = client_for(lead), []
    for _ in range(3):
        askings.tell("police", worker=worker, by=Actor.of_user(pat))
        with CaptureQueriesContext(connection) as queries:
            client.get("/dashboard/asked/")
        costs.append(len(queries))
    assert len(set(costs)) == 1
