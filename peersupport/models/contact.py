"""How somebody may be reached, and how never. One card, moved and not copied."""

from django.db import models
from django.db.models import Q

from .. import clock
from ..fields import SealedTextField
from ..futures import fates

YES_NO = [("yes", "Yes"), ("no", "No")]
CHANNELS = ("call", "voicemail", "text", "mail")

# Local wall hours in which each window is open: (weekdays, from hour, until hour).
WINDOWS = {
    "weekday-morning": (range(5), 8, 12),
    "weekday-afternoon": (range(5), 12, 17),
    "weekday-evening": (range(5), 17, 21),
    "weekend-morning": ((5, 6), 8, 12),
    "weekend-afternoon": ((5, 6), 12, 17),
    "weekend-evening": ((5, 6), 17, 21),
}
WINDOW_WORDS = {
    "weekday-morning": "Weekday mornings, 8 to 12",
    "weekday-afternoon": "Weekday afternoons, 12 to 5",
    "weekday-evening": "Weekday evenings, 5 to 9",
    "weekend-morning": "Weekend mornings, 8 to 12",
    "weekend-afternoon": "Weekend afternoons, 12 to 5",
    "weekend-evening": "Weekend evenings, 5 to 9",
}
# What to do if somebody else answers her phone, and if the line drops while she speaks.
PICK_UP = [
    ("hang_up", "Hang up"),
    ("wrong_number", "Say that you have the wrong number"),
    ("words", "Say the words I write here"),
]
LINE_DROP = [
    ("again", "Ring me once more"),
    ("wait", "Do not ring again. I will get in touch"),
    ("another_day", "Try another day"),
]
PLAINNESS = [
    ("plain", "Say nothing that gives the group away"),
    ("named", "You can name the group"),
    ("page", "Send nothing: I will look at my page"),
]


def yes_no() -> models.CharField:
    """One question of its own; "" is "not answered", and that means no (safety.md 11)."""
    return models.CharField(max_length=3, choices=YES_NO, blank=True, default="")


class ContactCard(models.Model):
    """Safe-contact answers. The one send function obeys them for every caller."""

    personal = True
    row_kept = "as long as the woman, introduction or account that points to it"
    fate = fates(
        PLUMBING="id holder made_at",
        HERS_SEALED="phone email safe_word unsafe_times pick_up_words",
        HERS="call voicemail text mail links_safe say_who plainness safe_windows own_contact asked_at "
        "pick_up line_drop",
        HASH="phone_hash email_hash",
    )

    holder = models.CharField(max_length=10, choices=[("woman", "Woman"), ("staff", "Staff")])
    phone = SealedTextField(blank=True, default="", max_length=40)
    phone_hash = models.CharField(max_length=64, blank=True, default="", db_index=True)
    email = SealedTextField(blank=True, default="", max_length=254)
    email_hash = models.CharField(max_length=64, blank=True, default="", db_index=True)
    safe_word = SealedTextField(blank=True, default="", max_length=60)
    unsafe_times = SealedTextField(blank=True, default="", max_length=300)
    call = yes_no()
    voicemail = yes_no()
    text = yes_no()
    mail = yes_no()
    links_safe = yes_no()
    say_who = yes_no()
    plainness = models.CharField(max_length=5, choices=PLAINNESS, default="plain")
    safe_windows = models.JSONField(default=list, blank=True)
    own_contact = models.BooleanField(default=False)
    pick_up = models.CharField(max_length=12, choices=PICK_UP, blank=True, default="")
    pick_up_words = SealedTextField(blank=True, default="", max_length=120)
    line_drop = models.CharField(max_length=11, choices=LINE_DROP, blank=True, default="")
    asked_at = models.DateTimeField(default=clock.now)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            # A yes to a channel that cannot be used is a promise nobody could keep.
            models.CheckConstraint(
                condition=~Q(text="yes") | ~Q(phone_hash=""), name="card_text_has_a_number"
            ),
            models.CheckConstraint(
                condition=~Q(mail="yes") | ~Q(email_hash=""), name="card_mail_has_an_address"
            ),
            models.CheckConstraint(
                condition=Q(plainness__in=["plain", "named", "page"]),
                name="card_plainness_is_one_of_three",
            ),
            models.CheckConstraint(
                condition=Q(pick_up="words") & ~Q(pick_up_words="")
                | Q(pick_up__in=["", "hang_up", "wrong_number"], pick_up_words=""),
                name="card_pick_up_words_are_said",
            ),
            models.CheckConstraint(
                condition=Q(line_drop__in=["", *(code for code, _ in LINE_DROP)]),
                name="card_line_drop_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"card {self.pk}"

    def allows(self, channel: str) -> bool:
        """Whether she said yes to this very channel ("call", "voicemail", "text", "mail")."""
        if self.plainness == "page" and channel in {"text", "mail"}:
            return False
        return getattr(self, channel) == "yes"

    def best_channel(self) -> str | None:
        """The channel a message goes by: text first, then mail, else none."""
        return next((channel for channel in ("text", "mail") if self.allows(channel)), None)
