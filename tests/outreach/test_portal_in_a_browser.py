"""The portal and what stands around it, on a phone, light and dark (safety.md 30)."""

import pytest
from django.conf import settings

from agreements.models.agreement import TheCharity
from agreements.services import drafts, versions
from outreach.models import Introduction, Worker
from outreach.services import askings, organisations, proposals
from peersupport import clock, links
from peersupport.actors import SYSTEM, Actor
from peersupport.services import duties

pytest_plugins = ["tests.browsing"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
PORTAL = [
    *("/portal/", "/portal/promise/", "/portal/introduce/", "/portal/asked/"),
    *("/portal/colleague/", "/portal/by-mail/", "/portal/form/"),
]


@pytest.fixture
def signed_in(tabs, site, client_for):
    def open_tab(person, **options):
        cookie = client_for(person).cookies[settings.SESSION_COOKIE_NAME].value
        tab = tabs(**options)
        tab.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}]
        )
        return tab

    return open_tab


@pytest.fixture
def everything(organisation, worker, group, ruth, nadia) -> list[str]:
    """A promise in force, a lapsed worker, a colleague proposed, somebody who asked; and the pages
    on which a coordinator sees all that."""
    by = Actor.of_user(nadia)
    draft = drafts.start(TheCharity(), by=by)
    drafts.tell_how(draft, discussed_with="Us", discussed_on=clock.today(), by=by)
    versions.publish(draft, by=by)
    drafts.start(TheCharity(), by=by)
    Worker.objects.update(confirmed_on=clock.today().replace(year=2020, day=1))
    organisations.make_code(label="Everyday code", organisation=organisation, by=by)
    proposals.propose(worker, name="Wendy Wren", email="wendy@example.org", by=SYSTEM)
    askings.tell("police", caller_name="Larch", by=Actor.of_user(worker.user))
    duties.give(nadia, "safeguarding_lead", by=SYSTEM)
    duties.give(ruth, "safeguarding_deputy", by=SYSTEM)
    agreement = "/dashboard/agreements/promise/"
    return [
        *("/dashboard/", "/dashboard/asked/", "/dashboard/people/"),
        f"/dashboard/organisations/{organisation.pk}/",
        *(agreement, f"{agreement}2/edit/", f"{agreement}2/clauses/add/", f"{agreement}1/"),
    ]


def test_30_axe_finds_nothing_and_nothing_is_wider_than_a_phone(
    everything, site, signed_in, pat, nadia
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for scheme in ("light", "dark"):
        for person, places in ((pat, PORTAL), (nadia, everything)):
            size = {"width": 320, "height": 568}
            tab = signed_in(person, viewport=size, color_scheme=scheme)
            for place in places:
                tab.goto(site + place)
                tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
                wide = tab.evaluate("document.documentElement.scrollWidth")
                assert wide <= 320, (place, wide)
                found = Axe().run(tab, options=RULES)
                assert found.violations_count == 0, (place, scheme, found.generate_report())


def test_by_the_mailed_link_on_a_phone_without_script(worker, group, site, tabs) -> None:
    """In one minute: the link, one button, six answers, Send, one word."""
    token = links.mint("introduce", worker.subject, by=SYSTEM, lifetime=None, single_use=False)
    tab = tabs(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    tab.goto(f"{site}/l/{token}/")
    tab.click("text=Open")
    tab.check("[name=she_knows]")
    tab.fill("[name=name]", "Łucja")
    tab.check(f"[name=group][value={group.ref}]")
    tab.check("[name=own_contact]")
    tab.check("[name=keep]")
    tab.click("main >> text=Send >> nth=-1")
    row = Introduction.objects.get()
    assert (row.name, row.worker) == ("Łucja", worker)
    assert row.slip.word in tab.inner_text("main")
    assert "Łucja" not in tab.inner_text("main")
