"""A new address that lets a woman in joins the list of her pages, or says why not (tests/her/)."""

import pytest

from tests.her.pages import NOT_A_PAGE, STAGES, World, every, hers


@pytest.mark.django_db
def test_every_page_of_hers_can_be_reached(settings, group, ruth) -> None:
    """``every`` fails with a sentence that says which line is missing. What holds on each page is
    then asked by tests/her/test_every_page.py, and in a browser by its neighbour."""
    settings.ROOT_URLCONF = "tests.her.errors"
    found = [one.fetch() for one in every(World(group, ruth))]
    assert len(found) > 30
    known = {address.name for address in hers()}
    assert set(NOT_A_PAGE) | set(STAGES) <= known, "an address went: take its line out as well"
