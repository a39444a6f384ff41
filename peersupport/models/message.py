"""The outbox: a message is a row before it is a send (delivery.md)."""

import uuid

from django.db import models
from django.db.models import F, Q

from .. import clock
from ..fields import SealedTextField
from ..futures import fates

FINAL = ("delivered", "undelivered", "no_receipt", "dead", "cancelled", "suppressed", "expired")
OPEN = ("due", "claimed", "calling", "accepted", "uncertain")
CHANNELS = [("text", "Text"), ("mail", "E-mail")]
LANES = [("urgent", "Urgent"), ("text", "Texts"), ("mail", "E-mails")]


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, actor) -> "MessageQuerySet":
        """Messages of the groups that this user leads; all of them for a coordinator."""
        from ..registry import registry

        return registry.owned_by(self, actor)


class Message(models.Model):
    """One thing said to one person by one channel, and how far it has come."""

    personal = True
    row_kept = "90 days after it ended; its body and address only until it is sent"
    fate = fates(
        PLUMBING="id key dedupe_key params card lane not_before expires_at state lease_token "
        "lease_until attempts doubts provider provider_ref called_at retry_of made_at made_by "
        "owner quiet_from quiet_until reason audience",
        HERS="kind channel about about_starts_at accepted_at finished_at",
        SEALED="to subject body",
        HASH="to_hash",
    )

    # The idempotency key a provider sees, and the local part of a mail's Message-ID.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dedupe_key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=40)
    audience = models.CharField(max_length=10)
    channel = models.CharField(max_length=4, choices=CHANNELS)
    lane = models.CharField(max_length=6, choices=LANES)
    card = models.ForeignKey("peersupport.ContactCard", null=True, on_delete=models.SET_NULL)
    about = models.CharField(max_length=60)
    about_starts_at = models.DateTimeField(null=True)
    owner = models.CharField(max_length=60, blank=True)
    params = models.JSONField(default=dict)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=12, default="due")
    reason = models.CharField(max_length=40, blank=True)
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    doubts = models.PositiveSmallIntegerField(default=0)
    provider = models.CharField(max_length=20, blank=True)
    provider_ref = models.CharField(max_length=120, blank=True)
    to = SealedTextField(blank=True, default="")
    to_hash = models.CharField(max_length=64, blank=True, default="")
    subject = SealedTextField(blank=True, default="")
    body = SealedTextField(blank=True, default="")
    called_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    retry_of = models.ForeignKey("self", null=True, on_delete=models.SET_NULL)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=60)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[*OPEN, *FINAL]), name="message_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=["text", "mail"]), name="message_channel_is_known"
            ),
            # "After it began" cannot even be stored (safety.md 17).
            models.CheckConstraint(
                condition=Q(about_starts_at__isnull=True) | Q(expires_at__lte=F("about_starts_at")),
                name="message_ends_before_its_session",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["claimed", "calling"])
                | Q(lease_token__isnull=False, lease_until__isnull=False),
                name="message_in_hand_has_a_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", *FINAL]) | Q(body="", to="", subject=""),
                name="message_cleared_once_sent",
            ),
        ]
        indexes = [
            models.Index(
                fields=["lane", "not_before", "id"], condition=Q(state="due"), name="message_due"
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(state__in=["claimed", "calling"]),
                name="message_in_hand",
            ),
            models.Index(fields=["about", "kind"], name="message_about"),
            models.Index(
                fields=["to_hash", "-called_at"], condition=~Q(to_hash=""), name="message_to"
            ),
            models.Index(
                fields=["owner", "state", "finished_at"],
                condition=Q(state__in=["uncertain", "dead", "expired", "undelivered"]),
                name="message_for_a_person",
            ),
            # "Is there one whose session is still to come?", without reading those that are over.
            models.Index(
                fields=["about_starts_at"],
                condition=Q(state__in=["uncertain", "dead", "expired", "undelivered"]),
                name="message_in_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"


class MessageEvent(models.Model):
    """Each change of a message's state, and each late or odd thing heard about it."""

    row_kept = "as long as its message"
    fate = fates(PLUMBING="id message at state note")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=16)
    note = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.state} {self.message_id}"


class Suppression(models.Model):
    """A number that said STOP. Nothing is texted to it again until its woman says so."""

    personal = True
    row_kept = "until she asks for texts again or is forgotten"
    fate = fates(PLUMBING="id", HASH="phone_hash", HERS="at")

    phone_hash = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"suppression {self.pk}"


class InboundQuerySet(models.QuerySet["InboundText"]):
    def visible_to(self, actor) -> "InboundQuerySet":
        """Texts in answer to this user's groups; all of them for a coordinator."""
        from ..registry import registry

        return registry.owned_by(self, actor)


class InboundText(models.Model):
    """A text that came in. What is not plainly an answer waits for a person, as written."""

    personal = True
    row_kept = "24 hours after its session, or 28 days where it has none"
    fate = fates(
        PLUMBING="id provider provider_id message owner state settled_at settled_by",
        HERS_SEALED="body",
        HERS="received_at answer about",
        SEALED="sender",
        HASH="sender_hash",
    )

    provider = models.CharField(max_length=20)
    provider_id = models.CharField(max_length=120)
    sender = SealedTextField()
    sender_hash = models.CharField(max_length=64)
    body = SealedTextField(blank=True)
    received_at = models.DateTimeField(default=clock.now)
    answer = models.CharField(max_length=20, blank=True)
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL)
    about = models.CharField(max_length=60, blank=True)
    owner = models.CharField(max_length=60, blank=True)
    # used: acted on. needs_person: shown as written. stop: everything stops. settled: seen to.
    state = models.CharField(max_length=12)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=60, blank=True)

    objects = InboundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "provider_id"], name="inbound_once"),
            models.CheckConstraint(
                condition=Q(state__in=["used", "needs_person", "stop", "settled"]),
                name="inbound_state_is_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "received_at"],
                condition=Q(state="needs_person"),
                name="inbound_for_a_person",
            ),
            models.Index(fields=["sender_hash"], name="inbound_by_sender"),
        ]

    def __str__(self) -> str:
        return f"inbound {self.pk}"


class OutboxCopy(models.Model):
    """What ``outbox://`` shows under DEBUG in place of a provider. Never made in production."""

    personal = True
    row_kept = "until the message it copies goes; DEBUG only"
    fate = fates(PLUMBING="id key message at channel", SEALED="to sender subject body html")

    key = models.UUIDField(unique=True)
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE)
    at = models.DateTimeField(default=clock.now)
    channel = models.CharField(max_length=4)
    to = SealedTextField()
    sender = SealedTextField(blank=True, default="")
    subject = SealedTextField(blank=True, default="")
    body = SealedTextField()
    html = SealedTextField(blank=True, default="")

    def __str__(self) -> str:
        return f"copy {self.pk}"
