"""Her world, and addresses that go wrong on purpose."""

import pytest

from .pages import World


@pytest.fixture
def world(settings, group, ruth) -> World:
    settings.ROOT_URLCONF = "tests.her.errors"
    return World(group, ruth)
