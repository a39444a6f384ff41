"""The same sheets as PDF: sizes, pages, tags, no network, and what happens without Pango."""

import io

import pypdf
import pytest

from groups.models import Group
from outreach import materials
from outreach.materials import KINDS, papers, pdf
from outreach.services import organisations, wordings
from outreach.views import materials as views
from peersupport import clock
from peersupport.actors import SYSTEM, Actor
from tests import builders

pytestmark = pytest.mark.django_db
AT = "/dashboard/materials/"
# Millimetres, as they lie on the table.
SIZES = {
    "poster-a4": (210, 297),
    "poster-a3": (297, 420),
    "leaflet-a5": (148, 210),
    "leaflet-a4": (297, 210),
    "cards": (210, 297),
    "text": (210, 297),
    "talk": (105, 148),
}
ARABIC = {
    "title": "أهلاً بكِ هنا",
    "lines": "أنتِ من يقرر. لا أحد يختبركِ.\nلا تحتاجين إلى رسالة من الطبيب.",
    "paused": "نأخذ استراحة الآن.",
    "full": "هناك قائمة انتظار.",
    "scan": "امسحي هذا بالهاتف",
    "card": "وقت لكِ.",
    "card_wait": "",
}
needs_pango = pytest.mark.skipif(not pdf.is_here(), reason="Pango is not on this machine")


@pytest.fixture
def office(nadia, client_for):
    return client_for(nadia)


@pytest.fixture
def poster(db):
    return organisations.make_code(label="Library poster", organisation=None, by=SYSTEM)


@pytest.fixture
def arabic(group, nadia):
    by = Actor.of_user(nadia)
    row = wordings.write(group_id=group.pk, language="ar", words=ARABIC, by=by)
    wordings.check(row, read=row.changed_at.isoformat(), by=by)
    return row


def read(response) -> pypdf.PdfReader:
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return pypdf.PdfReader(io.BytesIO(response.content))


def millimetres(page) -> tuple[int, int]:
    return tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:])


def text_of(made: pypdf.PdfReader) -> str:
    """All its words, with the ends of lines taken out: an address may run over one."""
    return "".join("".join(page.extract_text().split()) for page in made.pages)


@needs_pango
@pytest.mark.parametrize("kind", SIZES)
def test_each_has_its_size_its_pages_and_its_tags(office, group, poster, kind) -> None:
    response = office.get(f"{AT}{kind}/pdf/", {"group": group.ref})
    made = read(response)
    known = KINDS.get(kind, materials.TALK)
    assert {millimetres(page) for page in made.pages} == {SIZES[kind]}
    assert len(made.pages) == known.pages
    root = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert made.metadata.title == known.name
    assert response["Content-Disposition"] == f'attachment; filename="{kind}.pdf"'
    assert "no-store" in response["Cache-Control"]
    if kind != "talk":
        assert f"testserver/c/{poster.code}/" in text_of(made)


@needs_pango
@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_words_still_fit(office, poster, nadia, kind) -> None:
    """All fields as long as they can be, in the widest letters: the same pages, nothing lost."""
    words = "Wonderful " * 200
    made = builders.group(
        words[:80].strip(),
        who_for=words[:200].strip(),
        area=words[:80].strip(),
        about=words[:1500].strip(),
    )
    Group.objects.filter(pk=made.pk).update(state="paused")
    found = read(office.get(f"{AT}{kind}/pdf/", {"group": made.ref}))
    assert len(found.pages) == KINDS[kind].pages
    said = text_of(found)
    assert f"testserver/c/{poster.code}/" in said
    assert "Printed" in said
    if kind.startswith("leaflet"):
        assert said.count("Wonderful") >= 8 + 20 + 8 + 150
    _all_inside(found)


def spots(page) -> list[tuple[float, float, str]]:
    """Where each run of letters begins, in millimetres from the lower left corner."""
    found: list[tuple[float, float, str]] = []

    def note(text, outer, inner, *more) -> None:
        if text.strip():
            x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
            y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
            found.append((x / 72 * 25.4, y / 72 * 25.4, text.strip()))

    page.extract_text(visitor_text=note)
    return found


def _all_inside(made: pypdf.PdfReader) -> None:
    for page in made.pages:
        width, height = millimetres(page)
        here = spots(page)
        assert here
        assert all(0 < x < width and 0 < y < height for x, y, _ in here)


@needs_pango
@pytest.mark.parametrize("site", ["https://us.uk", "https://www.north-harbour-evenings.org.uk"])
@pytest.mark.parametrize("said", ["", "W" * 8 + " " + "mmmmm mmmmm " * 4])
def test_ten_cards_each_within_its_own_edges(settings, office, group, nadia, poster, site, said):
    """85 by 55 millimetres, five rows from 11 millimetres under the top: no line of a card comes
    nearer than 1.5 millimetres to its lower edge, with the longest words and a long address."""
    settings.SITE_URL = site
    ask = {"group": group.ref}
    if said:
        by, words = Actor.of_user(nadia), ARABIC | {"card": said[:60], "scan": said[:60]}
        row = wordings.write(group_id=group.pk, language="cy", words=words, by=by)
        wordings.check(row, read=row.changed_at.isoformat(), by=by)
        ask["language"] = "cy"
    (page,) = read(office.get(f"{AT}cards/pdf/", ask)).pages
    lines = [(x, y) for x, y, text in spots(page) if 297 - 11 - y < 275]
    assert len(lines) >= 20
    for x, y in lines:
        down = (297 - 11 - y) % 55
        across = (x - 20) % 85
        assert 3 < down < 53.5, (down, x, y)
        assert 4 < across < 80, (across, x, y)


