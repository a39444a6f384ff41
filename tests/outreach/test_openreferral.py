"""What directories read: the standard's end points, and nothing that could lead to a door or a
woman (safety.md 8, 39, 47, 50, 52)."""

import datetime as dt
import json
import uuid

import jsonschema
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Group
from groups.services import groups as group_services
from groups.services import sessions as session_services
from outreach.openreferral import terms
from outreach.openreferral.ids import uid
from outreach.services import charity as charities
from outreach.services import wordings
from peersupport import clock
from peersupport.actors import SYSTEM, Actor
from tests import builders
from tests.machine import hsds_schemas
from tests.sensitive import words_in

pytestmark = pytest.mark.django_db
AT = "/openreferral/"
SERVICES, PLACES = f"{AT}services", f"{AT}service_at_locations"
LISTS = [SERVICES, PLACES, f"{AT}taxonomies", f"{AT}taxonomy_terms"]
NOBODYS = "0d5c4a4e-6a54-4b1b-9c35-6d4dd3c0a7f1"
HARBOUR = {
    "name": "Harbour Women",
    "about": "We run small groups.",
    "website": "https://harbour.example",
    "number": "SC012345",
    "phone": "+442079460000",
}


def read(client, url: str, **query) -> dict:
    response = client.get(url, query)
    assert response.status_code == 200, response.content
    return response.json()


@pytest.fixture
def charity(db):
    return charities.describe(facts=HARBOUR, by=SYSTEM)


@pytest.fixture
def weekly(group, clock_at):
    """``group`` meets on four Thursdays from half past ten, two hours each."""
    clock_at(2026, 11, 24, 9)
    for week in range(4):
        day = dt.date(2026, 11, 26) + dt.timedelta(weeks=week)
        session_services.plan(group=group, day=day, wall=dt.time(10, 30), minutes=120, by=SYSTEM)
    return group


def one(client, group) -> dict:
    return read(client, f"{SERVICES}/{uid('service', group.ref)}")


# -- against what is published --------------------------------------------------------------------


def schema(name: str) -> jsonschema.Draft202012Validator:
    place = hsds_schemas()
    assert place
    described = json.loads((place / "openapi.json").read_text())["jsonSchemaDialect"]
    assert described == jsonschema.Draft202012Validator.META_SCHEMA["$id"]
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    found = json.loads((place / name).read_text())
    return jsonschema.Draft202012Validator(found, format_checker=checker)


@pytest.mark.hsds
def test_services_are_as_the_published_schemas_say(stranger, weekly, other_group, charity) -> None:
    group_services.set_state(other_group, "paused", by=SYSTEM)
    in_list, whole = schema("service_list.json"), schema("service.json")
    organization, of_list = schema("organization.json"), schema("organization_list.json")
    for found in read(stranger, SERVICES)["contents"]:
        in_list.validate(found)
        of_list.validate(found["organization"])
    for found in read(stranger, SERVICES, full="true")["contents"]:
        whole.validate(found)
        organization.validate(found["organization"])
    for group in (weekly, other_group):
        whole.validate(one(stranger, group))
        # The standard asks for the whole service's schema at this end point too.
        whole.validate(read(stranger, f"{PLACES}/{uid('place', group.ref)}"))


@pytest.mark.hsds
def test_the_schemas_would_find_a_fault(stranger, weekly) -> None:
    found = one(stranger, weekly)
    whole = schema("service.json")
    for wrong in ({"status": "busy"}, {"id": 7}, {"schedules": [{"freq": "WEEKLY"}]}):
        with pytest.raises(jsonschema.ValidationError):
            whole.validate(found | wrong)


@pytest.mark.hsds
def test_each_end_point_of_the_standard_is_there(stranger, weekly) -> None:
    place = hsds_schemas()
    assert place
    paths = json.loads((place / "openapi.json").read_text())["paths"]
    ids = {
        "services": uid("service", weekly.ref),
        "service_at_locations": uid("place", weekly.ref),
        "taxonomies": terms.KIND.taxonomy_id,
        "taxonomy_terms": terms.KIND.id,
    }
    for path in paths:
        kind = path.strip("/").partition("/")[0]
        url = AT + path.strip("/").replace("{id}", ids.get(kind, ""))
        said = stranger.get(url)
        assert (said.status_code, said["Content-Type"]) == (200, "application/json"), path


