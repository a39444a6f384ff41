"""The cast, the clock, the gateway, and what every test of the house stands on.

nadia is a coordinator, ruth a peer leader, other_ruth a peer leader of another group, pat a
partner worker, ada a woman with a place in ruth's group, stranger somebody we do not know.
"""

import datetime as dt
import logging
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import connection
from django.test import Client
from hypothesis import settings as hypothesis_settings
from pytest_socket import socket_allow_hosts

from peersupport import clock, database, links, logs
from peersupport.actors import SYSTEM, Actor
from peersupport.messaging import drain
from peersupport.models import User
from peersupport.registry import registry

from . import builders
from . import gateway as gateways

pytest_plugins = ["tests.machine"]
ROOMS = ("peersupport", "groups", "agreements", "outreach")
hypothesis_settings.register_profile("house", deadline=None, derandomize=True)
hypothesis_settings.load_profile("house")


def pytest_runtest_setup() -> None:
    """No test speaks to anything but this machine."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(autouse=True, scope="session")
def a_place_for_static_files() -> None:
    """Whitenoise warns, at each request, of a folder that only ``collectstatic`` makes."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Rate limits count from nothing in each test."""
    cache.clear()


@pytest.fixture(autouse=True)
def nobody_is_too_quick() -> Iterator[None]:
    """A test types faster than any woman; tests of the least time set one of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("outreach.periods.QUICKEST", dt.timedelta(0))
        yield


# -- logs -----------------------------------------------------------------------------------------

# What fixtures type in: numbers kept for drama, addresses kept for examples, words only they know.
TYPED_IN = re.compile(r"7700[\s-]?900[\s-]?\d{3}|\w@example\.org|marmalade|Lovelace", re.IGNORECASE)


class Watch(logging.Handler):
    """Reads every line as the console would print it, and keeps those that tell too much."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logs.PlainFormatter())
        self.addFilter(logs.NoValues())
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        if TYPED_IN.search(line):
            self.told.append(line)


@pytest.fixture(autouse=True)
def logs_hold_no_values() -> Iterator[None]:
    """No test makes the project log what somebody typed (safety.md 46)."""
    watch = Watch()
    watched = [logging.getLogger(name) for name in ("", *logs.LOGGING["loggers"])]
    for logger in watched:
        logger.addHandler(watch)
    yield
    for logger in watched:
        logger.removeHandler(watch)
    assert not watch.told, "the log holds what somebody typed:\n" + "\n".join(watch.told)


# -- the database's own promises ----------------------------------------------------------------


def all_triggers() -> list[database.Trigger]:
    """Every room's list, ground first."""
    found = []
    for room in ROOMS:
        if find_spec(f"{room}.triggers"):
            found += import_module(f"{room}.triggers").TRIGGERS
    return found


def trigger_names() -> set[str]:
    """The triggers that are in the database now."""
    if connection.vendor == "postgresql":
        asked = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    else:
        asked = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return {row[0] for row in cursor.fetchall()}


@pytest.fixture(autouse=True, scope="session")
def flush_past_the_triggers() -> Iterator[None]:
    """A flush after a ``transaction=True`` test deletes what triggers protect: it lifts them
    and puts them back (house.md, habit 7)."""
    original = flush.Command.handle

    def handle(self, **options):
        there = trigger_names()
        triggers = [trigger for trigger in all_triggers() if trigger.name in there]
        database.lift(triggers, connection)
        try:
            return original(self, **options)
        finally:
            database.put(triggers, connection)

    flush.Command.handle = handle
    yield
    flush.Command.handle = original


# -- time ---------------------------------------------------------------------------------------

# A Tuesday in winter, 11 in the morning: London and UTC show the same.
USUAL = dt.datetime(2026, 12, 1, 11, 0, tzinfo=dt.UTC)


class Clock:
    """Stands in for ``peersupport.clock.now``. ``clock_at(...)`` sets it, ``.tick`` moves it."""

    def __init__(self) -> None:
        self.at = USUAL

    def __call__(self) -> dt.datetime:
        return self.at

    def set(self, *when) -> dt.datetime:
        """An aware datetime, or (year, month, day, hour, minute) on London's clocks."""
        given = when[0] if len(when) == 1 else dt.datetime(*when, tzinfo=clock.LONDON)
        self.at = given.astimezone(dt.UTC)
        return self.at

    def tick(self, **much) -> dt.datetime:
        """Let time pass: ``tick(minutes=3)``."""
        self.at += dt.timedelta(**much)
        return self.at


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Time stands still at ``USUAL``. Only our clock: cookies and the process's stay real."""
    real, stopped = clock.now, Clock()
    monkeypatch.setattr(clock, "now", stopped)
    # A column's default holds the function itself, so it is the same one function.
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.default is real:
                monkeypatch.setattr(field, "default", stopped)
                monkeypatch.setattr(field, "_get_default", stopped, raising=False)
    return stopped


@pytest.fixture
def clock_at(frozen: Clock) -> Callable[..., Clock]:
    """``clock_at(2027, 3, 28, 0, 30)`` on London's clocks, or ``clock_at(an aware datetime)``."""

    def set_to(*when) -> Clock:
        frozen.set(*when)
        return frozen

    return set_to


