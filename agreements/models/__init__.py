"""Agreements, their versions and clauses, and who agreed to which."""

from .acceptance import Acceptance
from .agreement import Agreement
from .clause import Clause, ClauseText
from .version import Version

__all__ = ["Acceptance", "Agreement", "Clause", "ClauseText", "Version"]
