"""People who sign in: peer leaders, coordinators and partner workers. Women need no account."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from .. import clock
from ..futures import fates

ROLES = {
    "peer_leader": "Peer leader",
    "coordinator": "Coordinator",
    "partner_worker": "Partner worker",
}
STAFF_ROLES = ("peer_leader", "coordinator")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra) -> "User":
        user = self.model(email=email.strip().lower(), **extra)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in. One role; every other title is a ``Duty`` or a room's own row."""

    row_kept = "until the charity closes the account; the name stays on what she signed"
    fate = fates(
        PLUMBING="id password last_login role role_ended_at is_active joined_at session_epoch",
        OURS="email name card",
    )

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=20, choices=list(ROLES.items()), blank=True)
    role_ended_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now)
    card = models.OneToOneField(
        "peersupport.ContactCard", null=True, blank=True, on_delete=models.SET_NULL
    )
    # Raised to end every session of hers at the next request.
    session_epoch = models.PositiveIntegerField(default=0)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_one_per_email"),
            models.CheckConstraint(
                condition=Q(role__in=["", *ROLES]), name="user_role_is_one_of_three"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """What a text is signed with."""
        return self.name.split()[0] if self.name.split() else ""

    @property
    def has_role(self) -> bool:
        return self.is_active and bool(self.role) and self.role_ended_at is None

    @property
    def is_staff(self) -> bool:
        """A peer leader or a coordinator (there is no Django admin here)."""
        return self.has_role and self.role in STAFF_ROLES

    @property
    def is_demo(self) -> bool:
        return self.email.endswith("@demo.example")

    def get_session_auth_hash(self) -> str:
        """Raising ``session_epoch`` ends every session, as a new password does."""
        return self._epoch_hash(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self):
        return (self._epoch_hash(old) for old in super().get_session_auth_fallback_hash())

    def _epoch_hash(self, password_hash: str) -> str:
        return f"{password_hash}.{self.session_epoch}"

    def get_full_name(self) -> str:
        return self.name


class Duty(models.Model):
    """A title somebody holds beside her role: safeguarding lead, deputy, privacy lead."""

    KINDS = {
        "safeguarding_lead": "Safeguarding lead",
        "safeguarding_deputy": "Safeguarding deputy",
        "privacy_lead": "Privacy lead",
    }
    row_kept = "as long as the account it belongs to"
    fate = fates(PLUMBING="id user kind started_at ended_at")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="duties")
    kind = models.CharField(max_length=30, choices=list(KINDS.items()))
    started_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(ended_at__isnull=True),
                name="duty_held_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(ended_at__isnull=True), name="duty_one_holder"
            ),
            # Whoever is told second must be somebody else (safety.md 51).
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(
                    ended_at__isnull=True, kind__in=["safeguarding_lead", "safeguarding_deputy"]
                ),
                name="duty_lead_and_deputy_are_two",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["safeguarding_lead", "safeguarding_deputy", "privacy_lead"]),
                name="duty_is_one_of_three",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