# -- our own checks of what has no schema there ---------------------------------------------------


def test_front_says_what_this_is(stranger) -> None:
    said = read(stranger, AT)
    assert said["version"].startswith("HSDS-UK-3")
    assert all(said[name].startswith("https://") for name in ("profile", "openapi_url"))


@pytest.mark.parametrize("url", LISTS)
def test_a_list_says_which_page_it_is(stranger, weekly, url) -> None:
    said = read(stranger, url, per_page="1")
    total = said["total_items"]
    assert total >= 1
    assert said["total_pages"] == total
    assert (said["page_number"], said["size"], len(said["contents"])) == (1, 1, 1)
    assert (said["first_page"], said["last_page"], said["empty"]) == (True, total == 1, False)
    beyond = read(stranger, url, page=str(total + 1), per_page="1")
    assert (beyond["empty"], beyond["contents"], beyond["last_page"]) == (True, [], True)


def test_pages_follow_each_other_without_a_gap(stranger, group) -> None:
    for number in range(4):
        builders.group(f"Group {number}")
    pages = [read(stranger, SERVICES, page=str(n), per_page="2")["contents"] for n in (1, 2, 3)]
    names = [found["name"] for page in pages for found in page]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert names == ["Group 0", "Group 1", "Group 2", "Group 3", group.name]


@pytest.mark.parametrize("wanted", ["taxonomies", "taxonomy_terms"])
def test_words_and_their_lists_name_each_other(stranger, wanted) -> None:
    listed = read(stranger, f"{AT}{wanted}")["contents"]
    for found in listed:
        assert read(stranger, f"{AT}{wanted}/{found['id']}") == found
        assert {"id", "name", "description"} <= set(found)
    parents = {found["id"] for found in read(stranger, f"{AT}taxonomies")["contents"]}
    assert {term.taxonomy_id for term in terms.TERMS} == parents


def test_a_place_names_its_service_and_a_service_its_place(stranger, weekly) -> None:
    [listed] = read(stranger, PLACES)["contents"]
    [nested] = one(stranger, weekly)["service_at_locations"]
    assert listed == nested
    whole = read(stranger, f"{PLACES}/{listed['id']}")
    assert whole["service"] == one(stranger, weekly)
    assert whole["location"]["id"] == whole["location_id"] == listed["location_id"]


# -- what it says, and what never -----------------------------------------------------------------


def test_the_area_and_never_the_place_nor_a_person(stranger, weekly, ruth, nadia, charity) -> None:
    """Nobody can wait at a door that no directory names (safety.md 8, 52)."""
    hidden = {"how_to_find": "Past the bakery", "door_looks": "A yellow door"}
    Group.objects.filter(pk=weekly.pk).update(**hidden)
    builders.place(weekly, "Adaeze")
    weekly.sessions.update(venue_name="The annexe", venue_address="9 Mill Lane", led_by=ruth)
    secrets = [weekly.venue_name, weekly.venue_address, *hidden.values()]
    secrets += ["annexe", "Mill Lane", "Ruth", "Nadia", "Adaeze", "latitude", "postal_code"]
    said = [stranger.get(url, {"full": "true"}).content.decode() for url in LISTS]
    said.append(json.dumps(one(stranger, weekly)))
    assert weekly.area in said[0] + said[1]
    assert [secret for secret in secrets if any(secret in text for text in said)] == []
    found = one(stranger, weekly)
    assert found["contacts"] == []
    assert [phone["number"] for phone in found["phones"]] == [HARBOUR["phone"]]


