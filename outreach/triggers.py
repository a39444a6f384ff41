"""Promises of the door that the database itself keeps (house.md, habit 7)."""

from peersupport.database import Trigger

_STAYS = "what a worker agreed to is never overwritten"

TRIGGERS: list[Trigger] = [
    Trigger(
        name="promiseacceptance_stays",
        table="outreach_promiseacceptance",
        event="UPDATE",
        when="1 = 1",
        says=_STAYS,
    ),
    # SQLite's INSERT OR REPLACE would put a new row in the place of the old one.
    Trigger(
        name="promiseacceptance_not_anew",
        table="outreach_promiseacceptance",
        event="INSERT",
        when="EXISTS (SELECT 1 FROM outreach_promiseacceptance "
        "WHERE version_id = NEW.version_id AND worker_id = NEW.worker_id)",
        says=_STAYS,
    ),
]