# -- the cast -----------------------------------------------------------------------------------


@pytest.fixture
def nadia(db) -> User:
    """A coordinator."""
    return builders.user("Nadia Coordinator", "coordinator")


@pytest.fixture
def group(db):
    """Ruth's group."""
    return builders.group("Kettle on the hob")


@pytest.fixture
def other_group(db):
    """A group that ruth has nothing to do with."""
    return builders.group("Larkspur evenings")


@pytest.fixture
def ruth(group) -> User:
    """The peer leader of ``group``."""
    made = builders.user("Ruth Leader", "peer_leader")
    builders.leads(made, group)
    return made


@pytest.fixture
def other_ruth(other_group) -> User:
    """The peer leader of ``other_group``."""
    made = builders.user("Otherruth Leader", "peer_leader")
    builders.leads(made, other_group)
    return made


@pytest.fixture
def former_ruth(group) -> User:
    """She led ``group`` until her role ended."""
    from peersupport.services import people

    made = builders.user("Formerruth Leader", "peer_leader")
    builders.leads(made, group)
    people.end_role(made, by=SYSTEM)
    made.refresh_from_db()
    return made


@pytest.fixture
def organisation(db):
    """A voluntary partner organisation."""
    from outreach.models import Organisation

    return Organisation.objects.create(name="Bridge Street Advice", sector="voluntary")


@pytest.fixture
def pat(organisation) -> User:
    """A partner worker of ``organisation``."""
    from outreach.models import Worker

    made = builders.user("Pat Partner", "partner_worker")
    Worker.objects.create(user=made, organisation=organisation)
    return made


@pytest.fixture
def adas_place(group):
    """Ada's membership: texts and links are fine for her."""
    return builders.place(
        group, "Ada", phone=builders.phone(101), text="yes", links_safe="yes", safe_word="marmalade"
    )


@pytest.fixture
def ada(adas_place):
    """A woman with a place in ``group``."""
    return adas_place.woman


# -- who is at the door -------------------------------------------------------------------------


@pytest.fixture
def stranger() -> Client:
    """Nobody we know."""
    return Client()


@pytest.fixture
def client_for(db) -> Callable[[User], Client]:
    """A browser in which this user is signed in, both steps done."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        # What the first page would write, so that each page costs the same from the first.
        now = dt.datetime.now(dt.UTC).timestamp()
        session.update({"two_steps": True, "began": now, "seen": now})
        session.save()
        return client

    return signed_in


@pytest.fixture
def woman_client(db) -> Callable[..., Client]:
    """A browser in which her link was opened: ``woman_client("woman:12", phrase=True)``."""

    def opened(subject: str, *, phrase: bool = False) -> Client:
        token = links.mint(
            "you", subject, by=SYSTEM, lifetime=None, single_use=False, replace=False
        )
        client = Client()
        response = client.post(f"/l/{token}/")
        assert response.status_code == 302, "her link did not open"
        if phrase:
            session = client.session
            session["you"] = session["you"] | {"phrase": clock.now().isoformat()}
            session.save()
        return client

    return opened


@pytest.fixture
def ada_client(ada, woman_client) -> Client:
    """Ada's own phone, her link opened, her phrase not given."""
    return woman_client(ada.subject)


@pytest.fixture
def asker_client(group) -> Callable[..., Client]:
    """The phone of a woman at the door, her link there opened: of one who asked to join ruth's
    group, or of the introduction that is given."""
    from outreach.services import door_links, introductions

    def opened(row=None) -> Client:
        row = row or introductions.ask(
            name="Esme",
            ref=group.ref,
            reach={"phone": builders.phone(), "text": "yes", "links_safe": "yes"},
            consent_version="keep-1",
            code="",
            submit_key="esme",
            by=SYSTEM,
        )
        client = Client()
        response = client.post(f"/l/{door_links.show(row, by=SYSTEM)}/")
        assert response.status_code == 302, "her link did not open"
        return client

    return opened


@pytest.fixture
def by_ruth(ruth) -> Actor:
    """``by=`` of what ruth does."""
    return Actor.of_user(ruth)


# -- messages -----------------------------------------------------------------------------------


@pytest.fixture
def note_kind() -> Iterator[Callable[..., object]]:
    """Adds message kinds for one test: ``note_kind(still_true=…)``; named "test-note" unless told."""
    before = dict(registry.message_kinds)
    yield builders.kind
    registry.message_kinds.clear()
    registry.message_kinds.update(before)


@pytest.fixture
def drain_all() -> Callable[[], int]:
    """Hand over all that is due, as the worker would. Returns how many calls were made."""
    return lambda: sum(drain.drain(lane) for lane in ("urgent", "text", "mail"))


@pytest.fixture
def gateway(settings) -> Iterator[gateways.Gateway]:
    """A text gateway on loopback that SMS_URL leads to. Set ``settings.SMS_URL = gateway.url``
    again after a change of ``honours_keys`` or ``key_ttl``."""
    made, server = gateways.start()
    settings.SMS_URL = made.url
    yield made
    made.released.set()
    server.shutdown()
    server.server_close()
