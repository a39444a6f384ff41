"""The demo's two safety holds: one that asks for a second person, and one that two agreed to."""

from groups import queries
from peersupport.actors import Actor
from peersupport.demo import DOMAIN
from peersupport.models import User

from ..models import Introduction
from ..services import holds

# By the demo's own key of each introduction: who opens it, what could happen, what she heard.
ALONE = (
    "demo-12",
    {
        "could_happen": "Her former partner drops somebody off at the same building at that hour.",
        "told": "all",
    },
)
AGREED = (
    "demo-13",
    {
        "could_happen": "A woman who comes already could be found by the family she left.",
        "told": "part",
        "will_hear": "face",
    },
)


def make() -> None:
    """Open both, once. Nothing happens where the people or the women are not there."""
    coordinator = User.objects.filter(email=f"coordinator@{DOMAIN}").first()
    for key, said in (ALONE, AGREED):
        row = Introduction.objects.filter(submit_key__endswith=f":{key}", said="").first()
        leader = _leader_of(row)
        if row is None or leader is None or coordinator is None:
            continue
        by_leader = Actor.of_user(leader)
        if key == ALONE[0]:
            holds.open_hold(row, **said, by=by_leader)
        else:
            hold = holds.open_hold(row, **said, by=Actor.of_user(coordinator))
            holds.agree(hold, by=by_leader)


def _leader_of(row: Introduction | None) -> User | None:
    if row is None or row.group_id is None:
        return None
    people = User.objects.filter(email__in=[f"ruth@{DOMAIN}", f"mel@{DOMAIN}"]).order_by("pk")
    return next((user for user in people if queries.leads(user, row.group_id)), None)
