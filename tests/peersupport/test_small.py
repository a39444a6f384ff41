"""Small pieces: forms pressed twice, the witness, the registry, the dashboard's three things."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest

from peersupport import audit
from peersupport.actors import SYSTEM, Actor
from peersupport.models import AuditEvent, Message, OnceKey
from peersupport.registry import Card, MessageKind, Registry, Words, registry
from peersupport.services import once
from tests import builders

pytestmark = pytest.mark.django_db


# -- once ---------------------------------------------------------------------------------------


def test_a_key_counts_once() -> None:
    assert [once.first_time("k"), once.first_time("k"), once.first_time("l")] == [True, False, True]


def test_a_deed_that_fails_gives_its_key_back() -> None:
    def fails() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        once.only_once("k", fails)
    assert not OnceKey.objects.exists()
    done = []
    assert once.only_once("k", lambda: done.append(1))
    assert not once.only_once("k", lambda: done.append(2))
    assert done == [1]


def test_a_second_press_leaves_the_transaction_usable() -> None:
    with transaction.atomic():
        once.first_time("k")
        once.first_time("k")
        assert once.first_time("l")


# -- the witness --------------------------------------------------------------------------------


def test_who_did_what_to_which_row(frozen, nadia) -> None:
    audit.record("introduction.revealed", "introduction:12", by=Actor.of_user(nadia), reason="call")
    event = AuditEvent.objects.get()
    assert (event.verb, event.subject, event.actor, event.reason, event.at) == (
        "introduction.revealed",
        "introduction:12",
        f"user:{nadia.pk}",
        "call",
        frozen.at,
    )


@pytest.mark.parametrize("actor", [SYSTEM, Actor.of_link("woman:7")])
def test_the_system_and_a_woman_are_actors_too(actor) -> None:
    audit.record("page.opened", "woman:7", by=actor)
    assert AuditEvent.objects.get().actor == actor.subject


def test_it_goes_with_a_deed_that_fails() -> None:
    with transaction.atomic():
        audit.record("a.b", "c:1", by=SYSTEM)
        transaction.set_rollback(True)
    assert not AuditEvent.objects.exists()


def test_it_cannot_be_rewritten_even_by_sql() -> None:
    audit.record("a.b", "c:1", by=SYSTEM)
    with pytest.raises(IntegrityError, match="cannot be rewritten"), transaction.atomic():
        AuditEvent.objects.update(actor="somebody else")
    with (
        pytest.raises(IntegrityError, match="cannot be rewritten"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE peersupport_auditevent SET reason = ''")


def test_it_stands_in_nobodys_way() -> None:
    assert not [field for field in AuditEvent._meta.concrete_fields if field.is_relation]


# -- the registry -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "twice",
    [
        lambda r: r.message_kind(MessageKind("a", "woman", render=lambda m, level: Words(""))),
        lambda r: r.link_purpose("a", lambda request, link: None),
        lambda r: r.predicate("a", lambda request: True),
        lambda r: r.sweep("a", lambda now: 0),
        lambda r: r.purge("a", lambda now: 0),
        lambda r: r.demo(1, lambda now, password: None),
        lambda r: r.invitation("a", lambda **said: None),
    ],
)
def test_no_name_is_taken_twice(twice) -> None:
    table = Registry()
    twice(table)
    with pytest.raises(ValueError, match="registered already"):
        twice(table)


@pytest.mark.parametrize("kind", list(registry.message_kinds.values()), ids=lambda kind: kind.name)
def test_every_kind_of_message_fits_its_row(kind) -> None:
    assert kind.audience in {"woman", "staff"}
    assert len(kind.name) <= (Message._meta.get_field("kind").max_length or 0)
    assert callable(kind.render)
    assert callable(kind.still_true)


def test_rows_are_their_owners_and_a_coordinators(monkeypatch, frozen, note_kind, nadia) -> None:
    ines, olu = (builders.user(f"{name} Leader", "peer_leader") for name in ("Ines", "Olu"))
    pia = builders.user("Pia Partner", "partner_worker")
    owners = {ines.pk: ["group:3", "group:4"], olu.pk: []}
    monkeypatch.setattr(registry, "owners", [lambda user: owners[user.pk]])
    note_kind()
    rows = {owner: builders.message(owner=owner) for owner in ("group:3", "group:33", "")}
    seen = {
        user.name: set(
            Message.objects.visible_to(Actor.of_user(user)).values_list("owner", flat=True)
        )
        for user in (ines, olu, nadia, pia)
    }
    assert seen == {
        "Ines Leader": {"group:3"},
        "Olu Leader": set(),
        "Nadia Coordinator": set(rows),
        "Pia Partner": set(),
    }
    for actor in (SYSTEM, Actor.of_link("woman:7")):
        assert not Message.objects.visible_to(actor).exists()


def test_a_room_hands_down_predicates_over_the_request(rf) -> None:
    table = Registry()
    table.predicate("tall", lambda request: isinstance(request, HttpRequest))
    assert table.predicates["tall"](rf.get("/"))


# -- today --------------------------------------------------------------------------------------


@pytest.fixture
def today(monkeypatch, client_for):
    """The dashboard of somebody with these cards."""

    def page(*weights: int) -> str:
        cards = [Card(w, f"Title {w}", "Text", f"/somewhere/{w}/", "Do it") for w in weights]
        monkeypatch.setattr(registry, "today_cards", [lambda user, now: cards])
        client = client_for(builders.user("Ines Leader", "peer_leader"))
        return client.get("/dashboard/").content.decode()

    return page


def test_at_most_three_things_the_lightest_first_and_the_rest_when_there_is_time(today) -> None:
    page = today(50, 10, 40, 20, 30)
    places = [page.index(f"Title {weight}") for weight in (10, 20, 30, 40, 50)]
    assert places == sorted(places)
    assert (
        page.index("Title 30") < page.lower().index("when you have time") < page.index("Title 40")
    )


def test_with_nothing_to_do_it_says_so_kindly(today) -> None:
    page = today()
    assert "when you have time" not in page.lower()
    assert "Title" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/dashboard/organisations/", "Outreach"),
        ("/dashboard/holds/", "Introductions"),
        ("/dashboard/", "Today"),
    ],
)
def test_the_menu_says_where_one_is(client_for, nadia, path, label) -> None:
    nav = client_for(nadia).get(path).context["nav"]
    assert [entry["label"] for entry in nav if entry["here"]] == [label]
