"""Groups, women, sessions, answers and the register."""

from .group import Group, Leadership, ReminderStep
from .needs import Needs
from .session import Answer, Attendance, Session
from .woman import Membership, Parting, Woman

__all__ = [
    "Answer",
    "Attendance",
    "Group",
    "Leadership",
    "Membership",
    "Needs",
    "Parting",
    "ReminderStep",
    "Session",
    "Woman",
]
