"""The promise of a partner worker: versioned, asked anew, and in no woman's way (safety.md 40, 44)."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from agreements import queries as agreements
from agreements.models import Agreement, Clause, Version
from agreements.models.agreement import TheCharity
from agreements.services import clauses, drafts, versions
from outreach.models import Introduction, PromiseAcceptance, SourceCode, Worker
from outreach.services import organisations, promise
from peersupport import clock
from peersupport.actors import SYSTEM, Actor
from peersupport.models import AuditEvent
from tests import builders
from tests.outreach.conftest import BY_PHONE

pytestmark = pytest.mark.django_db
FIRST_WORDS = "I tell every woman about the groups."


@pytest.fixture
def publish(nadia):
    """``publish()`` the next version; from the second on with one clause more."""
    by = Actor.of_user(nadia)

    def next_version() -> Version:
        draft = drafts.start(TheCharity(), by=by)
        if draft.number > 1:
            clauses.add(draft, words=f"New in {draft.number}.", by=by)
        how = {"discussed_with": "Three partners", "discussed_on": clock.today()}
        drafts.tell_how(draft, **how, changes="One clause more", by=by)
        return versions.publish(draft, by=by)

    return next_version


@pytest.fixture
def at_work(pat, client_for):
    """Pat's browser."""
    return client_for(pat)


@pytest.fixture
def form(group) -> dict:
    return BY_PHONE | {
        "once": "key-1",
        "she_knows": "on",
        "name": "Zuzanna",
        "group": group.ref,
        "keep": "on",
    }


def page(client, path: str = "/portal/") -> str:
    return client.get(path).content.decode()


def agree(client, version: Version):
    return client.post("/portal/promise/", {"version": version.pk}, follow=True)


# -- asked first ------------------------------------------------------------------------------------


def test_without_a_published_promise_nothing_is_asked(at_work, nadia, form) -> None:
    drafts.start(TheCharity(), by=Actor.of_user(nadia))
    assert "First, the promise" not in page(at_work)
    at_work.post("/portal/introduce/", form)
    assert Introduction.objects.count() == 1


def test_she_reads_it_agrees_with_one_tap_and_introduces(at_work, publish, worker, form) -> None:
    version = publish()
    assert FIRST_WORDS in page(at_work)
    assert at_work.get("/portal/introduce/")["Location"] == "/portal/"
    agree(at_work, version)
    row = PromiseAcceptance.objects.get()
    assert (row.worker, row.version_id) == (worker, version.pk)
    assert AuditEvent.objects.get(verb="promise.agreed").reason == "version-1"
    assert FIRST_WORDS not in page(at_work)
    assert "You agreed to this on" in page(at_work, "/portal/promise/")
    at_work.post("/portal/introduce/", form)
    assert Introduction.objects.count() == 1


def test_a_new_version_asks_again_and_says_what_is_new(at_work, publish) -> None:
    agree(at_work, publish())
    second = publish()
    said = page(at_work)
    assert "The promise has changed" in said
    assert "One clause more" in said
    assert "New in 2." in said
    agree(at_work, second)
    assert "The promise has changed" not in page(at_work)
    assert PromiseAcceptance.objects.count() == 2


def test_44_she_agrees_to_no_word_that_she_has_not_seen(at_work, publish) -> None:
    old = publish()
    publish()
    said = agree(at_work, old).content.decode()
    assert "There are newer words now" in said
    assert not PromiseAcceptance.objects.exists()


@pytest.mark.parametrize("said", ["", "x", "0", "999999", "²"])
def test_a_forged_version_is_no_yes(at_work, publish, said) -> None:
    publish()
    assert at_work.post("/portal/promise/", {"version": said}).status_code == 302
    assert not PromiseAcceptance.objects.exists()


def test_a_groups_version_is_no_promise(at_work, publish, by_ruth, group) -> None:
    draft = drafts.start(group, by=by_ruth)
    drafts.tell_how(draft, discussed_with="Us", discussed_on=clock.today(), by=by_ruth)
    agree(at_work, versions.publish(draft, by=by_ruth))
    publish()
    agree(at_work, agreements.version_in_force(group.pk))
    assert not PromiseAcceptance.objects.exists()


