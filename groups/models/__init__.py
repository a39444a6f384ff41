"""Groups, women, sessions, answers and the register."""

from .group import Group, Leadership, ReminderStep
from .session import Answer, Attendance, Session
from .woman import Membership, Parting, Woman

__all__ = [
    "Answer",
    "Attendance",
    "Group",
    "Leadership",
    "Membership",
    "Parting",
    "ReminderStep",
    "Session",
    "Woman",
]
