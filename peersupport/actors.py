"""Who did it: a signed-in user, a woman through her link, or the system itself."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .models import User


@dataclass(frozen=True)
class Actor:
    """The ``by=`` of every verb. ``subject`` is an opaque "kind:id"."""

    kind: str
    subject: str = ""
    user: Any = None

    @classmethod
    def of_user(cls, user: "User") -> "Actor":
        return cls("user", f"user:{user.pk}", user)

    @classmethod
    def of_link(cls, subject: str) -> "Actor":
        return cls("link", subject)

    @property
    def is_coordinator(self) -> bool:
        return self.user is not None and self.user.role == "coordinator"


SYSTEM = Actor("system", "system")
NOBODY = Actor("nobody", "nobody")
