"""Partners from a file: looked at first, brought in whole, undone whole (safety.md 48)."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from outreach.models import Contact, ContactImport, Organisation, SourceCode
from outreach.services import contact_imports, contact_log, contacts, introductions
from peersupport.actors import SYSTEM, Actor
from peersupport.models import AuditEvent
from peersupport.registry import registry
from tests.outreach.outreach_builders import entry_facts, person

pytestmark = pytest.mark.django_db
AT = "/dashboard/outreach/import/"
GOOD = (
    "organisation,sector,area,website,every weeks,contact name,job,e-mail,phone,talks\r\n"
    'Moor Lane,voluntary,North,moor.example,8,Zoë Łuk,"Adviser, nights",zoe@example.org,'
    "07700 900123,talks it through\r\n"
    "moor  lane,,,,,Noor,,,,\r\n"
    "Bridge Street Advice,,,,,Olga,Manager,olga@example.org,,\r\n"
)


@pytest.fixture(autouse=True)
def on_a_tuesday(frozen) -> None:
    """1 December 2026."""


@pytest.fixture
def office(nadia, client_for):
    return client_for(nadia)


@pytest.fixture
def by(nadia) -> Actor:
    return Actor.of_user(nadia)


def upload(office, text: str | bytes = GOOD):
    raw = text if isinstance(text, bytes) else text.encode()
    return office.post(AT, {"file": SimpleUploadedFile("x.csv", raw)})


def look(office, text: str | bytes = GOOD) -> str:
    went = upload(office, text)
    assert went.status_code == 302, went.context["form"].errors
    return office.get(went["Location"]).content.decode()


def bring_in(office, rows: int = 3, text: str | bytes = GOOD):
    where = upload(office, text)["Location"]
    return office.post(where, {"rows": rows}, follow=True)


# -- the dry run ----------------------------------------------------------------------------------


def test_nothing_is_written_until_the_button_is_pressed(office, organisation) -> None:
    page = look(office)
    assert "Nothing is written yet" in page
    assert "Import these 3 rows" in page
    assert (Organisation.objects.count(), Contact.objects.count()) == (1, 0)


def test_then_all_is_there(office, organisation) -> None:
    assert "3 rows brought in" in bring_in(office).content.decode()
    made = Organisation.objects.get(name="Moor Lane")
    assert (made.sector, made.area, made.every_weeks) == ("voluntary", "North", 8)
    assert made.website == "https://moor.example"
    assert made.codes.get().label == "Everyday code"
    zoe = Contact.objects.get(
        email_hash=contacts.hashes({"name": "", "email": "ZOE@example.org"})["email_hash"]
    )
    assert (zoe.name, zoe.job, zoe.phone, zoe.talks) == (
        "Zoë Łuk",
        "Adviser, nights",
        "+447700900123",
        "talks",
    )
    assert {row.name for row in made.contacts.all()} == {"Zoë Łuk", "Noor"}
    assert [row.name for row in organisation.contacts.all()] == ["Olga"]
    assert AuditEvent.objects.filter(verb="contact_import.done").count() == 1


def test_a_second_press_writes_nothing_more(office, organisation) -> None:
    where = upload(office)["Location"]
    for _ in range(2):
        went = office.post(where, {"rows": 3}, follow=True)
    assert "brought in already: 3 rows" in went.content.decode()
    assert Contact.objects.count() == 3
    with pytest.raises(contact_imports.Gone):
        contact_imports.carry_out(ContactImport.objects.get(), rows=3, by=SYSTEM)


HEAD = "organisation,sector,area,website,every weeks,contact name,job,e-mail,phone,talks\n"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (",voluntary,,,,,,,,", "name of the organisation is missing"),
        ("New,,,,,,,,,", "The sector is missing"),
        ("New,private,,,,,,,,", "is no sector we know"),
        ("New,voluntary,,x y,,,,,,", "website is not an address"),
        ("New,voluntary,,javascript:alert(1),,,,,,", "website is not an address"),
        ("New,voluntary,,,5,,,,,", "4, 8, 13, 26"),
        ("New,voluntary,,,,Wanda,,nowhere,,", "needs an @"),
        ("New,voluntary,,,,Wanda,,,12,", "phone number does not look"),
        ("New,voluntary,,,,Wanda,,,,sings", "is no talks we know"),
        ("New,voluntary,,,,,Adviser,,,", "no contact name"),
        ("bridge street  ADVICE,,,,,,,,,", "is here already"),
        ("Bridge Street Advice,,,,,wanda worker,,,,", "Somebody of this name"),
        ("Bridge Street Advice,,,,,Other,,WANDA@example.org,,", "has this e-mail address"),
        ("=cmd|'/C calc'!A0,voluntary,,,,,,,,", "begins with ="),
        ("New,voluntary,@SUM(A1),,,,,,,", "begins with @"),
        ("New,voluntary,,,,-1+1,,,,", "begins with -"),
        ("'=1+1,voluntary,,,,,,,,", "begins with ="),
        (f"{'x' * 121},voluntary,,,,,,,,", "Too long"),
        (f"{'x' * 300_000},voluntary,,,,,,,,", "300000"),
        ('"New\nline",voluntary,,,,,,,,', "more than one line"),
        ("New,voluntary", "It has 2 columns, and the heading has 10"),
        ("New,voluntary,,,,,,,,,more,more", "It has 12 columns"),
        ('New "old,voluntary,"a"b,,,,,,,', "quotation mark"),
        ('"New,voluntary,,,,,,,,', "quotation mark"),
    ],
    ids=lambda text: text[:40],
)
def test_each_row_that_cannot_be_taken_says_why(office, organisation, nadia, line, words) -> None:
    person(organisation, nadia, email="wanda@example.org")
    page = look(office, f"{HEAD}Good,peer group,,,,,,,,\n{line}\n")
    assert words in page
    assert "Import this row" in page
    assert "1 needs mending" in page


def test_a_row_with_two_mistakes_says_both(office, organisation) -> None:
    page = look(office, f"{HEAD}New,private,,,,Wanda,,nowhere,,\n")
    assert "is no sector we know" in page
    assert "needs an @" in page
    assert "No row can be brought in as it is" in page


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ("NEW,,,,,,,,,", "further up in the file"),
        ("New,statutory,,,,Other,,,,", "has another sector"),
        ("New,,,,,WANDA,,,,", "further up in the file"),
        ("New,,,,,Other,,Wanda@example.org,,", "further up in the file"),
    ],
)
def test_twice_in_the_file(office, second, words) -> None:
    first = "New,voluntary,,,,Wanda,,wanda@example.org,,"
    assert words in look(office, f"{HEAD}{first}\n{second}\n")


def test_a_row_that_cannot_be_taken_blocks_nobody_after_it(office) -> None:
    page = look(
        office, f"{HEAD}New,private,,,,W,,w@example.org,,\nNew,voluntary,,,,W,,w@example.org,,\n"
    )
    assert "Import this row" in page


# -- the file itself ------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_as_spreadsheets_write_it(office, code, mark, end) -> None:
    rows = [
        ["Organisation", " SECTOR ", "Area"],
        ["Café Zoë", "Peer group", '"North, west; south"'],
    ]
    page = look(office, end.join(mark.join(row) for row in rows).encode(code))
    assert "Café Zoë" in page
    assert "North, west; south" in page
    assert "Import this row" in page


def test_windows_1252_and_the_line_that_says_how_it_is_parted(office) -> None:
    page = look(office, "sep=;\r\norganisation;sector\r\nCafé – Zoë;community\r\n".encode("cp1252"))
    assert "Café – Zoë" in page


def test_empty_lines_and_empty_columns_are_read_over(office) -> None:
    page = look(office, "organisation,sector,,\n\nNew,community,,\n,,,\n  ,\n")
    assert "Import this row" in page
    assert "mending" not in page


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "The file is empty"),
        (b" \r\n \r\n", "The file is empty"),
        (b"\xef\xbb\xbf", "The file is empty"),
        (b"PK\x03\x04 a spreadsheet", "Save as CSV"),
        (b"%PDF-1.7", "Save as CSV"),
        (b"organisation\x00,sector", "Save as CSV"),
        (b"\xff\xfe\x00", "Save as CSV"),
        (b"organisation\x81,sector\n", "Save as CSV"),
        (b"organisation,sector\n", "no row beneath it"),
        (b"sep=;", "must name the columns"),
        (b"name,sector\nNew,community\n", "must name the columns"),
        (b"organisation,sector,shoe size\nNew,community,5\n", "do not know the column"),
        (b"organisation,sector,sector\nNew,community,community\n", "is there twice"),
        (b'organisation,"sector\nNew,community\n', "first line is broken"),
        (b"organisation,sector\n" + b"N,community\n" * 5001, "more than 5,000 rows"),
        (b"organisation\n" + b"x" * 1_000_001, "larger than 1 MB"),
    ],
    ids=lambda part: str(part[:30]),
)
def test_what_is_no_table_of_ours_is_not_kept(office, raw, words) -> None:
    page = upload(office, raw)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert not ContactImport.objects.exists()


def test_no_file_at_all(office) -> None:
    assert "Choose a file" in office.post(AT, {"once": "x"}).content.decode()


def test_five_thousand_rows_are_looked_at_and_brought_in(
    office, django_assert_max_num_queries
) -> None:
    lines = "".join(f"Partner {n},community,,,,P,,,,\n" for n in range(5000))
    where = upload(office, HEAD + lines)["Location"]
    with django_assert_max_num_queries(8):
        assert "Import these 5000 rows" in office.get(where).content.decode()
    with django_assert_max_num_queries(200):
        office.post(where, {"rows": 5000})
    assert Organisation.objects.count() == Contact.objects.count() == 5000
    assert SourceCode.objects.values("code").distinct().count() == 5000


# -- between the look and the deed ----------------------------------------------------------------


def test_38_the_file_lies_sealed_and_not_in_the_session(office, organisation) -> None:
    upload(office)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outreach_contactimport")
        lying = str(cursor.fetchall())
    assert "Moor Lane" not in lying
    assert "zoe@" not in lying
    assert not [key for key, value in office.session.items() if "Moor" in str(value)]


def test_35_after_an_hour_the_file_is_gone(office, organisation, frozen) -> None:
    where = upload(office)["Location"]
    frozen.tick(minutes=59)
    assert registry.purges["contact_imports"](frozen.at) == 0
    frozen.tick(minutes=1)
    for went in (office.get(where, follow=True), office.post(where, {"rows": 3}, follow=True)):
        assert "an hour is over" in went.content.decode()
    assert office.get(f"{where}problems.csv").status_code == 302
    assert not Contact.objects.exists()
    assert registry.purges["contact_imports"](frozen.at) == 1
    assert office.get(where).status_code == 404


def test_once_brought_in_the_file_is_gone_at_once(office, organisation) -> None:
    bring_in(office)
    assert ContactImport.objects.get().body == ""


def test_when_the_register_changed_meanwhile_nothing_is_written(
    office, organisation, nadia
) -> None:
    where = upload(office)["Location"]
    person(organisation, nadia, "Olga")
    went = office.post(where, {"rows": 3}, follow=True)
    assert "Something has changed since you looked" in went.content.decode()
    assert Contact.objects.count() == 1
    assert "Import these 2 rows" in went.content.decode()


@pytest.mark.parametrize("rows", ["", "0", "2", "-3", "x", "9" * 30, "３"])
def test_39_a_forged_number_of_rows_writes_nothing(office, organisation, rows) -> None:
    office.post(upload(office)["Location"], {"rows": rows})
    assert not Contact.objects.exists()


def test_a_file_can_be_thrown_away(office, organisation) -> None:
    where = upload(office)["Location"]
    for status in (302, 404):
        assert office.post(f"{where}drop/").status_code == status
    assert not ContactImport.objects.exists()


# -- rows to mend ---------------------------------------------------------------------------------


def test_48_rows_to_mend_come_back_with_nothing_that_runs(office, organisation) -> None:
    bad = f"{HEAD}=1+1,voluntary,,,,+49,,,07700 900123,\nNew,private,,,,Bisi,,,+44 7700 900124,\n"
    where = upload(office, bad)["Location"]
    response = office.get(f"{where}problems.csv")
    text = response.content.decode("utf-8-sig")
    assert response["Content-Type"].startswith("text/csv")
    assert "'=1+1" in text
    assert "'+49" in text
    assert "'+44 7700 900124" in text
    assert "begins with =" in text
    # Mended and chosen again, with the column of remarks still in it.
    mended = (
        text.replace("'=1+1", "Moor Lane").replace("'+49", "Noor").replace("private", "community")
    )
    assert "Import these 2 rows" in look(office, mended)


def test_the_template_can_be_brought_in_as_it_is(office) -> None:
    raw = office.get(f"{AT}template.csv").content
    assert "Import this row" in look(office, raw)


# -- undo -----------------------------------------------------------------------------------------


def undo(office) -> str:
    row = ContactImport.objects.get()
    return office.post(f"{AT}{row.pk}/undo/", follow=True).content.decode()


def test_a_whole_import_is_undone(office, organisation) -> None:
    bring_in(office)
    assert "Undone" in undo(office)
    assert not Contact.objects.exists()
    assert [row.name for row in Organisation.objects.all()] == ["Bridge Street Advice"]
    assert "undone before" in undo(office)
    assert AuditEvent.objects.filter(verb="contact_import.undone").count() == 1


def test_for_seven_days_and_no_longer(office, organisation, frozen) -> None:
    bring_in(office)
    frozen.tick(days=7)
    assert "can no longer be undone" in undo(office)
    assert Contact.objects.count() == 3
    frozen.tick(days=1)
    assert registry.purges["contact_imports"](frozen.at) == 1
    assert Contact.objects.filter(came_with=None).count() == 3


def worked_on(what: str, made: Organisation, by: Actor, group) -> None:
    zoe = made.contacts.order_by("pk").first()
    facts = {name: getattr(zoe, name) for name in contacts.FACTS}
    if what == "entry":
        contact_log.write(made, facts=entry_facts(), by=by)
    elif what == "contact":
        contacts.change(zoe, facts=facts, by=by)
    elif what == "forgotten":
        contacts.forget(zoe, by=by)
    elif what == "added":
        contacts.add(made, facts=facts | {"name": "Later", "email": ""}, by=by)
    elif what == "code":
        from outreach.services import organisations

        organisations.make_code(label="Board", organisation=made, by=by)
    elif what == "worker":
        from outreach.services import organisations

        organisations.invite_worker(made, name="W", email="w@example.org", by=by)
    else:
        introductions.ask(
            name="Bea",
            ref=group.ref,
            reach={"own_contact": True},
            consent_version="keep-1",
            code=made.codes.get().code,
            submit_key="k",
            by=SYSTEM,
        )


@pytest.mark.parametrize(
    "what", ["entry", "contact", "forgotten", "added", "code", "worker", "a woman came"]
)
def test_what_was_worked_on_since_stays(office, organisation, by, group, what) -> None:
    bring_in(office)
    worked_on(what, Organisation.objects.get(name="Moor Lane"), by, group)
    many = Contact.objects.count()
    assert "Somebody has worked on what it brought in" in undo(office)
    assert Contact.objects.count() == many
    assert ContactImport.objects.get().undone_at is None


def test_an_entry_at_an_older_partner_holds_its_new_contact(office, organisation, by) -> None:
    bring_in(office)
    contact_log.write(organisation, facts=entry_facts(contact=organisation.contacts.get()), by=by)
    assert "Somebody has worked on" in undo(office)
    assert dt.date(2026, 12, 1) == organisation.entries.get().happened_on
