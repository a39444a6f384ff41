"""Every column's future is stated beside it, and kept (house.md, habit 6; safety.md 35, 38)."""

import datetime as dt
import re

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from peersupport import clock
from peersupport.actors import SYSTEM
from peersupport.fields import SealedTextField
from peersupport.futures import Fate
from peersupport.registry import registry

from .source import ROOMS

OURS = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
label = pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
# Personal rows that no job of their own deletes, and why that is right.
GOES_WITH_ITS_OWNER = {
    "outreach.OwnAnswer": "goes with her other extra answers, and they with her introduction",
    "peersupport.ContactCard": "goes with the woman, introduction or invitation it belongs to",
}


def _columns(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


def _fate(model: type[models.Model]) -> dict[str, Fate]:
    return model.__dict__.get("fate", {})


@label
def test_each_column_has_its_fate(model) -> None:
    assert set(_fate(model)) == _columns(model)
    assert all(isinstance(fate, Fate) for fate in _fate(model).values())


@label
def test_no_relation_hides_from_that_list(model) -> None:
    """A many-to-many has a table of its own; it must be a model with fates of its own."""
    assert [field.name for field in model._meta.local_many_to_many] == []


@label
def test_it_says_how_long_its_rows_are_kept(model) -> None:
    assert isinstance(model.__dict__.get("row_kept"), str)
    assert len(model.row_kept.split()) >= 2


@label
def test_what_is_said_to_be_sealed_is_sealed_and_nothing_else(model) -> None:
    said = {name for name, fate in _fate(model).items() if fate.sealed}
    sealed = {f.name for f in model._meta.concrete_fields if isinstance(f, SealedTextField)}
    assert said == sealed


@label
def test_a_hash_column_is_said_to_be_one(model) -> None:
    """A keyed hash of hers leaves with her; links' own token hashes are the key of a row."""
    hashes = {name for name in _columns(model) if name.endswith("_hash")} - {"token_hash"}
    if getattr(model, "personal", False):
        assert {name for name in hashes if not _fate(model)[name].about_her} == set()


@label
def test_a_model_about_her_is_personal_and_the_other_way_round(model) -> None:
    about_her = any(fate.about_her for fate in _fate(model).values())
    assert getattr(model, "personal", False) is about_her


def _goes_with(model: type[models.Model], gone: set[str]) -> bool:
    return any(
        isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is models.CASCADE
        and field.related_model._meta.db_table in gone
        for field in model._meta.concrete_fields
    )


def _tables_touched(queries: list[dict[str, str]], verbs: str) -> set[str]:
    named = re.compile(rf'(?:{verbs})\s+"?(\w+)"?', re.IGNORECASE)
    return {name for query in queries for name in named.findall(query["sql"])}


@pytest.mark.django_db
def test_each_personal_model_is_served_by_a_purge_or_an_eraser(adas_place) -> None:
    """Run every eraser on Ada and every purge with a clock far ahead; see which tables they reach."""
    from groups.services import partings

    with CaptureQueriesContext(connection) as erasing:
        partings.forget(adas_place.woman, by=SYSTEM)
    with CaptureQueriesContext(connection) as purging:
        for run in registry.purges.values():
            run(clock.now() + dt.timedelta(days=365 * 30))
    # Where nothing is to be deleted, Django asks first and stops there: that counts as reaching.
    reached = _tables_touched(purging.captured_queries, "DELETE FROM|UPDATE|FROM")
    reached |= _tables_touched(erasing.captured_queries, "DELETE FROM|UPDATE")
    missing = [
        model._meta.label
        for model in OURS
        if getattr(model, "personal", False)
        and model._meta.db_table not in reached
        and not _goes_with(model, reached)
        and model._meta.label not in GOES_WITH_ITS_OWNER
    ]
    assert not missing, f"no purge or eraser reaches {', '.join(missing)}"


def test_the_registry_knows_how_to_forget() -> None:
    assert registry.purges
    assert registry.erasers
