"""Two presses at one moment, by partner workers and by the office: one row each."""

import pytest

from agreements.models.agreement import TheCharity
from agreements.services import drafts, versions
from outreach.models import PromiseAcceptance, WorkerProposal
from outreach.services import mailed_form, organisations, promise, proposals
from peersupport import clock
from peersupport.actors import SYSTEM, Actor
from peersupport.models import AuditEvent, Duty, Invitation, Message, User
from peersupport.services import duties, people
from tests import builders
from tests.outreach.test_places import at_once

# SQLite lets one writer in at a time
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def raised(out: list) -> list[str]:
    return sorted(type(one).__name__ for one in out if isinstance(one, Exception))


def test_two_presses_of_i_agree_are_one(worker, nadia) -> None:
    by = Actor.of_user(nadia)
    draft = drafts.start(TheCharity(), by=by)
    drafts.tell_how(draft, discussed_with="Us", discussed_on=clock.today(), by=by)
    version = versions.publish(draft, by=by)
    press = lambda: promise.agree(worker, version.pk, by=SYSTEM)  # noqa: E731
    assert raised(at_once(press, press)) == []
    assert PromiseAcceptance.objects.count() == 1
    assert AuditEvent.objects.filter(verb="promise.agreed").count() == 1


def test_two_coordinators_begin_one_promise(nadia) -> None:
    by = Actor.of_user(nadia)
    begin = lambda: drafts.start(TheCharity(), by=by)  # noqa: E731
    first, second = at_once(begin, begin)
    assert first == second


def test_one_of_two_answers_to_a_proposal_stands(worker, nadia) -> None:
    proposal = proposals.propose(worker, name="W", email="wendy@example.org", by=SYSTEM)
    by = Actor.of_user(nadia)
    out = at_once(
        lambda: proposals.approve(proposal, by=by), lambda: proposals.not_now(proposal, by=by)
    )
    assert raised(out) == ["AnsweredAlready"]
    invited = WorkerProposal.objects.get().answer == "invited"
    assert Invitation.objects.exists() is invited


def test_two_links_pressed_at_once_bring_her_back_once(worker, organisation) -> None:
    organisations.end_worker(worker, by=SYSTEM)
    links = [
        people.invite(email=worker.user.email, name="P", role=role, by=SYSTEM)
        for role in ("partner_worker", "coordinator")
    ]
    out = at_once(
        *(
            lambda link=link: people.accept(link, name=link.role, password=builders.PASSWORD)
            for link in links
        )
    )
    assert raised(out) == ["AlreadyHere"]
    user = User.objects.get(pk=worker.user_id)
    assert user.name == user.role, "all of one invitation, nothing of the other"


def test_51_two_coordinators_name_one_lead(ruth, nadia) -> None:
    at_once(
        lambda: duties.give(ruth, duties.LEAD, by=SYSTEM),
        lambda: duties.give(nadia, duties.LEAD, by=SYSTEM),
    )
    assert Duty.objects.filter(kind=duties.LEAD, ended_at=None).count() == 1


def test_two_sweeps_mail_one_link(worker) -> None:
    mailed_form.ask(worker.user.email)
    now = clock.now()
    at_once(lambda: mailed_form.sweep(now), lambda: mailed_form.sweep(now))
    assert Message.objects.filter(kind=mailed_form.KIND).count() == 1