def test_ids_say_nothing_and_stay(stranger, weekly) -> None:
    """No key of ours in any id or address, and no word that tells (safety.md 50)."""
    found = one(stranger, weekly)
    assert uuid.UUID(found["id"]).version == 5
    assert found["id"] == uid("service", weekly.ref)
    group_services.edit(weekly, facts={"name": "Another name"}, by=SYSTEM)
    assert one(stranger, weekly)["id"] == found["id"]
    addresses = [*LISTS, found["url"], f"{SERVICES}/{found['id']}"]
    assert [words_in(url.replace("testserver", "")) for url in addresses] == [[]] * len(addresses)


def test_she_decides_if_it_fits_her(stranger, group) -> None:
    found = one(stranger, group)
    assert found["eligibility_description"] == group.who_for
    assert "decides herself" in found["description"]
    assert "minimum_age" not in found


def test_who_runs_it(stranger, group, charity) -> None:
    said = one(stranger, group)["organization"]
    assert (said["name"], said["website"]) == (HARBOUR["name"], HARBOUR["website"])
    [number] = said["organization_identifiers"]
    assert (number["identifier_scheme"], number["identifier"]) == ("GB-SC", "SC012345")


def test_who_runs_it_before_anybody_has_said_so(stranger, group) -> None:
    found = one(stranger, group)
    assert found["organization"]["name"] == "testserver"
    assert found["phones"] == []


def test_room_is_an_attribute_and_a_paused_group_says_so(stranger, group) -> None:
    assert room(one(stranger, group)) == ["Open"]
    group_services.set_state(group, "paused", by=SYSTEM)
    found = one(stranger, group)
    assert room(found) == ["Paused"]
    assert found["status"] == "temporarily closed"
    assert "pause" in found["alert"]


def test_a_full_group_has_a_line(stranger, group, other_group) -> None:
    """As the public page says it: she may ask, and waits (safety.md 27: no number of women)."""
    Group.objects.filter(pk=group.pk).update(places=1)
    builders.place(group, "Bea")
    found = one(stranger, group)
    assert room(found) == ["Waiting list"]
    assert found["status"] == "active"
    assert found["alert"].startswith("Full just now.")
    for term, names in (("waiting_list", [group.name]), ("open", [other_group.name])):
        listed = read(stranger, SERVICES, taxonomy_term_id=terms.CAPACITY[term].id)
        assert [row["name"] for row in listed["contents"]] == names
        assert listed["total_items"] == 1


def test_languages_are_english_and_those_it_words_its_paper_in(
    stranger, group, nadia, clock_at
) -> None:
    """Only words that somebody who reads the language has checked count."""
    wording = builders.wording(group, "ur")
    assert [line["code"] for line in one(stranger, group)["languages"]] == ["en"]
    since = clock.now() + dt.timedelta(minutes=1)
    clock_at(since + dt.timedelta(hours=1))
    wordings.check(wording, read=wording.changed_at.isoformat(), by=Actor.of_user(nadia))
    found = one(stranger, group)["languages"]
    assert [(line["code"], line["name"]) for line in found] == [("en", "English"), ("ur", "Urdu")]
    assert read(stranger, SERVICES, modified_after=since.isoformat())["total_items"] == 1


def room(found: dict) -> list[str]:
    linked = [line for line in found["attributes"] if line["link_type"] == "capacity"]
    assert [line["link_id"] for line in linked] == [found["id"]] * len(linked)
    return [line["taxonomy_term"]["name"] for line in linked]


def test_the_day_it_was_last_checked(stranger, group, clock_at) -> None:
    Group.objects.update(checked_on=None)
    assert "assured_date" not in one(stranger, group)
    clock_at(2026, 11, 24, 15)
    group_services.confirm_facts(group, by=SYSTEM)
    assert one(stranger, group)["assured_date"] == "2026-11-24"


def test_a_closed_group_is_gone(stranger, group) -> None:
    url = f"{SERVICES}/{uid('service', group.ref)}"
    group_services.set_state(group, "closed", by=SYSTEM)
    assert read(stranger, SERVICES)["empty"]
    assert stranger.get(url).status_code == 404


