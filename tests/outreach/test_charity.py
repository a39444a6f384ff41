"""Who runs the groups: one row that a coordinator writes."""

import pytest
from django.db import IntegrityError, transaction

from outreach.models import Charity
from peersupport.models import AuditEvent

pytestmark = pytest.mark.django_db
URL = "/dashboard/outreach/charity/"
FACTS = {"name": "Harbour Women", "about": "", "website": "", "number": "1123456", "phone": ""}


@pytest.fixture
def coordinator(client_for, nadia):
    return client_for(nadia)


def test_charity_is_said_once_and_changed_after(coordinator) -> None:
    assert coordinator.post(URL, FACTS).status_code == 302
    coordinator.post(URL, FACTS | {"name": "Harbour and Hill", "phone": "020 7946 0000"})
    row = Charity.objects.get()
    assert (row.name, row.phone, row.number) == ("Harbour and Hill", "+442079460000", "1123456")
    assert AuditEvent.objects.filter(verb="charity.described").count() == 2
    assert "Harbour and Hill" in coordinator.get(URL).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("phone", "ring us"), ("number", "12"), ("website", "not an address")],
)
def test_charity_keeps_what_was_typed(coordinator, field, value) -> None:
    page = coordinator.post(URL, FACTS | {field: value})
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    assert "1123456" in page.content.decode() or field == "number"
    assert not Charity.objects.exists()


def test_charity_is_for_coordinators(client_for, ruth, pat) -> None:
    assert client_for(ruth).post(URL, FACTS).status_code == 403
    assert client_for(pat).post(URL, FACTS).status_code == 403
    assert not Charity.objects.exists()


def test_there_is_one_charity(coordinator) -> None:
    coordinator.post(URL, FACTS)
    for only in (True, False):
        with pytest.raises(IntegrityError), transaction.atomic():
            Charity.objects.create(name="Another", only=only)
