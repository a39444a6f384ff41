"""Two at once: whoever commits first wins, the other is told, and nothing is lost."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from agreements import queries
from agreements.models import Acceptance, ClauseText, Version
from agreements.services import acceptances, clauses, drafts, versions
from agreements.services.refusals import NotPossible, PublishedMeanwhile
from peersupport import clock
from peersupport.actors import Actor

from .conftest import publish

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Run all in threads that start together; what each returned or raised."""
    gate = threading.Barrier(len(deeds))
    out: list[Any] = [None] * len(deeds)

    def run(place: int) -> None:
        try:
            gate.wait(10)
            out[place] = deeds[place]()
        except Exception as raised:
            out[place] = raised
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return out


def ready(draft: Version, by: Actor) -> Version:
    return drafts.tell_how(draft, discussed_with="All", discussed_on=clock.today(), by=by)


def test_two_publish_at_once(draft, by_ruth, by_nadia) -> None:
    ready(draft, by_ruth)
    out = at_once(
        lambda: versions.publish(draft, by=by_ruth), lambda: versions.publish(draft, by=by_nadia)
    )
    assert sorted(type(one).__name__ for one in out) == ["PublishedMeanwhile", "Version"]


@pytest.mark.parametrize("turn", range(3))
def test_an_edit_against_a_publish(draft, by_ruth, by_nadia, turn) -> None:
    """The words are in the published version, or their writer is told that they are not."""
    ready(draft, by_ruth)
    text = draft.texts.select_related("version", "clause").get(clause__key="phones")
    edited, _ = at_once(
        lambda: clauses.edit(text, words="New", meaning="", never_strike=False, by=by_nadia),
        lambda: versions.publish(draft, by=by_ruth),
    )
    stands = ClauseText.objects.get(pk=text.pk).words
    if isinstance(edited, PublishedMeanwhile):
        assert stands == text.words
    else:
        assert stands == "New"


def test_two_start_at_once(group, by_ruth, by_nadia) -> None:
    out = at_once(lambda: drafts.start(group, by=by_ruth), lambda: drafts.start(group, by=by_nadia))
    assert out[0] == out[1]
    assert Version.objects.count() == 1


def test_she_taps_while_it_is_written_down(version, ada, by_ruth) -> None:
    her = Actor.of_link(ada.subject)
    out = at_once(
        lambda: acceptances.tap(version, ada, by=her),
        lambda: acceptances.aloud(version, [ada], by=by_ruth),
    )
    assert not [one for one in out if isinstance(one, Exception)]
    assert Acceptance.objects.count() == 1


def test_she_taps_the_old_while_the_new_is_published(group, version, ada, by_ruth) -> None:
    draft = drafts.start(group, by=by_ruth)
    clauses.add(draft, words="Tea first.", by=by_ruth)
    drafts.tell_how(
        draft, discussed_with="All", discussed_on=clock.today(), changes="Tea", by=by_ruth
    )
    her = Actor.of_link(ada.subject)
    tapped, _ = at_once(
        lambda: acceptances.tap(version, ada, by=her), lambda: versions.publish(draft, by=by_ruth)
    )
    assert isinstance(tapped, Acceptance | NotPossible)
    assert Acceptance.objects.count() == int(isinstance(tapped, Acceptance))


def test_two_move_at_once(draft, by_ruth, by_nadia) -> None:
    text = draft.texts.select_related("version", "clause").get(clause__key="phones")
    out = at_once(
        lambda: clauses.move(text, up=True, by=by_ruth),
        lambda: clauses.move(text, up=True, by=by_nadia),
    )
    assert out == [None, None]
    assert queries.clauses_of(draft)[1].clause.key == "phones"


@pytest.mark.postgres
def test_raw_sql_cannot_slip_a_clause_in_beside_an_open_publish(version, by_ruth) -> None:
    """The trigger waits for the row that somebody is publishing, and then sees it published."""
    draft = drafts.start(version.agreement.group, by=by_ruth)
    clause = clauses.add(draft, words="Tea first.", by=by_ruth).clause
    clauses.remove(draft.texts.get(clause__key="phones"), by=by_ruth)
    phones = version.texts.get(clause__key="phones").clause_id
    halfway = threading.Event()

    def publishing() -> None:
        with transaction.atomic():
            publish_now(draft, by_ruth)
            halfway.set()
            threading.Event().wait(0.5)

    def slipping() -> None:
        halfway.wait(10)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO agreements_clausetext (version_id, clause_id, position, words, "
                "meaning, never_strike) VALUES (%s, %s, 99, 'Slipped in', '', true)",
                [draft.pk, phones],
            )

    out = at_once(publishing, slipping)
    assert out[0] is None
    assert isinstance(out[1], IntegrityError)
    assert not ClauseText.objects.filter(words="Slipped in").exists()
    assert clause.texts.exists()


def publish_now(draft: Version, by: Actor) -> Version:
    return publish(draft, by=by, changes="Tea first.")
