"""This room's part of ``seed_scale``: an agreement for each group, and who agreed to it."""

import datetime as dt
from collections.abc import Iterator

from django.db import connection

from peersupport import bulk
from peersupport.scale import DAY, Sizes

from . import starter
from .models import Acceptance, Agreement, Clause, ClauseText, Version

AGREED = 0.8
VERSION = "id agreement number discussed_with discussed_on"


def fill(sizes: Sizes, now: dt.datetime) -> None:
    """Version 1 from the starter clauses, published, and agreed to by four women in five."""
    groups = sizes.made["groups"]
    agreements = bulk.reserve(Agreement, len(groups))
    versions = bulk.reserve(Version, len(groups))
    published = now - 500 * DAY
    sizes.write(
        Agreement,
        "id group review_on",
        (
            (agreements + number, group, (now + 30 * DAY).date())
            for number, (group, _) in enumerate(groups)
        ),
    )
    sizes.write(
        Version,
        VERSION,
        (
            (versions + number, agreements + number, 1, "Everyone in the room", published.date())
            for number in range(len(groups))
        ),
    )
    _clauses(sizes, agreements, versions, len(groups))
    leaders = [leader for _, leader in groups]
    _publish(versions, leaders, published)
    of_group = {group: versions + number for number, (group, _) in enumerate(groups)}
    _promise(sizes, leaders[0], published)
    sizes.write(Acceptance, "version woman way accepted_on", _accepted(sizes, of_group, published))


def _promise(sizes: Sizes, by: int, published: dt.datetime) -> None:
    """What partners promise, once."""
    there = Version.objects.promise().values_list("pk", flat=True).first()
    if there is None:
        agreement, there = bulk.reserve(Agreement, 1), bulk.reserve(Version, 1)
        first = bulk.reserve(Clause, len(starter.PROMISE))
        sizes.write(Agreement, "id kind", [(agreement, "promise")])
        sizes.write(Version, VERSION, [(there, agreement, 1, "The office", published.date())])
        keys = ((first + n, agreement, said.key) for n, said in enumerate(starter.PROMISE))
        sizes.write(Clause, "id agreement key", keys)
        sizes.write(
            ClauseText,
            "version clause position words meaning",
            (
                (there, first + n, n + 1, said.words, said.meaning)
                for n, said in enumerate(starter.PROMISE)
            ),
        )
        _publish(there, [by], published)
    sizes.made["promise"] = [there]


def _clauses(sizes: Sizes, agreements: int, versions: int, many: int) -> None:
    here = len(starter.CLAUSES)
    first = bulk.reserve(Clause, many * here)
    sizes.write(
        Clause,
        "id agreement key",
        (
            (first + group * here + place, agreements + group, clause.key)
            for group in range(many)
            for place, clause in enumerate(starter.CLAUSES)
        ),
    )
    sizes.write(
        ClauseText,
        "version clause position words meaning never_strike",
        (
            (
                *(versions + group, first + group * here + place, place + 1),
                *(clause.words, clause.meaning, clause.never_strike),
            )
            for group in range(many)
            for place, clause in enumerate(starter.CLAUSES)
        ),
    )


def _publish(versions: int, leaders: list[int], at: dt.datetime) -> None:
    """A version begins as a draft and is published as it stands: the database sees to that."""
    moment = Version._meta.get_field("published_at").get_db_prep_value(at, connection)
    rows = [(moment, leader, versions + number) for number, leader in enumerate(leaders)]
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE agreements_version SET state = 'published', published_at = %s, "
            "published_by_id = %s WHERE id = %s",
            rows,
        )


def _accepted(sizes: Sizes, of_group: dict[int, int], published: dt.datetime) -> Iterator[bulk.Row]:
    for woman, _, group, joined in sizes.made["places"]:
        if sizes.dice.random() < AGREED:
            yield of_group[group], woman, "tap", max(joined, published).date()
