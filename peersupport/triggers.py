"""Promises of the ground that the database itself keeps, on both engines (house.md, habit 7)."""

from .database import Trigger
from .models.message import FINAL

_FINAL = ", ".join(f"'{state}'" for state in FINAL)

TRIGGERS = [
    Trigger(
        name="message_final_stays",
        table="peersupport_message",
        event="UPDATE",
        when=f"OLD.state IN ({_FINAL}) AND NEW.state <> OLD.state",
        says="a message that ended stays as it ended",
    ),
    Trigger(
        name="message_event_stays",
        table="peersupport_messageevent",
        event="UPDATE",
        when="1 = 1",
        says="what happened to a message cannot be rewritten",
    ),
    Trigger(
        name="audit_event_stays",
        table="peersupport_auditevent",
        event="UPDATE",
        when="1 = 1",
        says="the audit cannot be rewritten",
    ),
]
