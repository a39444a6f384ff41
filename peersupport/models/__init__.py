"""The ground's rows: accounts, cards, links, messages, the witness. No subject matter."""

from .audit import AuditEvent
from .contact import ContactCard
from .link import Invitation, PrivateLink
from .message import InboundText, Message, MessageEvent, OutboxCopy, Suppression
from .session import BrowserSession
from .small import Heartbeat, OnceKey
from .user import Duty, User

__all__ = [
    "AuditEvent",
    "BrowserSession",
    "ContactCard",
    "Duty",
    "Heartbeat",
    "InboundText",
    "Invitation",
    "Message",
    "MessageEvent",
    "OnceKey",
    "OutboxCopy",
    "PrivateLink",
    "Suppression",
    "User",
]
