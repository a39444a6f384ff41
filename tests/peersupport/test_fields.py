"""A column that keeps what is hers sealed: nothing readable ever reaches the database."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldError
from django.db import connection
from django.db.models import F, Value

from peersupport.crypto import CannotOpen
from peersupport.fields import SealedTextField
from peersupport.models import ContactCard
from tests import builders

pytestmark = pytest.mark.django_db
SECRETS = {
    "phone": "+447700900555",
    "email": "ada.lovelace@example.org",
    "safe_word": "marmalade",
    "unsafe_times": "never after he is home",
}


@pytest.fixture
def card() -> ContactCard:
    return builders.card(**SECRETS, text="yes")


def dump(table: str = "peersupport_contactcard") -> str:
    """Every value of a table, as the database holds it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
        return repr(cursor.fetchall())


def raw(column: str, pk: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM peersupport_contactcard WHERE id = %s",  # noqa: S608
            [pk],
        )
        return cursor.fetchone()[0]


def test_python_reads_text(card) -> None:
    fresh = ContactCard.objects.get(pk=card.pk)
    assert {name: getattr(fresh, name) for name in SECRETS} == SECRETS


def test_a_dump_shows_none_of_it(card) -> None:
    found = dump()
    assert str(card.pk) in found
    assert "yes" in found, "the dump shows nothing at all"
    for secret in SECRETS.values():
        assert secret not in found
        assert secret.removeprefix("+44") not in found


def test_nothing_stays_nothing(card) -> None:
    empty = builders.card(own_contact=True)
    assert raw("phone", empty.pk) == ""
    assert empty.phone == ""


@pytest.mark.parametrize("way", ["save", "update", "bulk_update", "bulk_create"])
def test_every_way_of_writing_seals(card, way) -> None:
    card.safe_word = "bramble"
    if way == "save":
        card.save()
    elif way == "update":
        ContactCard.objects.filter(pk=card.pk).update(safe_word="bramble")
    elif way == "bulk_update":
        ContactCard.objects.bulk_update([card], ["safe_word"])
    else:
        card.pk = None
        (card,) = ContactCard.objects.bulk_create([card])
    assert raw("safe_word", card.pk).startswith("t1:")
    assert ContactCard.objects.get(pk=card.pk).safe_word == "bramble"


def test_a_value_copied_across_columns_does_not_open(card) -> None:
    ContactCard.objects.filter(pk=card.pk).update(safe_word=F("phone"))
    with pytest.raises(CannotOpen):
        ContactCard.objects.get(pk=card.pk)


def test_plain_text_in_the_column_is_not_handed_back(card) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE peersupport_contactcard SET safe_word = 'plain'")
    with pytest.raises(CannotOpen):
        ContactCard.objects.get(pk=card.pk)


@pytest.mark.parametrize(
    "lookup", ["contains", "icontains", "iexact", "in", "startswith", "gt", "regex"]
)
def test_it_cannot_be_searched(lookup) -> None:
    with pytest.raises(FieldError, match="sealed"):
        ContactCard.objects.filter(**{f"phone__{lookup}": "x"})


@pytest.mark.parametrize("value", ["+447700900555", Value("x"), F("email")])
def test_asking_for_equality_says_so_instead_of_finding_nothing(card, value) -> None:
    with pytest.raises(FieldError, match="sealed"):
        list(ContactCard.objects.filter(phone=value))


def test_asking_for_nothing_works(card) -> None:
    empty = builders.card(own_contact=True)
    assert list(ContactCard.objects.filter(phone="")) == [empty]
    assert list(ContactCard.objects.exclude(phone="")) == [card]
    assert not ContactCard.objects.filter(phone__isnull=True).exists()


def test_no_sealed_column_is_indexed_or_unique() -> None:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedTextField):
                assert not field.db_index, field
                assert not field.unique, field
