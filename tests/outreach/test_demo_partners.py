"""The demo's portal: one partner has promised, one has not read it, and it is made once."""

import pytest

from agreements import demo as agreements_demo
from groups import demo as groups_demo
from outreach.demo import introductions as demo
from outreach.demo import partners as demo_partners
from outreach.models import Asking, PromiseAcceptance, Worker, WorkerProposal
from outreach.services import promise
from peersupport import clock
from peersupport.demo import make_coordinator
from peersupport.models import Message
from peersupport.services import duties
from tests.builders import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(frozen):
    for part in (make_coordinator, groups_demo.make, agreements_demo.make, demo.make):
        part(clock.now(), PASSWORD)
    demo_partners.make(clock.now(), PASSWORD)


def test_one_has_promised_and_one_is_asked(made) -> None:
    asks = {
        worker.user.email: promise.asked_of(worker, clock.today())
        for worker in promise.with_promise(Worker.objects.live())
    }
    assert asks == {"partner@demo.example": set(), "clinic@demo.example": {"promise"}}


def test_lead_and_deputy_are_two_people_of_the_demo(made) -> None:
    held = {kind: duty.user.email for kind, duty in duties.held().items()}
    assert held == {
        "safeguarding_lead": "coordinator@demo.example",
        "safeguarding_deputy": "ruth@demo.example",
    }


def test_a_second_time_makes_nothing(made) -> None:
    def count() -> list[int]:
        models = (PromiseAcceptance, WorkerProposal, Asking, Message)
        return [model.objects.count() for model in models]

    before = count()
    assert before[:3] == [1, 1, 1]
    demo_partners.make(clock.now(), PASSWORD)
    assert count() == before