def test_pressed_twice_it_is_one_yes(at_work, publish) -> None:
    version = publish()
    assert agree(at_work, version).status_code == agree(at_work, version).status_code == 200
    assert PromiseAcceptance.objects.count() == 1
    assert AuditEvent.objects.filter(verb="promise.agreed").count() == 1


def test_a_colleagues_yes_is_not_hers(at_work, publish, organisation, client_for) -> None:
    agree(at_work, publish())
    colleague = builders.user("Col League", "partner_worker")
    Worker.objects.create(user=colleague, organisation=organisation)
    assert "First, the promise" in page(client_for(colleague))


# -- and no woman waits for it ----------------------------------------------------------------------


def test_40_code_and_words_to_say_stay_where_they_are(
    at_work, publish, organisation, stranger
) -> None:
    code = SourceCode.objects.create(organisation=organisation, label="Everyday code")
    publish()
    assert f"/c/{code.code}/" in page(at_work)
    assert "We never say who comes" in page(at_work, "/portal/asked/")
    assert stranger.get(f"/c/{code.code}/")["Location"] == "/join/"


def test_40_what_she_introduced_before_stays(at_work, introduced, publish) -> None:
    row = introduced("Zuzanna")
    publish()
    row.refresh_from_db()
    assert (row.name, row.closed_at) == ("Zuzanna", None)
    assert "received" in page(at_work)


def test_published_while_she_writes_nothing_is_lost(at_work, publish, form, worker) -> None:
    at_work.get("/portal/introduce/")
    version = publish()
    shown = at_work.post("/portal/introduce/", form).content.decode()
    assert "Read the promise and tick this" in shown
    assert FIRST_WORDS in shown
    assert "Zuzanna" in shown
    assert not Introduction.objects.exists()
    assert not PromiseAcceptance.objects.exists()
    more = {"promise": "on", "promise_version": version.pk}
    at_work.post("/portal/introduce/", form | more)
    assert Introduction.objects.get().worker == worker
    assert PromiseAcceptance.objects.get().version_id == version.pk


def test_44_a_tick_for_older_words_does_not_count(at_work, publish, form) -> None:
    old, new = publish(), publish()
    more = {"promise": "on", "promise_version": old.pk}
    shown = at_work.post("/portal/introduce/", form | more).content.decode()
    assert "There are newer words now" in shown
    assert f'name="promise_version" value="{new.pk}"' in shown
    assert not PromiseAcceptance.objects.exists()


def test_what_cannot_be_introduced_leaves_no_yes_behind(worker, publish, group) -> None:
    """One transaction: a worker who has faded and ticks only the promise has said nothing yet."""
    version = publish()
    Worker.objects.update(confirmed_on=clock.today().replace(year=2020))
    said = {"name": "Z", "ref": group.ref, "reach": BY_PHONE, "worker_may_know": False}
    with pytest.raises(promise.NotYet) as raised:
        promise.introduce(
            worker, agreed_to=version.pk, still_here=False, submit_key="k", by=SYSTEM, **said
        )
    assert raised.value.asks == {"still_here"}
    assert not PromiseAcceptance.objects.exists()
    assert not Introduction.objects.exists()


# -- the database keeps it --------------------------------------------------------------------------


