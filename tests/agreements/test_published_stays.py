"""Whatever is tried, in whatever order: a published version reads as it did (safety.md 44)."""

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agreements import queries
from agreements.models import ClauseText, Version
from agreements.services import clauses, drafts, versions
from agreements.services.refusals import NotPossible
from peersupport import clock
from peersupport.actors import Actor
from tests import builders

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=40)
TRY = st.tuples(
    st.sampled_from(["add", "edit", "move", "remove", "tell", "publish", "start", "throw", "sql"]),
    st.integers(0, 7),
    WORDS.filter(str.strip),
)


class PublishedStays(TestCase):
    @settings(max_examples=25)
    @given(tries=st.lists(TRY, max_size=12))
    def test_a_published_version_cannot_change(self, tries) -> None:
        group = builders.group()
        by = Actor.of_user(builders.user("Ruth Leader", "peer_leader"))
        first = drafts.start(group, by=by)
        drafts.tell_how(first, discussed_with="All", discussed_on=clock.today(), by=by)
        fixed = {versions.publish(first, by=by).pk: _as_it_reads(first.pk)}
        for deed, place, words in tries:
            try:
                with transaction.atomic():
                    _do(deed, place, words, group, by)
            except (NotPossible, IntegrityError):
                pass
            for pk, before in fixed.items():
                assert _as_it_reads(pk) == before
            for version in Version.objects.published().exclude(pk__in=fixed):
                fixed[version.pk] = _as_it_reads(version.pk)


def _as_it_reads(pk: int) -> tuple:
    version = Version.objects.get(pk=pk)
    texts = [(text.position, *text.said) for text in queries.clauses_of(version)]
    return queries.print_of(version), version.published_at, version.number, texts


def _do(deed: str, place: int, words: str, group, by: Actor) -> None:
    version = Version.objects.select_related("agreement__group").order_by("?").first()
    texts = list(ClauseText.objects.select_related("version", "clause").filter(version=version))
    text = texts[place % len(texts)] if texts else None
    if deed == "start":
        drafts.start(group, by=by)
    elif deed == "throw":
        drafts.throw_away(version, by=by)
    elif deed == "add":
        clauses.add(version, words=words, by=by)
    elif deed == "tell":
        drafts.tell_how(
            version, discussed_with=words, discussed_on=clock.today(), changes=words, by=by
        )
    elif deed == "publish":
        versions.publish(version, by=by)
    elif deed == "sql":
        with connection.cursor() as cursor:
            cursor.execute("UPDATE agreements_clausetext SET words = %s", [words])
    elif text is not None:
        _to_a_clause(deed, text, words, by)


def _to_a_clause(deed: str, text: ClauseText, words: str, by: Actor) -> None:
    if deed == "edit":
        clauses.edit(text, words=words, meaning=words, never_strike=True, by=by)
    elif deed == "move":
        clauses.move(text, up=True, by=by)
    else:
        clauses.remove(text, by=by)


@pytest.mark.django_db
def test_and_it_could_change_if_nothing_stopped_it(version) -> None:
    """First make sure that it could: with the triggers lifted the same SQL goes through."""
    from agreements.triggers import TRIGGERS
    from peersupport import database

    database.lift(TRIGGERS, connection)
    try:
        ClauseText.objects.filter(version=version).update(words="Changed")
        assert queries.clauses_of(version)[0].words == "Changed"
    finally:
        database.put(TRIGGERS, connection)
