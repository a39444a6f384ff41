"""What a group promised, at each stage of its making."""

import datetime as dt

import pytest

from agreements.models import Version
from agreements.services import clauses, drafts, versions
from peersupport import clock
from peersupport.actors import Actor
from tests import builders


def publish(draft: Version, *, by: Actor, changes: str = "") -> Version:
    """Talk about a draft and publish it."""
    drafts.tell_how(
        draft,
        discussed_with="Five women at our Tuesday session",
        discussed_on=clock.today(),
        changes=changes,
        by=by,
    )
    return versions.publish(draft, by=by)


def next_version(group, *, by: Actor) -> Version:
    """One more published version, with one clause more."""
    draft = drafts.start(group, by=by)
    clauses.add(draft, words="We wash up together.", by=by)
    return publish(draft, by=by, changes="We wash up together.")


@pytest.fixture
def by_nadia(nadia) -> Actor:
    return Actor.of_user(nadia)


@pytest.fixture
def draft(group, by_ruth) -> Version:
    """The first draft of ruth's group."""
    return drafts.start(group, by=by_ruth)


@pytest.fixture
def version(draft, by_ruth) -> Version:
    """Version 1 of ruth's group, in force."""
    return publish(draft, by=by_ruth)


@pytest.fixture
def other_version(other_group, other_ruth) -> Version:
    """Version 1 of a group that ruth has nothing to do with."""
    by = Actor.of_user(other_ruth)
    return publish(drafts.start(other_group, by=by), by=by)


@pytest.fixture
def session(group):
    """A session of ruth's group that began a minute from now."""
    return builders.session(group, starts=clock.now() + dt.timedelta(minutes=5))