@needs_pango
@pytest.mark.parametrize("kind", KINDS)
def test_many_groups_on_one_sheet(office, poster, kind) -> None:
    for number in range(papers.GROUPS_SHOWN + 3):
        builders.group(f"Number {number} by the old harbour wall", who_for="Anyone at all. " * 13)
    assert len(read(office.get(f"{AT}{kind}/pdf/")).pages) == KINDS[kind].pages


@needs_pango
@pytest.mark.parametrize("kind", KINDS)
def test_32_a_sheet_in_arabic(office, group, poster, arabic, kind) -> None:
    made = read(office.get(f"{AT}{kind}/pdf/", {"group": group.ref, "language": "ar"}))
    root = made.trailer["/Root"]
    assert root["/Lang"] == "ar"
    assert len(made.pages) == KINDS[kind].pages
    assert f"/c/{poster.code}/" in text_of(made)


@needs_pango
def test_a_second_press_costs_nothing_and_gives_the_same(
    frozen, office, group, poster, monkeypatch
) -> None:
    first = office.get(f"{AT}cards/pdf/", {"group": group.ref})
    monkeypatch.setattr(pdf, "make", None)
    assert office.get(f"{AT}cards/pdf/", {"group": group.ref}).content == first.content


@needs_pango
def test_what_changed_is_made_anew(office, group, poster) -> None:
    ask = {"group": group.ref}
    before = read(office.get(f"{AT}poster-a4/pdf/", ask))
    Group.objects.filter(pk=group.pk).update(state="paused")
    after = read(office.get(f"{AT}poster-a4/pdf/", ask))
    assert "Pausedjustnow" not in text_of(before)
    assert "Pausedjustnow" in text_of(after)


@needs_pango
def test_47_a_tripped_limit_says_so_and_the_print_page_still_works(
    office, group, poster, monkeypatch
) -> None:
    monkeypatch.setattr(views, "MADE_AN_HOUR", 1)
    read(office.get(f"{AT}cards/pdf/", {"group": group.ref}))
    slow = office.get(f"{AT}text/pdf/", {"group": group.ref})
    assert slow.status_code == 429
    assert "The print pages still work" in slow.content.decode()
    assert office.get(f"{AT}text/", {"group": group.ref}).status_code == 200
    # What is kept is not counted.
    read(office.get(f"{AT}cards/pdf/", {"group": group.ref}))


@needs_pango
def test_nothing_is_fetched_but_our_own_files(poster, monkeypatch, tmp_path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("p::before { content: 'leaked' }")
    html = (
        '<html lang="en"><title>x</title>'
        f'<link rel="stylesheet" href="file://{secret}">'
        '<link rel="stylesheet" href="http://testserver/static/../manage.py">'
        '<img alt="x" src="http://127.0.0.1:9/x.png"><p>kept</p></html>'
    )
    asked = []
    real = pdf.static_file

    def noted(url: str):
        asked.append((url, real(url)))
        return real(url)

    monkeypatch.setattr(pdf, "static_file", noted)
    said = text_of(pypdf.PdfReader(io.BytesIO(pdf.make(lambda _: html, key="k", pages=1))))
    assert "kept" in said
    assert "leaked" not in said
    assert len(asked) >= 2
    assert {path for _, path in asked} == {None}


@pytest.mark.parametrize(
    "url",
    [
        "http://testserver/static/../manage.py",
        "http://testserver/static/%2e%2e/manage.py",
        "http://testserver/static//etc/passwd",
        "http://testserver/static/css",
        "http://testserver/static/css/none.css",
        "http://testserver.example.org/static/css/print.css",
        "http://testserver/media/x",
        "https://example.org/static/css/print.css",
        "file:///etc/passwd",
        "data:text/css,p{}",
    ],
)
def test_addresses_that_are_not_ours_open_nothing(url) -> None:
    assert pdf.static_file(url) is None


def test_our_own_style_sheet_opens() -> None:
    found = pdf.static_file("http://testserver/static/css/print.css?v=2")
    assert found is not None
    assert found.name == "print.css"


@pytest.fixture
def without_pango(monkeypatch):
    """A machine on which the library does not load."""

    def gone(name: str):
        raise OSError("cannot load library 'libpango'")

    monkeypatch.setattr(pdf, "import_module", gone)
    pdf._library.cache_clear()
    yield
    pdf._library.cache_clear()


def test_without_pango_it_says_so_and_the_print_page_does_the_job(
    without_pango, office, group, poster
) -> None:
    chooser = office.get(AT, {"group": group.ref}).content.decode()
    assert "PDFs cannot be made here just now" in chooser
    assert "/pdf/" not in chooser
    for path in ("poster-a4/", "poster-a4/pdf/", "talk/", "talk/pdf/"):
        page = office.get(f"{AT}{path}", {"group": group.ref})
        assert page.status_code == 200
        assert page["Content-Type"].startswith("text/html")
        assert "Print this page instead" in page.content.decode()
    with pytest.raises(pdf.NotHere):
        pdf.make(lambda _: "", key="k", pages=1)


def test_no_personal_value_is_in_what_is_kept(office, nadia, group, poster) -> None:
    choice = materials.choose(materials.on_offer(Actor.of_user(nadia)), {"group": group.ref})
    offer = materials.on_offer(Actor.of_user(nadia))
    paper = papers.paper(KINDS["poster-a4"], choice, offer, clock.now())
    drawn = views._draw(paper, 0)
    for personal in (nadia.name, nadia.email, "csrf"):
        assert personal not in drawn
    assert pdf.key_of(drawn).startswith("paper:")