# -- refusals, keepers, the way it travels --------------------------------------------------------


@pytest.mark.parametrize(
    "url", [f"{at}/{given}" for at in LISTS for given in ("7", NOBODYS, "x'; --")]
)
def test_an_id_that_nobody_has(stranger, group, url) -> None:
    response = stranger.get(url)
    assert response.status_code == 404
    assert "no longer listed" in response.json()["error"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("page", wrong) for wrong in ("0", "-1", "two", "1.5", "²", "9" * 40)),
        *(("per_page", wrong) for wrong in ("0", "101", "all")),
        ("start_time", "teatime"),
        ("end_time", "25:00"),
        ("day", "someday"),
        ("modified_after", "yesterday"),
        ("modified_after", "0001-01-01T00:00:00+10:00"),
        ("minimum_age", "old"),
        ("full", "perhaps"),
        ("search", "a\0b"),
        ("search", "x" * 101),
        ("postcode", "LS1 1AA"),
        ("format", "ndjson"),
    ],
)
@pytest.mark.parametrize("url", [SERVICES, PLACES])
def test_what_cannot_be_read_is_refused_in_a_sentence(stranger, group, url, name, value) -> None:
    response = stranger.get(url, {name: value})
    assert response.status_code == 400
    sentence = response.json()["error"]
    assert sentence.endswith((".", "=Leeds."))
    assert len(sentence.split()) > 4


def test_it_can_only_be_read(stranger, client_for, nadia, group) -> None:
    for method in ("post", "put", "patch", "delete"):
        response = getattr(stranger, method)(SERVICES)
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD, OPTIONS"
        assert "GET" in response.json()["error"]
    assert stranger.head(SERVICES).status_code == 200


def test_it_is_the_same_for_everybody(stranger, client_for, nadia, weekly) -> None:
    signed_in = client_for(nadia).get(SERVICES, {"full": "true"})
    assert signed_in.content == stranger.get(SERVICES, {"full": "true"}).content


def test_pages_elsewhere_may_read_it_and_no_cookie_is_set(stranger, group) -> None:
    for url in (*LISTS, f"{SERVICES}/none", f"{SERVICES}?page=0"):
        response = stranger.get(url)
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response
        assert response.cookies == {}
        assert "script-src 'self'" in response["Content-Security-Policy"]
    assert stranger.options(SERVICES).status_code == 204


def test_what_has_not_changed_is_not_sent_again(stranger, group) -> None:
    first = stranger.get(SERVICES)
    assert first["Cache-Control"] == "public, max-age=600"
    again = stranger.get(SERVICES, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    group_services.edit(group, facts={"who_for": "Anyone at all."}, by=SYSTEM)
    changed = stranger.get(SERVICES, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_a_refusal_is_not_kept(stranger, group) -> None:
    assert "no-store" in stranger.get(SERVICES, {"page": "0"})["Cache-Control"]


def test_a_robot_is_asked_to_wait(stranger, group, monkeypatch) -> None:
    monkeypatch.setattr("outreach.views.openreferral.MOST_A_MINUTE", 2)
    assert [stranger.get(AT).status_code for _ in range(2)] == [200, 200]
    slowed = stranger.get(AT)
    assert (slowed.status_code, slowed["Retry-After"]) == (429, "60")
    assert stranger.get("/help-now/").status_code == 200


@pytest.mark.parametrize("url", [SERVICES, f"{SERVICES}?full=true", PLACES, f"{PLACES}?full=true"])
def test_a_list_costs_the_same_for_one_three_and_fifty(stranger, weekly, charity, url) -> None:
    Group.objects.update(places=40)
    costs = []
    for many in (1, 3, 50):
        for number in range(Group.objects.count(), many):
            more = builders.group(f"Group {number}", places=number % 3 or None)
            builders.wording(more, "pl")
        with CaptureQueriesContext(connection) as seen:
            assert len(read(stranger, url)["contents"]) == many
        costs.append(len(seen))
    assert len(set(costs)) == 1
    assert costs[0] <= 8
