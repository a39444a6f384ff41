"""Outreach as a coordinator sees it on a phone and on a screen, light and dark (safety.md 30)."""

import pytest
from django.conf import settings

from outreach.models import ContactEntry
from outreach.services import contact_imports
from peersupport.actors import Actor
from tests.outreach.outreach_builders import good_turn, logged, person

pytest_plugins = ["tests.browsing"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
AT = "/dashboard/outreach/"
FILE = b"organisation,sector\nMoor Lane,community\n=1+1,voluntary\n"


@pytest.fixture
def signed_in(tabs, site, client_for, nadia):
    cookie = client_for(nadia).cookies[settings.SESSION_COOKIE_NAME].value

    def open_tab(**options):
        tab = tabs(**options)
        tab.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}]
        )
        return tab

    return open_tab


@pytest.fixture
def places(organisation, nadia) -> list[str]:
    contact = person(organisation, nadia, email="wanda@example.org", phone="+447700900123")
    organisation.every_weeks = 4
    organisation.save()
    logged(organisation, nadia, days=40, contact=contact, said="All are welcome.", reached=5)
    good_turn(organisation, nadia)
    look = contact_imports.keep(FILE, by=Actor.of_user(nadia))
    one = organisation.pk
    return [
        *("", "log/", "year/", "export/", "import/", f"import/{look.pk}/"),
        *(f"{one}/", f"{one}/about/", f"{one}/year/", f"{one}/entries/add/"),
        *(f"contacts/{contact.pk}/", f"contacts/{contact.pk}/hand-over/"),
    ]


def test_30_axe_finds_nothing_and_nothing_is_wider_than_a_phone(places, site, signed_in) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for scheme in ("light", "dark"):
        tab = signed_in(viewport={"width": 320, "height": 568}, color_scheme=scheme)
        for place in places:
            tab.goto(f"{site}{AT}{place}")
            wide = tab.evaluate("document.documentElement.scrollWidth")
            assert wide <= 320, (place, wide)
            found = Axe().run(tab, options=RULES)
            assert found.violations_count == 0, (place, scheme, found.generate_report())


def test_two_taps_write_down_a_call_without_script(organisation, site, signed_in) -> None:
    tab = signed_in(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    tab.goto(f"{site}{AT}")
    tab.click(f"text={organisation.name}")
    tab.click("text=We spoke today")
    assert "Phone call, today: written down." in tab.inner_text("main")
    tab.reload()
    assert ContactEntry.objects.count() == 1
