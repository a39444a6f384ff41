"""A year of outreach, as the seed tells it: keep explaining, and show it on one page."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from outreach.models import Contact, ContactEntry, Organisation
from tests import builders

pytestmark = pytest.mark.django_db
AT = "/dashboard/outreach/"
FILE = (
    "organisation;sector;every weeks;contact name;e-mail\r\n"
    "Elm Road Clinic;statutory;4;Claire Denby;claire@example.org\r\n"
    "Harbour Lane Advice;voluntary;13;Pat Okafor;pat.okafor@example.org\r\n"
    "Larch Street Listeners;peer group;;Thandi;\r\n"
    "Moor Lane;private;;;\r\n"
)


def test_a_year_from_a_list_on_paper_to_one_page(nadia, ruth, client_for, clock_at) -> None:
    today = clock_at(2026, 1, 12, 9, 0)
    office, leader = client_for(nadia), client_for(ruth)

    # January: she brings in the list that was kept in a drawer. One row needs mending.
    file = SimpleUploadedFile("list.csv", FILE.encode("cp1252"))
    look = office.post(f"{AT}import/", {"file": file})["Location"]
    assert "Import these 3 rows" in office.get(look).content.decode()
    assert not Organisation.objects.exists()
    office.post(look, {"rows": 3})
    places = {row.name.split()[0]: row for row in Organisation.objects.all()}
    clinic, advice, peers = (places[name].pk for name in ("Elm", "Harbour", "Larch"))

    # Ruth walks past the clinic. Two taps, and it is written down.
    assert "We left leaflets today" in leader.get(f"{AT}{clinic}/").content.decode()
    leader.post(f"{AT}{clinic}/today/", {"kind": "leaflets", "once": "a"})
    assert "Nobody waits" in office.get(AT).content.decode()

    # Four weeks on today says so, gently; she is busy, so it waits a week.
    today.tick(weeks=4)
    assert "One partner would like to hear from you" in office.get("/dashboard/").content.decode()
    office.post(f"{AT}{clinic}/snooze/", {"by": "week"})
    assert "would like to hear" not in office.get("/dashboard/").content.decode()

    # Then she explains: it is for the woman to decide.
    today.tick(weeks=1)
    claire = Contact.objects.get(organisation=clinic)
    office.post(
        f"{AT}{clinic}/entries/add/",
        {
            "kind": "training",
            "happened_on": "2026-02-16",
            "contact": claire.pk,
            "how": "talked",
            "said": "They picked whom to tell. We said: tell all, she decides.",
            "reached": "14",
        },
    )
    # The voluntary partner talks it through without being asked; the peer group lends a room.
    office.post(f"{AT}{advice}/today/", {"kind": "visit", "once": "b"})
    visit = ContactEntry.objects.get(organisation=advice)
    office.post(
        f"{AT}entries/{visit.pk}/",
        {"kind": "visit", "happened_on": "2026-02-16", "how": "talked", "reached": "5"},
    )
    for what, direction in (
        ("Lent a room", "for_us"),
        ("Made tea", "for_us"),
        ("Cover", "for_them"),
    ):
        office.post(
            f"{AT}{peers}/favours/add/",
            {"direction": direction, "happened_on": "2026-02-16", "what": what},
        )

    # In June Claire leaves. Her number goes, the next contact does not.
    today.tick(weeks=16)
    office.post(
        f"{AT}contacts/{claire.pk}/hand-over/",
        {"to": "new", "name": "Nia Newcomer", "next_contact_on": "2026-06-15"},
    )
    row = Organisation.objects.get(pk=clinic)
    assert (row.next_with.name, row.next_contact_on) == ("Nia Newcomer", dt.date(2026, 6, 15))

    # And in September so does the coordinator; the next one reads it all on one page.
    today.tick(weeks=14)
    from peersupport.actors import SYSTEM
    from peersupport.services import people

    people.end_role(nadia, by=SYSTEM)
    after = client_for(builders.user("Nora Next", "coordinator"))
    assert "Two partners would like to hear from you" in after.get("/dashboard/").content.decode()
    story = after.get(f"{AT}{clinic}/").content.decode()
    for words in (
        "We said: tell all, she decides.",
        "somebody who has left",
        "by Nadia Coordinator",
    ):
        assert words in story
    assert "Claire" not in story
    year = after.get(f"{AT}year/")
    shown = year.context["shown"]
    assert (shown.total, shown.talked, shown.paper, shown.heard) == (3, 2, 1, 19)
    assert shown.sectors[:2] == [("Statutory", 1, 1, 2), ("Voluntary", 1, 0, 1)]
    assert "They did two things for us in 2026; we did one." in year.content.decode()