def test_44_a_yes_is_never_changed(worker, publish) -> None:
    first, second = publish(), publish()
    row = PromiseAcceptance.objects.create(worker=worker, version_id=first.pk)
    for change in ({"version_id": second.pk}, {"accepted_at": clock.now()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            PromiseAcceptance.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        PromiseAcceptance.objects.create(worker=worker, version_id=first.pk)


def test_44_a_published_promise_stays(publish) -> None:
    version = publish()
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(changes="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        version.texts.update(words="x")


def test_there_is_one_promise_and_every_other_has_a_group(publish, group) -> None:
    publish()
    for facts in ({"kind": "promise"}, {"kind": "group"}, {"kind": "promise", "group": group}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Agreement.objects.create(**facts)
    assert Agreement.objects.get(kind="promise").whose == TheCharity()


# -- its pages --------------------------------------------------------------------------------------

AT = "/dashboard/agreements/promise/"


def test_a_coordinator_drafts_and_publishes_it_on_the_usual_pages(nadia, client_for) -> None:
    client = client_for(nadia)
    assert "Nothing is written down yet" in page(client, AT)
    client.post(f"{AT}start/")
    assert FIRST_WORDS in page(client, f"{AT}1/edit/")
    assert "never_strike" not in page(client, f"{AT}1/clauses/add/")
    client.post(f"{AT}1/clauses/add/", {"words": "I come to the yearly tea.", "once": "c"})
    key = Clause.objects.get(texts__words__startswith="I come").key
    client.post(f"{AT}1/clauses/{key}/", {"words": "I come to tea."})
    client.post(f"{AT}1/discussed/", {"discussed_with": "Us", "discussed_on": clock.today()})
    assert "I come to tea." in page(client, f"{AT}1/publish/")
    client.post(f"{AT}1/publish/", {"seen": agreements.print_of(Version.objects.get())})
    assert Version.objects.get().state == "published"
    assert "The promise of our partners" in page(client, "/dashboard/agreements/")
    for path in (AT, f"{AT}1/"):
        assert "I come to tea." in page(client, path)
    assert client.get(f"{AT}1/agreed/").status_code == 404


def test_39_a_peer_leader_and_a_worker_reach_none_of_it(ruth, pat, publish, client_for) -> None:
    publish()
    assert "promise of our partners" not in page(client_for(ruth), "/dashboard/agreements/")
    for path in (AT, f"{AT}1/", f"{AT}1/edit/", f"{AT}1/publish/", f"{AT}1/clauses/add/"):
        assert client_for(ruth).get(path).status_code == 404, path
        assert client_for(pat).get(path).status_code == 403, path
    assert client_for(ruth).post(f"{AT}start/").status_code == 404
    assert Version.objects.count() == 1


def test_groups_and_women_do_not_trip_over_it(
    publish, nadia, ruth, ada, client_for, woman_client
) -> None:
    """An agreement without a group: no list, card, page of hers or wall shows or counts it."""
    publish()
    for person in (nadia, ruth):
        for path in ("/dashboard/", "/dashboard/agreements/"):
            assert client_for(person).get(path).status_code == 200
    assert agreements.in_force_for_woman(ada.subject) == []
    assert FIRST_WORDS not in page(woman_client(ada.subject, phrase=True), "/you/")
    at_a_glance = agreements.agreements_at_a_glance(Actor.of_user(nadia))
    assert [row["group"].name for row in at_a_glance] == ["Kettle on the hob"]


def test_a_coordinator_sees_who_agreed(at_work, publish, organisation, nadia, client_for) -> None:
    path = f"/dashboard/organisations/{organisation.pk}/"
    version = publish()
    assert "not agreed to the promise yet" in page(client_for(nadia), path)
    agree(at_work, version)
    assert "agreed to version 1 of the promise" in page(client_for(nadia), path)


def test_a_worker_who_came_back_is_asked_again(at_work, publish, worker, organisation) -> None:
    version = publish()
    agree(at_work, version)
    organisations.end_worker(worker, by=SYSTEM)
    Worker.objects.create(user=worker.user, organisation=organisation)
    again = promise.with_promise(Worker.objects.live()).get(user=worker.user)
    assert promise.asked_of(again, clock.today()) == {"promise"}


# -- speed ------------------------------------------------------------------------------------------


def test_the_portal_asks_six_queries_once_she_agreed(at_work, publish) -> None:
    agree(at_work, publish())
    with CaptureQueriesContext(connection) as queries:
        at_work.get("/portal/")
    assert len(queries) <= 6


def test_the_group_question_does_not_grow_without_bound(at_work, db) -> None:
    for number in range(50):
        builders.group(f"Group {number:02}")
    shown = page(at_work, "/portal/introduce/")
    assert shown.count("<option") == 42
    assert "Help her choose" in shown
    assert 'type="radio" name="group"' not in shown
