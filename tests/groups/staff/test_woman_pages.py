"""Women of her groups: found by a whole name, reached safely, opened only for a reason."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.urls import reverse

from groups.models import Membership
from groups.services import pages, partings
from peersupport import links
from peersupport.actors import SYSTEM
from peersupport.messaging import outbox
from peersupport.models import AuditEvent, ContactCard, Message, PrivateLink, Suppression
from peersupport.services import cards
from tests import builders

pytestmark = pytest.mark.django_db
LIST = reverse("groups:woman-list")
NUMBER = "07700 900101"


def words(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def url(what: str, woman) -> str:
    return reverse(f"groups:woman-{what}", args=[woman.pk])


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


# -- the list -------------------------------------------------------------------------------------


def test_woman_list_shows_her_groups_women_by_name(
    group, adas_place, bea, cleo, dora, as_ruth
) -> None:
    page = words(as_ruth.get(LIST))
    assert page.index("Ada") < page.index("Bea") < page.index("Cleo")
    assert "Dora" not in page
    assert "Reads texts" in page
    assert "Reads e-mails" in page
    assert "She gets in touch herself" in page


def test_woman_list_shows_a_coordinator_every_group(adas_place, dora, as_nadia) -> None:
    page = words(as_nadia.get(LIST))
    assert page.index("Kettle on the hob") < page.index("Ada")
    assert page.index("Larkspur evenings") < page.index("Dora")


def test_woman_list_goes_on_by_key(group, other_group, as_nadia) -> None:
    for i in range(70):
        builders.place(group, f"W{i}")
        builders.place(other_group, f"V{i}")
    seen, page = [], as_nadia.get(LIST)
    while True:
        seen += [row.woman for _, rows in page.context["parts"] for row in rows]
        if not page.context["more"]:
            break
        page = as_nadia.get(LIST, {"after": page.context["more"]})
    assert len(seen) == len(set(seen)) == 140


def test_woman_list_costs_the_same_for_one_and_for_three(
    group, adas_place, as_ruth, queries_of
) -> None:
    one = queries_of(as_ruth, LIST)
    for name in ("Fay", "Gwen"):
        builders.place(group, name)
    assert queries_of(as_ruth, LIST) == one


@pytest.mark.parametrize("typed", ["Ada", " ada ", "ADA"])
def test_woman_list_finds_a_whole_name(typed, adas_place, bea, as_ruth) -> None:
    page = words(as_ruth.post(LIST, {"name": typed}))
    assert url("detail", adas_place.her) in page
    assert "Bea" not in page


@pytest.mark.parametrize("typed", ["Ad", "da", "Dora"])
def test_woman_list_finds_no_part_of_a_name_and_nobody_elsewhere(
    typed, adas_place, dora, as_ruth
) -> None:
    page = words(as_ruth.post(LIST, {"name": typed}))
    assert "Nobody in your groups goes by that whole name." in page


def test_a_search_is_written_down_without_its_term(adas_place, ruth, as_ruth) -> None:
    as_ruth.post(LIST, {"name": "Ada"})
    event = AuditEvent.objects.get(verb="women.searched")
    assert (event.actor, event.subject, event.reason) == (f"user:{ruth.pk}", f"user:{ruth.pk}", "")


def test_a_search_for_nothing_says_what_to_write(as_ruth) -> None:
    assert "Write her whole name." in words(as_ruth.post(LIST, {"name": ""}))
    assert "women.searched" not in verbs()


# -- her page -------------------------------------------------------------------------------------


def test_woman_detail_says_how_to_reach_her_and_hides_her_number(ada, session, as_ruth) -> None:
    page = words(as_ruth.get(url("detail", ada)))
    assert "Text: yes" in page
    assert "Leave a voicemail: not answered, so no" in page
    for hidden in (NUMBER, "7700900101", "marmalade"):
        assert hidden not in page
    assert "07••• ••••01" in page
    assert "Not heard" in page


@pytest.mark.parametrize("reason", ["text", "check"])
def test_woman_reveal_shows_it_once_for_a_reason_that_is_written_down(
    reason, ada, ruth, as_ruth
) -> None:
    page = words(as_ruth.post(url("reveal", ada), {"reason": reason}))
    assert NUMBER in page
    assert "marmalade" in page
    event = AuditEvent.objects.get(verb="woman.revealed")
    assert (event.actor, event.subject, event.reason) == (
        f"user:{ruth.pk}",
        ada.subject,
        reason,
    )
    assert NUMBER not in words(as_ruth.get(url("detail", ada)))


@pytest.mark.parametrize("reason", ["", "ring", "write", "curious"])
def test_woman_reveal_needs_a_reason_that_her_answers_leave_open(reason, ada, as_ruth) -> None:
    page = words(as_ruth.post(url("reveal", ada), {"reason": reason}))
    assert NUMBER not in page
    assert "woman.revealed" not in verbs()


def test_woman_detail_shows_that_her_number_said_stop(ada, as_ruth) -> None:
    outbox.suppress(ada.card.phone_hash)
    page = words(as_ruth.get(url("detail", ada)))
    assert "This may not have been her: ask her in person." in page


def test_woman_detail_shows_what_she_asked_for(ada, as_ruth, by_ruth) -> None:
    partings.ask(ada, "leave", by=by_ruth)
    page = words(as_ruth.get(url("detail", ada)))
    assert "asked for her place to end" in page
    assert "Tuesday 8 December 2026" in page


def test_woman_detail_costs_the_same_for_one_session_and_for_three(
    group, ada, session, as_ruth, by_ruth, queries_of
) -> None:
    one = queries_of(as_ruth, url("detail", ada))
    for days in (7, 14):
        builders.session(group, starts=session.starts_at + dt.timedelta(days=days), by=by_ruth)
    assert queries_of(as_ruth, url("detail", ada)) == one


# -- changing how to reach her --------------------------------------------------------------------


def reach_answers(**more) -> dict:
    return {"phone": "", "text": "yes", "links_safe": "yes", "plainness": "plain"} | more


def test_woman_reach_never_writes_her_number_into_the_form(ada, as_ruth) -> None:
    page = words(as_ruth.get(url("reach", ada)))
    for hidden in (NUMBER, "7700900101", "marmalade"):
        assert hidden not in page
    assert "We have 07••• ••••01." in page


def test_woman_reach_keeps_what_is_left_empty(ada, as_ruth) -> None:
    as_ruth.post(url("reach", ada), reach_answers(call="yes"))
    ada.card.refresh_from_db()
    assert (ada.card.phone, ada.card.safe_word, ada.card.call) == (
        "+447700900101",
        "marmalade",
        "yes",
    )
    assert "card.changed" in verbs()
    assert not Message.objects.exists()


def test_woman_reach_takes_away_what_she_no_longer_wants_us_to_have(ada, as_ruth) -> None:
    as_ruth.post(url("reach", ada), reach_answers(text="", take_away=["phone", "safe_word"]))
    ada.card.refresh_from_db()
    assert (ada.card.phone, ada.card.phone_hash, ada.card.text, ada.card.safe_word) == (
        "",
        "",
        "",
        "",
    )


def test_woman_reach_says_what_is_wrong_and_keeps_what_was_typed(ada, as_ruth) -> None:
    page = words(as_ruth.post(url("reach", ada), reach_answers(phone="0770", mail="yes")))
    assert "That does not look like a phone number." in page
    assert "You said we may e-mail. Tell us the address." in page
    assert 'value="0770"' in page
    ada.card.refresh_from_db()
    assert ada.card.phone == "+447700900101"


@pytest.mark.parametrize("meanwhile", ["a STOP", "her own answers"])
def test_woman_reach_never_saves_over_what_she_said_meanwhile(
    ada, as_ruth, stopped_clock, meanwhile
) -> None:
    """Ruth opened the form before ada took her yes back; pressing Save must not give it again."""
    opened = words(as_ruth.get(url("reach", ada)))
    [shown] = re.findall(r'name="shown" value="([^"]+)"', opened)
    stopped_clock.tick(minutes=1)
    if meanwhile == "a STOP":
        outbox.suppress(ada.card.phone_hash)
    else:
        cards.change(ada.card, answers={"links_safe": "no", "text": "no"}, by=SYSTEM)
    stopped_clock.tick(minutes=1)
    answers = reach_answers(text="yes", links_safe="yes", shown=shown)
    answer = as_ruth.post(url("reach", ada), answers, follow=True)
    assert "changed while this page was open" in words(answer)
    card = ContactCard.objects.get(pk=ada.card_id)
    assert outbox.is_suppressed(card.phone_hash) or (card.text, card.links_safe) == ("no", "no")


def test_woman_reach_after_stop_needs_a_new_yes(ada, as_ruth) -> None:
    outbox.suppress(ada.card.phone_hash)
    page = words(as_ruth.get(url("reach", ada)))
    assert "Her number texted STOP." in page
    assert not re.search(r'name="text" value="yes"[^>]*checked', page)
    as_ruth.post(url("reach", ada), reach_answers(text=""))
    assert Suppression.objects.exists()
    as_ruth.post(url("reach", ada), reach_answers(text="yes"))
    assert not Suppression.objects.exists()


# -- her own page's link --------------------------------------------------------------------------


def test_woman_link_is_sent_once_however_often_it_is_pressed(ada, as_ruth) -> None:
    for _ in range(2):
        as_ruth.post(url("link", ada), {"once": "pressed"})
    assert [message.kind for message in Message.objects.all()] == ["page-link"]


def test_woman_link_is_not_sent_where_links_are_not_safe(bea, as_ruth) -> None:
    answer = as_ruth.post(url("link", bea.her), follow=True)
    assert "She did not say that links are safe. Show her the code in the room." in words(answer)
    assert not Message.objects.exists()


def test_woman_code_is_shown_once_and_opens_her_page(ada, as_ruth) -> None:
    page = words(as_ruth.post(url("code", ada), {"once": "pressed"}))
    [token] = re.findall(rf"{settings.SITE_URL}/l/([^/]+)/", page)
    assert links.find(token, "you").subject == ada.subject
    assert "<svg" in page
    assert "<script" not in page.partition("<svg")[2]
    again = as_ruth.post(url("code", ada), {"once": "pressed"})
    assert again["Location"] == url("detail", ada)
    assert links.find(token, "you") is not None, "a page that is loaded again ends nothing"
    as_ruth.post(url("code", ada), {"once": "another"})
    assert links.find(token, "you") is None
    assert PrivateLink.objects.filter(ended_at=None).count() == 1


def test_woman_phrase_can_be_opened_for_seven_days(ada, as_ruth) -> None:
    as_ruth.post(url("phrase", ada))
    ada.refresh_from_db()
    assert pages.may_choose(ada)
    assert "phrase.open" in verbs()
    assert "She can choose her phrase now" in words(as_ruth.get(url("detail", ada)))


# -- her place ends -------------------------------------------------------------------------------


def test_woman_leave_asks_first_and_says_what_follows(adas_place, as_ruth) -> None:
    leave = reverse("groups:woman-leave", args=[adas_place.pk])
    page = words(as_ruth.get(leave))
    assert "Only when she says so herself. No reason is asked or kept." in page
    assert Membership.objects.get().ended_at is None
    assert as_ruth.post(leave)["Location"] == LIST
    assert Membership.objects.get().ended_at is not None


def test_woman_detail_offers_to_send_her_link_only_where_it_may_go(
    adas_place, cleo, as_ruth
) -> None:
    assert "Send her the link" in words(as_ruth.get(url("detail", adas_place.woman)))
    page = words(as_ruth.get(url("detail", cleo.woman)))
    assert "Send her the link" not in page
    assert "the code is the way" in page
