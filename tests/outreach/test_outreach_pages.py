"""Who sees what of outreach, what each page costs, the card, the year and the copies."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outreach import outreach_queries as queries
from outreach.models import ContactEntry, Favour, Organisation
from outreach.presenters.outreach import in_words
from outreach.services import contact_imports, contacts, organisations
from peersupport.actors import SYSTEM, Actor
from peersupport.models import AuditEvent
from peersupport.registry import registry
from tests.outreach.outreach_builders import good_turn, logged, person

pytestmark = pytest.mark.django_db
AT = "/dashboard/outreach/"
TODAY = dt.date(2026, 12, 1)


@pytest.fixture(autouse=True)
def on_a_tuesday(frozen) -> None:
    """1 December 2026."""


@pytest.fixture
def office(nadia, client_for):
    return client_for(nadia)


def partner(name: str, sector: str = "community", due: int | None = None) -> Organisation:
    made = organisations.open_organisation(name=name, sector=sector, by=SYSTEM)
    if due is not None:
        made.next_contact_on = TODAY + dt.timedelta(days=due)
        made.save(update_fields=["next_contact_on"])
    return made


# -- who sees what (safety.md 39) -----------------------------------------------------------------


def test_39_a_peer_leader_reads_what_she_wrote_and_no_more(
    organisation, nadia, ruth, client_for
) -> None:
    logged(organisation, ruth, said="Ruth was there")
    logged(organisation, nadia, said="Nadia was there")
    for where in (f"{AT}log/", f"{AT}{organisation.pk}/"):
        page = client_for(ruth).get(where).content.decode()
        assert "Ruth was there" in page
        assert "Nadia was there" not in page
        assert "Nadia was there" in client_for(nadia).get(where).content.decode()


def test_39_of_entries_and_partners_that_are_not_hers_she_finds_nothing(
    organisation, nadia, ruth, other_ruth, client_for
) -> None:
    row, ended = logged(organisation, ruth), partner("Ended")
    organisations.end_organisation(ended, by=SYSTEM)
    other, office = client_for(other_ruth), client_for(nadia)
    for where in (f"entries/{row.pk}/", f"{ended.pk}/", f"{ended.pk}/entries/add/", "99999/"):
        assert other.get(AT + where).status_code == 404
    assert other.post(f"{AT}entries/{row.pk}/take-back/").status_code == 404
    assert other.post(f"{AT}99999/today/").status_code == 404
    assert office.get(f"{AT}{ended.pk}/").status_code == 200
    assert office.get(f"{AT}99999/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "year/",
        "export/",
        "import/",
        "import/template.csv",
        "{place}/about/",
        "{place}/year/",
        "{place}/contacts/add/",
        "contacts/{contact}/",
        "contacts/{contact}/hand-over/",
    ],
)
@pytest.mark.parametrize("guest", ["ruth", "pat"])
def test_39_only_a_coordinator(request, client_for, organisation, nadia, path, guest) -> None:
    contact = person(organisation, nadia)
    where = AT + path.format(place=organisation.pk, contact=contact.pk)
    client = client_for(request.getfixturevalue(guest))
    assert client.get(where).status_code == client.post(where).status_code == 403


def test_a_peer_leader_comes_in_by_one_tap_and_writes(organisation, ruth, client_for) -> None:
    hers = client_for(ruth)
    assert 'href="/dashboard/outreach/"' in hers.get("/dashboard/").content.decode()
    hers.post(f"{AT}{organisation.pk}/today/", {"kind": "visit"})
    assert ContactEntry.objects.get().author == ruth


# -- the card -------------------------------------------------------------------------------------


def cards(user) -> list[str]:
    now = dt.datetime(2026, 12, 1, 11, tzinfo=dt.UTC)
    found = [card for cards_of in registry.today_cards for card in cards_of(user, now)]
    return [card.title for card in found if card.kind == "outreach"]


def test_one_gentle_card_however_many(nadia, ruth, django_assert_num_queries) -> None:
    assert cards(nadia) == []
    partner("Tomorrow", due=1)
    assert cards(nadia) == []
    partner("Today", due=0)
    assert cards(nadia) == ["One partner would like to hear from you"]
    for number in range(2):
        partner(f"Long ago {number}", due=-90)
    assert cards(nadia) == ["Three partners would like to hear from you"]
    assert cards(ruth) == []


def test_the_list_is_sorted_by_day_and_calls_nobody_late(office) -> None:
    for name, due in (
        ("Cedar House", 14),
        ("Brook Street", -90),
        ("Alder Court", 0),
        ("Dale Hall", 15),
        ("Elder Row", None),
    ):
        partner(name, due=due)
    page = office.get(AT).content.decode()
    waiting = page[: page.index("All partners")]
    assert (
        waiting.index("Brook Street") < waiting.index("Alder Court") < waiting.index("Cedar House")
    )
    assert "Dale Hall" not in waiting
    assert "Elder Row" not in waiting
    for word in ("late", "overdue", "%", "missed"):
        assert word not in waiting.split("<h2>")[1]


# -- what a page costs (P4, P6) -------------------------------------------------------------------


def cost(client, where: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(where).status_code == 200
    return len(asked)


def many(organisation: Organisation, nadia, count: int) -> None:
    """As many more partners, entries, contacts, good turns and imports."""
    first = Organisation.objects.count()
    made = Organisation.objects.bulk_create(
        Organisation(name=f"P{n}", sector="community", next_contact_on=TODAY)
        for n in range(first, first + count)
    )
    people = [person(place, nadia, f"N{place.pk}") for place in made[:3]]
    for place, contact in zip(made, people, strict=False):
        place.next_with = contact
        place.save()
        person(organisation, nadia, f"N{place.pk}")
    for model, facts in (
        (ContactEntry, {"kind": "visit"}),
        (Favour, {"direction": "for_us", "what": "x"}),
    ):
        model.objects.bulk_create(
            model(organisation=place, happened_on=TODAY, author=nadia, **facts)
            for place in [organisation, *made]
            for _ in range(count if place == organisation else 1)
        )
    contact_imports.keep(b"organisation\nX\n", by=Actor.of_user(nadia))


PAGES = ["", "log/", "{pk}/", "year/", "{pk}/year/", "import/", "{pk}/entries/add/", "export/"]


@pytest.mark.parametrize("path", [*PAGES, "../organisations/"])
def test_pages_cost_the_same_with_1_3_and_500(office, organisation, nadia, path) -> None:
    where = f"{AT}{path}".replace("outreach/../", "").format(pk=organisation.pk)
    costs = []
    for count in (1, 2, 497):
        many(organisation, nadia, count)
        costs.append(cost(office, where))
    assert len(set(costs)) == 1, costs
    assert costs[0] <= 6


def test_a_hand_over_and_a_contact_cost_the_same_too(office, organisation, nadia) -> None:
    contact = person(organisation, nadia)
    costs = []
    for count in (1, 2):
        many(organisation, nadia, count)
        logged(organisation, nadia, contact=contact)
        costs.append(
            [cost(office, f"{AT}contacts/{contact.pk}/{deed}") for deed in ("", "hand-over/")]
        )
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 6


def test_the_card_costs_one_query(nadia, django_assert_num_queries) -> None:
    from outreach.cards import in_touch as in_touch_cards

    for number in range(3):
        partner(f"P{number}", due=0)
        with django_assert_num_queries(1):
            in_touch_cards.today(nadia, dt.datetime(2026, 12, 1, tzinfo=dt.UTC))


def test_all_partners_are_reached_page_by_page(office, nadia) -> None:
    for number in range(60):
        Organisation.objects.create(
            name=f"~ {number % 30} Zoë & Co",
            sector="community",
            ended_at=None if number < 30 else dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        )
    for where, live in (
        (AT, True),
        ("/dashboard/organisations/", True),
        ("/dashboard/organisations/?ended", False),
    ):
        seen, key = [], ""
        while True:
            mark = "&" if "?" in where else "?"
            response = office.get(f"{where}{mark}after={key}" if key else where)
            page = response.context["page"]
            seen += [row.pk for row in page.rows]
            if not page.more:
                break
            from urllib.parse import quote

            key = quote(page.more)
        wanted = Organisation.objects.filter(ended_at__isnull=live)
        assert seen == list(wanted.order_by("name", "id").values_list("pk", flat=True))


# -- the year -------------------------------------------------------------------------------------


def test_promoted_takes_visits_talks_leaflets_and_training(nadia) -> None:
    for kind in ("visit", "talk", "leaflets", "training", "call", "email"):
        logged(partner(kind), nadia, days=31, kind=kind)
    logged(partner("twice"), nadia, days=31)
    logged(Organisation.objects.get(name="twice"), nadia, days=31)
    day = TODAY - dt.timedelta(days=31)
    names = queries.promoted(day, day).order_by("name").values_list("name", flat=True)
    assert list(names) == ["leaflets", "talk", "training", "twice", "visit"]
    assert not queries.promoted(day + dt.timedelta(days=1), TODAY).exists()


def test_the_year_on_one_page(office, organisation, nadia) -> None:
    clinic = partner("Clinic", "statutory")
    logged(clinic, nadia, days=1, kind="talk", how="talked", reached=7)
    logged(clinic, nadia, days=2, kind="leaflets", how="paper")
    logged(organisation, nadia, days=31, kind="visit", how="", reached=3)
    logged(organisation, nadia, days=400, kind="visit")
    good_turn(clinic, nadia)
    shown = office.get(f"{AT}year/").context["shown"]
    assert (shown.total, shown.talked, shown.paper, shown.unsaid, shown.heard) == (3, 1, 1, 1, 10)
    november = shown.lines[10]
    assert (november.name, november.total) == ("November", 2)
    assert dict(november.cells) == {
        "Visit": "",
        "Talk to staff": 1,
        "Phone call": "",
        "Leaflet drop": 1,
        "E-mail": "",
        "Training": "",
    }
    assert shown.sectors[0] == ("Statutory", 1, 1, 2)
    assert shown.sectors[1] == ("Voluntary", 0, 0, 1)
    one = office.get(f"{AT}{clinic.pk}/year/")
    assert (one.context["shown"].total, one.context["shown"].sectors) == (2, [])
    assert "They did one thing for us in 2026." in one.content.decode()
    assert office.get(f"{AT}year/?year=2025").context["shown"].total == 1


@pytest.mark.parametrize("year", ["", "x", "1999", "2027", "99999", "²⁰²⁶", "-202"])
def test_a_year_nobody_can_read_is_this_one(office, year) -> None:
    assert office.get(f"{AT}year/", {"year": year}).context["year"] == 2026


@pytest.mark.parametrize(
    ("theirs", "ours", "words"),
    [
        (0, 0, ""),
        (3, 1, "They did three things for us this year; we did one."),
        (1, 0, "They did one thing for us this year. What could we do for them?"),
        (0, 12, "We did 12 things for them this year."),
    ],
)
def test_the_balance_is_a_sentence(theirs, ours, words) -> None:
    assert in_words(theirs, ours) == words


def test_the_balance_on_a_page_is_of_the_last_twelve_months(office, organisation, nadia) -> None:
    for days in (0, 100, 365, 366):
        good_turn(organisation, nadia, days=days)
    good_turn(organisation, nadia, "for_them")
    page = office.get(f"{AT}{organisation.pk}/").content.decode()
    assert "They did three things for us this year; we did one." in page


# -- copies ---------------------------------------------------------------------------------------


def copy(office, what: str) -> list[list[str]]:
    response = office.post(f"{AT}export/", {"what": what, "reason": "report"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{what}-2026-12-01.csv"'
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_48_copies_hold_nothing_that_runs(office, nadia) -> None:
    place = partner("=1+1 Clinic", "statutory")
    contact = person(place, nadia, "@Wanda", phone="+447700900123", job="-Adviser")
    gone = person(place, nadia, "Gone Away")
    logged(place, nadia, contact=contact, said="+1 for all\nand more", reached=4)
    logged(place, nadia, contact=gone)
    contacts.forget(gone, by=Actor.of_user(nadia))
    good_turn(place, nadia)
    (_, row) = copy(office, "partners")
    assert row[0] == "'=1+1 Clinic"
    assert row[6:11] == ["'@Wanda", "'-Adviser", "", "'+447700900123", "talks"]
    lines = copy(office, "log")
    assert lines[2][5:8] == ["'@Wanda", "'+1 for all\nand more", "4"]
    assert lines[1][5] == "somebody who has left"
    assert copy(office, "favours")[1][1:4] == [
        "'=1+1 Clinic",
        "They did it for us",
        "Lent us chairs",
    ]
    assert "Gone" not in str(lines)


def test_42_each_copy_is_written_down_with_its_reason(office, nadia) -> None:
    copy(office, "log")
    row = AuditEvent.objects.get(verb="outreach.exported")
    assert (row.subject, row.reason, row.actor) == ("outreach:log", "report", f"user:{nadia.pk}")
    for said in ({"what": "log"}, {"reason": "report"}, {"what": "women", "reason": "report"}):
        assert office.post(f"{AT}export/", said)["Content-Type"].startswith("text/html")
    assert AuditEvent.objects.filter(verb="outreach.exported").count() == 1


# -- forgetting -----------------------------------------------------------------------------------


def test_35_what_was_said_goes_after_three_years(organisation, nadia, frozen) -> None:
    old = logged(organisation, nadia, days=1, said="Old words")
    new = logged(organisation, nadia, said="New words")
    frozen.tick(days=3 * 365 - 1)
    assert registry.purges["contact_log"](frozen.at) == 1
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.said, new.said, old.kind) == ("", "New words", "visit")
