"""The demo's portal at its best: one partner has promised and one has not read it yet, a colleague
was proposed, and somebody asked. Everyone here is invented."""

import datetime as dt

from django.contrib.auth import get_user_model

from agreements import queries as agreements
from peersupport.actors import SYSTEM, Actor
from peersupport.demo import DOMAIN
from peersupport.services import duties

from ..models import Asking, PromiseAcceptance, Worker, WorkerProposal
from ..services import askings, promise, proposals

COLLEAGUE = ("Denise Achebe", "denise.achebe@harbour-lane.example")


def make(now: dt.datetime, password: str) -> None:
    """Make what is missing, once."""
    workers = {worker.user.email: worker for worker in Worker.objects.select_related("user")}
    pat = workers.get(f"partner@{DOMAIN}")
    if pat is None or PromiseAcceptance.objects.filter(worker=pat).exists():
        return
    version = agreements.promise_versions().first()
    if version is not None:
        promise.agree(pat, version.pk, by=Actor.of_user(pat.user))
    _duties()
    if not WorkerProposal.objects.exists():
        name, email = COLLEAGUE
        proposals.propose(pat, name=name, email=email, by=Actor.of_user(pat.user))
    if not Asking.objects.exists():
        row = askings.tell("family", worker=pat, by=Actor.of_user(pat.user))
        Asking.objects.filter(pk=row.pk).update(told_at=now - dt.timedelta(hours=2))


def _duties() -> None:
    """The coordinator leads, a peer leader stands in for her: two people."""
    people = get_user_model().objects.filter(role_ended_at=None)
    for kind, email in ((duties.LEAD, "coordinator"), (duties.DEPUTY, "ruth")):
        person = people.filter(email=f"{email}@{DOMAIN}").first()
        if person is not None and kind not in duties.held():
            duties.give(person, kind, by=SYSTEM)
