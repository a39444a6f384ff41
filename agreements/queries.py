"""Reads of this room for its pages and for the room above."""

import datetime as dt
import hashlib
import re
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet

from groups import queries as groups
from peersupport import clock
from peersupport.actors import Actor

from .models import Acceptance, Agreement, ClauseText, Version

# As long as a woman is remembered after her place ended (safety.md 35).
ACCEPTANCE_KEPT = dt.timedelta(days=28)


def version_in_force(group_id: int, on: dt.date | None = None) -> Version | None:
    """The version in force now or, for ``on``, at the end of that day in London."""
    rows = Version.objects.published().filter(agreement__group=group_id)
    if on is not None:
        midnight = clock.instant(on + dt.timedelta(days=1), dt.time())
        rows = rows.filter(published_at__lt=midnight)
    return rows.select_related("agreement__group").first()


def promise_versions() -> QuerySet[Version]:
    """What partners promise, the version in force first: for the room above to join its own rows
    to. ``clauses_of`` reads its words."""
    return Version.objects.promise()


def promise_standing(actor: Actor) -> dict[str, Any] | None:
    """The promise in force and its draft, for a coordinator; None for anybody else."""
    if not actor.is_coordinator:
        return None
    rows = list(Version.objects.visible_to(actor).filter(agreement__kind="promise"))
    return {
        "version": next((version for version in rows if not version.is_draft), None),
        "draft": next((version for version in rows if version.is_draft), None),
    }


def superseded_on(version: Version) -> dt.date | None:
    """The day on which the next version took its place, or None while it is in force."""
    later = Version.objects.published().filter(
        agreement=version.agreement_id, number__gt=version.number
    )
    after = later.order_by("number").first()
    return after.published_on if after else None


def clauses_of(version: Version) -> list[ClauseText]:
    """Its words in their order, each with the clause it belongs to."""
    return list(version.texts.select_related("clause").order_by("position"))


def print_of(said: Version | ClauseText) -> str:
    """A short print of the words, to notice that somebody changed them meanwhile."""
    if isinstance(said, ClauseText):
        parts: list[Any] = [said.said]
    else:
        parts = [text.said for text in clauses_of(said)]
        parts += [said.discussed_with, said.discussed_on, said.changes]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def women_of(version: Version) -> dict[int, Any]:
    """Women with a live place in its group, by id, in the order of their names."""
    if version.agreement.group_id is None:
        return {}  # the promise is the partners', and no woman is asked for it
    places: Any = groups.members_of(version.agreement.group_id)
    women = sorted((place.woman for place in places), key=lambda woman: woman.name.casefold())
    return {woman.pk: woman for woman in women}


def who_has_not_seen(version: Version) -> list[Any]:
    """Women of the group who have not agreed to this version in any way."""
    agreed = set(version.acceptances.values_list("woman_id", flat=True))
    return [woman for pk, woman in women_of(version).items() if pk not in agreed]


def accepted(woman_id: int, version: Version) -> Acceptance | None:
    """When and how this woman agreed to this version, if she did."""
    return Acceptance.objects.filter(woman=woman_id, version=version).first()


def groups_of(actor: Actor) -> QuerySet:
    """The groups whose agreements this member of staff looks after. A closed one that never
    had any is left out."""
    rows: Any = Agreement.group.field.related_model
    rows = rows.objects.visible_to(actor)
    return rows.exclude(state="closed", agreement=None).order_by("name", "pk")


def standing_of(rows: QuerySet) -> list[dict[str, Any]]:
    """Each of these groups with its version in force and its draft. Two queries."""
    versions = Prefetch("agreement__versions", Version.objects.all(), to_attr="all_versions")
    return [
        _standing(group) for group in rows.select_related("agreement").prefetch_related(versions)
    ]


def _standing(group: Any) -> dict[str, Any]:
    agreement = getattr(group, "agreement", None)
    versions = agreement.all_versions if agreement else []
    return {
        "group": group,
        "version": next((version for version in versions if not version.is_draft), None),
        "draft": next((version for version in versions if version.is_draft), None),
        "review_on": agreement.review_on if agreement else None,
    }


def agreements_at_a_glance(actor: Actor) -> list[dict[str, Any]]:
    """As ``standing_of``, with how many women there are and how many agreed. Four queries."""
    live = Q(memberships__isnull=False, memberships__ended_at=None)
    counted = groups_of(actor).annotate(women=Count("memberships", filter=live))
    women = dict(counted.values_list("pk", "women"))
    agreed = dict(_agreed_by_version(actor))
    found = standing_of(groups_of(actor))
    for row in found:
        row["women"] = women[row["group"].pk]
        row["agreed"] = agreed.get(row["version"].pk, 0) if row["version"] else 0
    return found


def _agreed_by_version(actor: Actor) -> QuerySet:
    here = Acceptance.objects.visible_to(actor).filter(
        woman__memberships__group=F("version__agreement__group"),
        woman__memberships__ended_at=None,
    )
    return here.values("version").annotate(women=Count("pk")).values_list("version", "women")


def names_in(version: Version) -> list[str]:
    """Names of women in the group that stand in its words. Published words can never be taken
    back, so that a name in them could not be forgotten."""
    said = [version.discussed_with, version.changes]
    for text in clauses_of(version):
        said += [text.words, text.meaning]
    names = {woman.name for woman in women_of(version).values()}
    whole = " ".join(said)
    return sorted(name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", whole))


def in_force_for_woman(subject: str) -> list[Version]:
    """The versions in force in the groups where she has a place ("woman:12")."""
    rows = Version.objects.visible_to(Actor.of_link(subject))
    newest: dict[int, Version] = {}
    for version in rows.select_related("agreement__group").order_by("agreement", "-number"):
        newest.setdefault(version.agreement_id, version)
    return list(newest.values())


def session_of(session_id: int) -> Any:
    """A session with its group, or None."""
    return groups.session_by_id(session_id)


def acceptances_past(now: dt.datetime) -> QuerySet[Acceptance]:
    """Acceptances of women whose place in that group ended too long ago."""
    same_group = Q(woman__memberships__group=F("version__agreement__group"))
    here = Q(woman__memberships__ended_at=None)
    lately = Q(woman__memberships__ended_at__gt=now - ACCEPTANCE_KEPT)
    kept = Acceptance.objects.filter(same_group & (here | lately))
    return Acceptance.objects.exclude(pk__in=kept.values("pk"))
